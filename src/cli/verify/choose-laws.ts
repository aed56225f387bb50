/** Laws by the names that a user types: an id, or the beginning of several: `continuity` for `continuity-weak` and its sisters. */
import { show, UsageError } from '../../errors.ts';

/** The ids that the names choose, in the order of `ids`; all for no names. Throws a UsageError for a name that fits none. */
export function chooseLaws(names: readonly string[], ids: readonly string[]): string[] {
  if (names.length === 0) return [...ids];
  const fits = (name: string, id: string): boolean =>
    ids.includes(name) ? id === name : name !== '' && id.startsWith(name);
  for (const name of names) {
    if (ids.some((id) => fits(name, id))) continue;
    const nearest = nearestOf(name, ids);
    throw new UsageError({
      argument: 'laws',
      expected: 'names of laws',
      received: show(name),
      wayOut: `${nearest === undefined ? '' : `did you mean ${nearest}? `}see flowproof verify --list`,
    });
  }
  return ids.filter((id) => names.some((name) => fits(name, id)));
}

/** The id, or first words of one, with the fewest edits to the name, if these are at most a third of its letters, or that holds the name. */
function nearestOf(name: string, ids: readonly string[]): string | undefined {
  const starts = ids.flatMap((id) => {
    const words = id.split('-');
    return words.map((_, i) => words.slice(0, i + 1).join('-'));
  });
  const distances = starts.map((id) => ({
    id,
    edits: id.includes(name) && name !== '' ? 0 : editDistance(name, id),
  }));
  const best = distances.reduce((a, b) => (b.edits < a.edits ? b : a), { id: '', edits: Infinity });
  return best.edits <= best.id.length / 3 ? best.id : undefined;
}

/** Insertions, deletions and replacements that turn `a` into `b` (Levenshtein 1966). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
