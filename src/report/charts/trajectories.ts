/** Solution paths from noise to data, coloured by time, over the data. */
import { formatNumber } from '../format.ts';
import type { TrajectoriesSection } from '../report-data.ts';
import { column, frame, linearAxis, paddedRange } from './axes.ts';
import { type Canvas, drawing, element, plotToSvg, type Scales, type SvgElement } from './canvas.ts';
import { figureSvg, label, place } from './compose.ts';
import { dots } from './dots.ts';
import { paperColour, quietColour, timeColour } from './palette.ts';
import { equalScale } from './scatter.ts';

/** Paths change colour at most this often, so that the page stays small. */
const COLOURS = 24;
const SIZE = 640;

/** The figure as SVG. */
export function trajectoriesChart(canvas: Canvas, section: TrajectoriesSection): string {
  const { paths, data = [], columns, times } = section;
  const [x, y] = equalScale([
    paddedRange([...column(paths, 2, 0), ...column(data, 2, 0)]),
    paddedRange([...column(paths, 2, 1), ...column(data, 2, 1)]),
  ]);
  const svg = plotToSvg(canvas, {
    width: SIZE,
    height: SIZE * 0.94,
    marginLeft: 52,
    marginBottom: 42,
    marginTop: 6,
    marginRight: 10,
    x: linearAxis(x, columns[0]),
    y: linearAxis(y, columns[1]),
    marks: [
      frame(canvas),
      dots(canvas, data, { dim: 2, colour: quietColour, radius: 1.4, opacity: 0.16 }),
      drawing((scales) => segments(canvas, section, scales)),
      drawing((scales) => ends(canvas, section, scales)),
    ],
  });
  const content = place({ svg, x: 0, y: 0 }) + timeBar(SIZE + 26, 40, times[0]!, times.at(-1)!);
  const size = { width: SIZE + 100, height: SIZE * 0.94 };
  return figureSvg({ ...size, title: 'Trajectories from noise to data' }, content);
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** One path per colour, holding that stretch of time of all trajectories. */
function segments(canvas: Canvas, { paths, times }: TrajectoriesSection, scales: Scales): SvgElement {
  const n = times.length;
  const count = paths.length / (2 * n);
  const colours = Math.min(COLOURS, n - 1);
  const stretches = Array.from({ length: colours }, (_, c) => {
    const first = Math.floor((c * (n - 1)) / colours);
    const last = Math.floor(((c + 1) * (n - 1)) / colours);
    let d = '';
    for (let path = 0; path < count; path++) {
      for (let k = first; k <= last; k++) {
        const at = 2 * (path * n + k);
        d += `${k === first ? 'M' : 'L'}${tenth(scales.x(paths[at]!))},${tenth(scales.y(paths[at + 1]!))}`;
      }
    }
    return element(canvas, 'path', { d, stroke: timeColour((c + 0.5) / colours) });
  });
  const attributes = { fill: 'none', 'stroke-width': 1.1, 'stroke-opacity': 0.75, 'stroke-linecap': 'round' };
  return element(canvas, 'g', attributes, stretches);
}

/** Starts as rings, ends as discs. */
function ends(canvas: Canvas, { paths, times }: TrajectoriesSection, scales: Scales): SvgElement {
  const n = times.length;
  const marks: SvgElement[] = [];
  for (let path = 0; path < paths.length / (2 * n); path++) {
    for (const k of [0, n - 1]) {
      const at = 2 * (path * n + k);
      const where = { cx: tenth(scales.x(paths[at]!)), cy: tenth(scales.y(paths[at + 1]!)), r: 2.1 };
      const paint =
        k === 0
          ? { fill: paperColour, stroke: timeColour(0), 'stroke-width': 1 }
          : { fill: timeColour(1), stroke: 'none' };
      marks.push(element(canvas, 'circle', { ...where, ...paint }));
    }
  }
  return element(canvas, 'g', {}, marks);
}

function timeBar(x: number, y: number, from: number, to: number): string {
  const height = 220;
  const steps = 44;
  const bars = Array.from({ length: steps }, (_, i) => {
    const top = y + height - ((i + 1) * height) / steps;
    return `<rect x="${x}" y="${top}" width="14" height="${height / steps + 0.4}" fill="${timeColour((i + 0.5) / steps)}"/>`;
  });
  const ticks = [0, 0.5, 1].map((s) => {
    const at = y + height - s * height + 3.5;
    return label(x + 20, at, formatNumber(from + s * (to - from)), { anchor: 'start', size: 11 });
  });
  return bars.join('') + ticks.join('') + label(x + 7, y - 10, 'time t', { size: 11 });
}
