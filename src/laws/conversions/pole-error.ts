/**
 * Errors that say: there is no value here. Where one is due, a slip of the code must not count as it.
 *
 * flowproof's own are PoleErrors. Of a foreign object any Error will do, a RangeError too, which is JavaScript's word for an argument outside
 * the domain; but not those that the engine throws for wrong code: a name that is not there, a call of what is no function, a stack that overflows.
 */
import { ArgumentError, FlowproofError, ObjectError, PoleError } from '../../errors.ts';

const OF_THE_ENGINE = /call stack|recursion|array length/i;

/** True where the error means that there is no value at this time. */
function isPole(error: unknown): boolean {
  if (error instanceof PoleError) return true;
  if (!(error instanceof Error) || error instanceof FlowproofError) return false;
  if (error instanceof TypeError || error instanceof ReferenceError || error instanceof SyntaxError)
    return false;
  return !OF_THE_ENGINE.test(error.message);
}

/** Returns where the error means that there is no value at this time; throws it on where it is a fault. */
export function requirePole(error: unknown): void {
  if (isPole(error)) return;
  if (!(error instanceof ArgumentError)) throw error;
  throw new ObjectError({ argument: error.argument, expected: 'a PoleError', received: error.message });
}

/** As {@link requirePole}, where the time itself may be at fault: no time of the path has the level that was asked for. */
export function requireOutOfReach(error: unknown): void {
  if (!(error instanceof ArgumentError)) requirePole(error);
}
