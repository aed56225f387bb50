/** What was meant by a word that nothing has. */

/** The candidate with the fewest edits to the word, if these are at most a third of its letters, or that holds the word. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const distances = candidates.map((candidate) => ({
    candidate,
    edits: candidate.includes(word) && word !== '' ? 0 : editDistance(word, candidate),
  }));
  const best = distances.reduce((a, b) => (b.edits < a.edits ? b : a), { candidate: '', edits: Infinity });
  return best.edits <= best.candidate.length / 3 ? best.candidate : undefined;
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
