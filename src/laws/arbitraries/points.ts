/** Numbers and points for laws: hundredths that shrink to whole numbers, and those to 0. */
import fc from 'fast-check';

/** Numbers k/100 in [−reach, reach]; shrink towards 0 by way of whole numbers, then halves, then tenths. */
export function hundredths(reach: number): fc.Arbitrary<number> {
  const most = Math.round(100 * reach);
  const sizes = Array.from({ length: most }, (_, i) => i + 1).sort((a, b) => digits(a) - digits(b) || a - b);
  return fc
    .integer({ min: -most, max: most })
    .map((place) => (place === 0 ? 0 : (Math.sign(place) * sizes[Math.abs(place) - 1]!) / 100));
}

/** How much there is to read in k/100. */
const digits = (k: number): number => (k % 100 === 0 ? 0 : k % 50 === 0 ? 1 : k % 10 === 0 ? 2 : 3);

/** Positive numbers k/100 in [low, high]; shrink towards 1 where that lies inside, else towards `low`. */
export function positive(low: number, high: number): fc.Arbitrary<number> {
  const base = low <= 1 && high >= 1 ? 100 : Math.ceil(100 * low);
  return fc
    .integer({ min: Math.ceil(100 * low) - base, max: Math.floor(100 * high) - base })
    .map((k) => (k + base) / 100);
}

/** Vectors of `dim` hundredths. */
export function vectors(dim: number, reach: number): fc.Arbitrary<number[]> {
  return fc.array(hundredths(reach), { minLength: dim, maxLength: dim });
}

/** Row-major batches [rows, dim] with 1 to `maxRows` rows; shrink to one row. */
export function batches(dim: number, maxRows: number, reach: number): fc.Arbitrary<number[]> {
  return fc.array(vectors(dim, reach), { minLength: 1, maxLength: maxRows }).map((rows) => rows.flat());
}
