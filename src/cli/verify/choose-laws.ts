/** Laws by the names that a user types: an id, or the beginning of several: `continuity` for `continuity-weak` and its sisters. */
import { show, UsageError } from '../../errors.ts';
import { nearest } from '../nearest.ts';

/** The ids that the names choose, in the order of `ids`; all for no names. Throws a UsageError for a name that fits none. */
export function chooseLaws(names: readonly string[], ids: readonly string[]): string[] {
  if (names.length === 0) return [...ids];
  const fits = (name: string, id: string): boolean =>
    ids.includes(name) ? id === name : name !== '' && id.startsWith(name);
  for (const name of names) {
    if (ids.some((id) => fits(name, id))) continue;
    const near = nearest(name, ids.flatMap(firstWords));
    throw new UsageError({
      argument: 'laws',
      expected: 'names of laws',
      received: show(name),
      wayOut: `${near === undefined ? '' : `did you mean ${near}? `}see flowproof verify --list`,
    });
  }
  return ids.filter((id) => names.some((name) => fits(name, id)));
}

/** `continuity` and `continuity-weak` of `continuity-weak`. */
function firstWords(id: string): string[] {
  const words = id.split('-');
  return words.map((_, i) => words.slice(0, i + 1).join('-'));
}
