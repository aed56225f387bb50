/** One time of a velocity field: the truth's arrows, and over them the backend's. */
import type { VelocityField, VelocityPanel } from '../../oracle/judge/velocity-fields.ts';
import { figureSvg } from '../charts/compose.ts';
import { seriesColour } from '../charts/palette.ts';
import { formatNumber } from '../format.ts';
import { type Box, smallAxes } from './small-axes.ts';

const WIDTH = 300;
const HEIGHT = 318;
const BOX: Box = { left: 30, right: 294, top: 26, bottom: 290 };
/** Cells beyond the outermost grid points that the frame shows: an arrow from there stays inside. */
const ROOM = 1.5;
/** Length of the reference speed's arrow, and of the longest one, in cells. */
const REFERENCE = 0.75;
const LONGEST = 1.4;

export const truthColour: string = seriesColour(5);
export const insideColour = 'currentColor';
export const outsideColour = 'var(--bad, #b3261e)';

/** The speed that nine in ten of the truth's arrows stay below, over all panels, so that lengths compare between times. */
export function fieldSpeed({ panels }: VelocityField): number {
  const speeds = panels
    .flatMap(({ truth }) =>
      Array.from({ length: truth.length / 2 }, (_, i) => {
        const [u, v] = [truth[2 * i]!, truth[2 * i + 1]!];
        return Math.sqrt(u * u + v * v);
      }),
    )
    .sort((a, b) => a - b);
  return speeds[Math.floor(0.9 * (speeds.length - 1))] || 1;
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** A shaft from (x, y) and two barbs at its tip. */
function arrow(x: number, y: number, dx: number, dy: number, barb: number): string {
  const length = Math.sqrt(dx * dx + dy * dy);
  const share = Math.min(0.45, barb / length);
  const [along, across] = [-0.866 * share, 0.5 * share];
  const [tipX, tipY] = [tenth(x + dx), tenth(y + dy)];
  return (
    `M${tenth(x)},${tenth(y)}L${tipX},${tipY}l${tenth(along * dx - across * dy)},${tenth(along * dy + across * dx)}` +
    `M${tipX},${tipY}l${tenth(along * dx + across * dy)},${tenth(along * dy - across * dx)}`
  );
}

export function velocityChart(field: VelocityField, panel: VelocityPanel, speed: number): string {
  const { gridSize, range } = field;
  const cell = (range[1] - range[0]) / gridSize;
  const [low, high] = [range[0] + (0.5 - ROOM) * cell, range[1] - (0.5 - ROOM) * cell];
  const perUnit = (BOX.right - BOX.left) / (high - low);
  const at = (k: number): number => range[0] + (k + 0.5) * cell;
  const x = (value: number): number => BOX.left + (value - low) * perUnit;
  const y = (value: number): number => BOX.bottom - (value - low) * perUnit;
  const pixels = (REFERENCE * cell * perUnit) / speed;
  const longest = LONGEST * cell * perUnit;
  const draw = (velocity: readonly number[], which: (point: number) => boolean, barb: number): string => {
    let d = '';
    for (let point = 0; point < gridSize * gridSize; point++) {
      if (!which(point)) continue;
      const [px, py] = [x(at(point % gridSize)), y(at(Math.floor(point / gridSize)))];
      const [dx, dy] = [pixels * velocity[2 * point]!, -pixels * velocity[2 * point + 1]!];
      const length = Math.sqrt(dx * dx + dy * dy);
      if (!Number.isFinite(length)) {
        d += `M${tenth(px - 3)},${tenth(py - 3)}l6,6m-6,0l6,-6`;
      } else if (length >= 0.4) {
        const cut = Math.min(1, longest / length);
        d += arrow(px, py, cut * dx, cut * dy, barb);
      }
    }
    return d;
  };
  const layer = (d: string, colour: string, width: number, opacity: number): string =>
    d === ''
      ? ''
      : `<path d="${d}" stroke="${colour}" stroke-width="${width}" stroke-opacity="${opacity}" stroke-linecap="round" stroke-linejoin="round"/>`;
  const { received, ratios } = panel;
  const inside = (point: number): boolean => ratios[point]! <= 1;
  const layers = [
    layer(
      draw(panel.truth, () => true, 4.5),
      truthColour,
      3.4,
      0.75,
    ),
    ...(received === null
      ? []
      : [
          layer(draw(received, inside, 3.5), insideColour, 0.9, 1),
          layer(
            draw(received, (point) => !inside(point), 3.5),
            outsideColour,
            1.2,
            1,
          ),
        ]),
  ];
  const ticks = [-2, 0, 2].map((value) => ({ value, text: formatNumber(value) }));
  const axes = smallAxes({
    box: BOX,
    x: ticks.map(({ value, text }) => ({ at: x(value), text })),
    y: ticks.map(({ value, text }) => ({ at: y(value), text })),
    xName: '',
    title: `t = ${panel.t}${received === null ? ', not answered' : ''}`,
  });
  return figureSvg(
    { width: WIDTH, height: HEIGHT, title: `Velocity at t = ${panel.t}, truth and backend` },
    `${axes}<g fill="none">${layers.join('')}</g>`,
  );
}
