/** How far the elements of an operation's answers lie from the rounded truth, in units in the last place. */
import { figureSvg } from '../charts/compose.ts';
import { seriesColour } from '../charts/palette.ts';
import { formatCoordinate as c, formatCount } from '../format.ts';
import { type Box, smallAxes } from './small-axes.ts';

const WIDTH = 340;
const HEIGHT = 176;
const BOX: Box = { left: 44, right: 330, top: 26, bottom: 136 };

/** Bin 0 is 0 ulp, bin 1 is 1 ulp, bin k is at most 2ᵏ⁻¹; the last is everything beyond. */
const TICKS: readonly (readonly [bin: number, text: string])[] = [
  [0, '0'],
  [5, '16'],
  [9, '2⁸'],
  [17, '2¹⁶'],
  [25, '2²⁴'],
  [32, '>2³⁰'],
];

/** A bar however few elements it stands for: one wrong element in a million must not vanish. */
const LEAST = 2;

export function ulpChart(ulps: readonly number[], title: string): string {
  const total = ulps.reduce((a, b) => a + b, 0);
  const step = (BOX.right - BOX.left) / ulps.length;
  const height = BOX.bottom - BOX.top;
  const most = total > 0 ? Math.max(...ulps) / total : 1;
  const y = (share: number): number => BOX.bottom - (share / most) * height * 0.94;
  const bars = ulps.map((count, bin) => {
    if (count === 0) return '';
    const top = Math.min(y(count / total), BOX.bottom - LEAST);
    const left = BOX.left + bin * step;
    return `M${c(left + 0.8)},${c(BOX.bottom)}V${c(top)}h${c(step - 1.6)}V${c(BOX.bottom)}Z`;
  });
  const half = Number((most / 2).toPrecision(1));
  const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;
  const axes = smallAxes({
    box: BOX,
    x: TICKS.map(([bin, text]) => ({ at: BOX.left + (bin + 0.5) * step, text })),
    y: [0, half].map((share) => ({ at: y(share), text: percent(share) })),
    xName: 'units in the last place from the truth',
    title,
  });
  const name = `${title}: distances of ${formatCount(total)} elements from the rounded truth`;
  const shape = `<path d="${bars.join('')}" fill="${seriesColour(0)}"/>`;
  return figureSvg({ width: WIDTH, height: HEIGHT, title: name }, `${axes}${shape}`);
}
