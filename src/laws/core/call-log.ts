/**
 * Which call to an object under test went wrong: the same work is done once more on the object behind a proxy that keeps the last call.
 *
 * Only failures are looked into this way, so that what laws measure is the object itself, at full speed.
 */
import { show } from '../../errors.ts';

/** One call: 'schedule.alpha', and what it was given. */
export interface Call {
  readonly member: string;
  readonly args: readonly unknown[];
  /** The buffers among the arguments that were all NaN before the call: those that it has to fill. */
  readonly outs: readonly Float64Array[];
  /** Columns of a batch. */
  readonly dim: number;
  /** What was wrong with it: it threw, or its answer is no number, or not finite. */
  wrong: 'threw' | 'answer' | null;
}

/** The last call that began on an object. */
export interface CallLog {
  last: Call | null;
  onCall?(call: Call): void;
}

type Members = Readonly<Record<PropertyKey, unknown>>;

/** The object, with every call to its functions and to those of its members noted in `log`. */
export function watched<S>(subject: S, log: CallLog): S {
  const { dim, inputs } = (subject ?? {}) as { dim?: unknown; inputs?: unknown };
  const columns = [dim, inputs].find((n) => Number.isInteger(n) && (n as number) >= 1) ?? 1;
  return behindProxy(subject, '', log, columns as number, new Map()) as S;
}

/** Arrays and buffers are data; all else may have functions. */
function hasMembers(value: unknown): value is object {
  if (typeof value === 'function') return true;
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

function behindProxy(
  value: unknown,
  name: string,
  log: CallLog,
  dim: number,
  seen: Map<unknown, unknown>,
): unknown {
  if (!hasMembers(value)) return value;
  if (seen.has(value)) return seen.get(value);
  // A proxy of the object itself could not give other values than a frozen object's own.
  const stand = typeof value === 'function' ? () => {} : {};
  const proxy: unknown = new Proxy(stand, {
    has: (_, key) => key in value,
    getPrototypeOf: () => Object.getPrototypeOf(value),
    get(_, key) {
      const member = (value as Members)[key];
      if (typeof key === 'symbol') return member;
      const place = name === '' ? key : `${name}.${key}`;
      if (typeof member !== 'function') return behindProxy(member, place, log, dim, seen);
      return (...args: unknown[]) => noted(log, dim, place, args, () => Reflect.apply(member, value, args));
    },
    apply: (_, self, args) =>
      noted(log, dim, name || 'object', args, () =>
        Reflect.apply(value as (...a: unknown[]) => unknown, self, args),
      ),
  });
  seen.set(value, proxy);
  return proxy;
}

function noted(
  log: CallLog,
  dim: number,
  member: string,
  args: readonly unknown[],
  run: () => unknown,
): unknown {
  const outs = args.filter(
    (arg): arg is Float64Array => arg instanceof Float64Array && arg.length > 0 && arg.every(Number.isNaN),
  );
  const call: Call = { member, args, outs, dim, wrong: 'threw' };
  log.last = call;
  log.onCall?.(call);
  const answer = run();
  // Calls that the object makes to itself, or to its members, have ended by now.
  log.last = call;
  const sound = outs.length > 0 ? !(outs.some(hasGap) || isPromise(answer)) : isSound(answer);
  call.wrong = sound ? null : 'answer';
  return answer;
}

const hasGap = (values: Float64Array): boolean => !values.every(Number.isFinite);

const isPromise = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'then' in answer;

function isSound(answer: unknown): boolean {
  if (typeof answer === 'number') return Number.isFinite(answer);
  if (answer instanceof Float64Array) return !hasGap(answer);
  return (
    typeof answer === 'object' &&
    answer !== null &&
    !isPromise(answer) &&
    Object.values(answer).every(isSoundOrData)
  );
}

const isSoundOrData = (field: unknown): boolean => !(field instanceof Float64Array) || !hasGap(field);

/** Longer arrays are named by their length, and one row of them is shown. */
const SHORT = 6;

/** The call as text: 'logDensity(0.25, [1, 2], out)', with the row of long batches whose answer is not finite. */
export function callWords({ member, args, outs, dim, wrong }: Call): string {
  const text = args.map((arg) => argumentWords(arg, outs)).join(', ');
  return `${member}(${text})${wrong === 'answer' ? rowWords(args, outs, dim) : ''}`;
}

function argumentWords(arg: unknown, outs: readonly unknown[]): string {
  if (outs.includes(arg)) return 'out';
  if (typeof arg === 'function') return arg.name || 'function';
  if (ArrayBuffer.isView(arg)) {
    const values = arg as Float64Array;
    return values.length <= SHORT ? `[${Array.from(values, show).join(', ')}]` : show(arg);
  }
  if (typeof arg === 'object' && arg !== null && !Array.isArray(arg)) {
    const fields = Object.entries(arg).map(([key, field]) => `${key}: ${argumentWords(field, outs)}`);
    return `{ ${fields.join(', ')} }`;
  }
  return show(arg);
}

function rowWords(args: readonly unknown[], outs: readonly Float64Array[], dim: number): string {
  const out = outs.find(hasGap);
  const long = args.filter(
    (arg): arg is Float64Array =>
      arg instanceof Float64Array && arg.length > SHORT && arg.length % dim === 0 && !outs.includes(arg),
  );
  if (out === undefined || long.length === 0) return '';
  const rows = long[0]!.length / dim;
  if (out.length % rows !== 0) return '';
  const row = Math.floor(out.findIndex((value) => !Number.isFinite(value)) / (out.length / rows));
  const points = long.map(
    (values) => `[${Array.from(values.subarray(row * dim, (row + 1) * dim), show).join(', ')}]`,
  );
  return ` with ${points.join(' and ')} in row ${row}`;
}
