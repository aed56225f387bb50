/** A misspelt field would leave its default in force without a word: plain data hold what is known, and nothing else. */
import { ArgumentError } from '../errors.ts';

/** @throws {ArgumentError} naming the first field of `value` that is not among `known`; `argument`: what holds it, '' for the outermost. */
export function checkNames(argument: string, value: object, known: readonly string[]): void {
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new ArgumentError({
    argument: argument === '' ? unknown : `${argument}.${unknown}`,
    expected: known.length > 0 ? `one of the fields ${known.join(', ')}` : 'no further field',
    received: 'an unknown field',
  });
}
