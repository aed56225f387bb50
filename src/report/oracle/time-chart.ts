/** error/bound of every row against its time: where in the flow a backend is good, and where it leaves the bound. */
import { log } from '../../math/index.ts';
import type { TimePoint } from '../../oracle/judge/report-data.ts';
import { powerOfTen } from '../charts/axes.ts';
import { figureSvg } from '../charts/compose.ts';
import { formatCoordinate as c } from '../format.ts';
import { type Box, smallAxes } from './small-axes.ts';

const WIDTH = 340;
const HEIGHT = 176;
const BOX: Box = { left: 44, right: 330, top: 26, bottom: 136 };
const LN10 = log(10);
/** Decades that are drawn; what is smaller, 0 included, stands at the lower edge. */
const FLOOR = -4;
const CEILING = 16;

const decades = (ratio: number): number =>
  ratio > 0 ? Math.min(CEILING, Math.max(FLOOR, log(ratio) / LN10)) : FLOOR;

function ticksBetween(top: number): number[] {
  const step = Math.max(2, 2 * Math.ceil((top - FLOOR) / 10));
  const ticks: number[] = [];
  for (let e = 0; e >= FLOOR; e -= step) ticks.push(e);
  for (let e = step; e <= top; e += step) ticks.push(e);
  return ticks;
}

export function timeChart(points: readonly TimePoint[], title: string): string {
  const heights = points.map(({ ratio }) => (ratio === Infinity ? CEILING : decades(ratio)));
  const top = Math.max(1, Math.ceil(Math.max(...heights) + 0.3));
  const y = (decade: number): number =>
    BOX.bottom - 4 - ((decade - FLOOR) / (top - FLOOR)) * (BOX.bottom - BOX.top - 4);
  const x = (t: number): number => BOX.left + 6 + t * (BOX.right - BOX.left - 12);
  const dots = (outside: boolean): string =>
    points
      .map(({ t, ratio }, i) =>
        ratio <= 1 === outside ? '' : `M${c(x(Math.min(1, Math.max(0, t))))},${c(y(heights[i]!))}h0`,
      )
      .join('');
  const layer = (d: string, colour: string): string =>
    d === '' ? '' : `<path d="${d}" stroke="${colour}" stroke-opacity="0.75"/>`;
  const marks =
    `<g fill="none" stroke-width="4.6" stroke-linecap="round">${layer(dots(false), 'var(--good, #00704f)')}` +
    `${layer(dots(true), 'var(--bad, #b3261e)')}</g>`;
  const bound = `<path d="M${BOX.left},${c(y(0))}H${BOX.right}" fill="none" stroke="currentColor" stroke-dasharray="4 3"/>`;
  const axes = smallAxes({
    box: BOX,
    x: [0, 0.25, 0.5, 0.75, 1].map((t) => ({ at: x(t), text: String(t) })),
    y: ticksBetween(top).map((e) => ({ at: y(e), text: e === 0 ? 'bound' : powerOfTen(Number(`1e${e}`)) })),
    xName: 't',
    title,
  });
  return figureSvg(
    { width: WIDTH, height: HEIGHT, title: `${title}: error over bound against time` },
    `${axes}${bound}${marks}`,
  );
}
