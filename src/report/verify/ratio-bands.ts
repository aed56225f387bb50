/**
 * residual / bound in bands of its logarithm: blue for what holds, darker towards the bound; red for what does not, stronger with
 * each step beyond it. The border between the colours is the verdict.
 */

export interface RatioBand {
  readonly name: string;
  /** The band holds ratios up to this. */
  readonly most: number;
  readonly colour: string;
  readonly opacity: number;
}

const blue = 'var(--series-0, #0072B2)';
const red = 'var(--bad, #b3261e)';

export const BANDS: readonly RatioBand[] = [
  { name: '≤ 10⁻³', most: 1e-3, colour: blue, opacity: 0.06 },
  { name: '10⁻²', most: 1e-2, colour: blue, opacity: 0.14 },
  { name: '0.1', most: 0.1, colour: blue, opacity: 0.26 },
  { name: '≤ 1 holds', most: 1, colour: blue, opacity: 0.48 },
  { name: '10', most: 10, colour: red, opacity: 0.4 },
  { name: '10³', most: 1e3, colour: red, opacity: 0.6 },
  { name: '10⁶', most: 1e6, colour: red, opacity: 0.8 },
  { name: '> 10⁶', most: Infinity, colour: red, opacity: 1 },
];

/** Place of a ratio in {@link BANDS}; −1 for NaN, where nothing could be judged. */
export function bandOf(ratio: number): number {
  return Number.isNaN(ratio) ? -1 : BANDS.findIndex(({ most }) => ratio <= most);
}
