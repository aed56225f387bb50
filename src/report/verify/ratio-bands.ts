/**
 * residual / bound in bands of its logarithm: blue for what holds, darker towards the bound; red for what does not, stronger with
 * each step beyond it. The border between the colours is the verdict.
 */
import { formatNumber } from '../format.ts';

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

/** Shares of the worst ratio of a map at which its reds change, where the fixed reds would all be the strongest. */
const SHARES = [1e-3, 0.1, 0.5, 1];

/** The bands for a map: {@link BANDS}, or reds that divide up what a gross violation reaches. */
export function bandsFor(ratios: ArrayLike<number>): readonly RatioBand[] {
  let worst = 0;
  for (let i = 0; i < ratios.length; i++) if (ratios[i]! > worst && ratios[i]! < Infinity) worst = ratios[i]!;
  if (!(worst > 1e6)) return BANDS;
  const reds = BANDS.filter(({ most }) => most > 1).map((band, i) => {
    const most = worst * SHARES[i]!;
    return {
      ...band,
      name: `${i === SHARES.length - 1 ? '> ' : '≤ '}${formatNumber(i === SHARES.length - 1 ? worst / 2 : most, 2)}`,
      most: i === SHARES.length - 1 ? Infinity : most,
    };
  });
  return [...BANDS.filter(({ most }) => most <= 1), ...reds];
}

/** Place of a ratio among the bands; −1 for NaN, where nothing could be judged. */
export function bandOf(bands: readonly RatioBand[], ratio: number): number {
  return Number.isNaN(ratio) ? -1 : bands.findIndex(({ most }) => ratio <= most);
}
