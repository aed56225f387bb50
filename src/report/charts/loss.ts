/** Loss against training step: raw and smoothed training loss, held-out loss, and the floor no model can get under. */
import { formatCount, formatNumber } from '../format.ts';
import type { Curve, LossSection, Range } from '../report-data.ts';
import { frame, linearAxis } from './axes.ts';
import { type Canvas, drawing, element, type Frame, plotToSvg, type Scales } from './canvas.ts';
import { figureSvg, place } from './compose.ts';
import { type DirectLabel, directLabels } from './direct-labels.ts';
import { dataColour, quietColour, samplesColour, seriesColour } from './palette.ts';

const WIDTH = 940;
const HEIGHT = 380;
const MARGINS = { marginLeft: 62, marginRight: 190, marginTop: 8, marginBottom: 42 };
const floorColour = seriesColour(2);

/** The smoothed curve is a centred mean over this fraction of all values. */
export const SMOOTHING: number = 1 / 40;

/** The figure as SVG. */
export function lossChart(canvas: Canvas, loss: LossSection): string {
  const smooth: Curve = { steps: loss.training.steps, values: centredMean(loss.training.values, SMOOTHING) };
  const heldOut = loss.heldOut;
  const raw = envelope(loss.training, 1000);
  const y = lossRange(loss, smooth);
  const lastStep = Math.max(loss.training.steps.at(-1)!, heldOut?.steps.at(-1) ?? 0);
  const x = { min: Math.min(loss.training.steps[0]!, heldOut?.steps[0] ?? Infinity), max: lastStep };
  const svg = plotToSvg(canvas, {
    width: WIDTH,
    height: HEIGHT,
    ...MARGINS,
    x: { ...linearAxis(x, 'training step', 8), tickFormat: (v: number) => formatCount(v) },
    y: linearAxis(y, loss.quantity, 6),
    marks: [
      frame(canvas),
      drawing((scales, box) => floorMarks(canvas, loss, scales, box)),
      curve(canvas, raw, { stroke: dataColour, 'stroke-width': 0.7, 'stroke-opacity': 0.35 }),
      curve(canvas, thin(smooth, 600), { stroke: dataColour, 'stroke-width': 1.9 }),
      ...(heldOut ? [curve(canvas, heldOut, { stroke: samplesColour, 'stroke-width': 1.6 })] : []),
      ...(heldOut && heldOut.steps.length <= 60 ? [knots(canvas, heldOut)] : []),
    ],
  });
  const content = place({ svg, x: 0, y: 0 }) + names(loss, smooth, y);
  return figureSvg(
    { width: WIDTH, height: HEIGHT, title: `${loss.quantity} against training step` },
    content,
  );
}

/** Means over a window of `fraction` of the values, centred but at both ends, where it stops at the last value. */
export function centredMean(values: readonly number[], fraction: number): number[] {
  const half = Math.floor((values.length * fraction) / 2);
  const sums = [0];
  for (const value of values) sums.push(sums.at(-1)! + value);
  return values.map((_, i) => {
    const first = Math.max(0, i - half);
    const end = Math.min(values.length, i + half + 1);
    return (sums[end]! - sums[first]!) / (end - first);
  });
}

/** At most 2 · blocks points that keep every block's smallest and largest value. */
export function envelope({ steps, values }: Curve, blocks: number): Curve {
  if (values.length <= 2 * blocks) return { steps, values };
  const kept: number[] = [];
  for (let block = 0; block < blocks; block++) {
    const first = Math.floor((block * values.length) / blocks);
    const last = Math.floor(((block + 1) * values.length) / blocks);
    let low = first;
    let high = first;
    for (let i = first; i < last; i++) {
      if (values[i]! < values[low]!) low = i;
      if (values[i]! > values[high]!) high = i;
    }
    kept.push(Math.min(low, high), ...(low === high ? [] : [Math.max(low, high)]));
  }
  return { steps: kept.map((i) => steps[i]!), values: kept.map((i) => values[i]!) };
}

function thin({ steps, values }: Curve, count: number): Curve {
  if (steps.length <= count) return { steps, values };
  const kept = Array.from({ length: count }, (_, i) => Math.round((i * (steps.length - 1)) / (count - 1)));
  return { steps: kept.map((i) => steps[i]!), values: kept.map((i) => values[i]!) };
}

/** From below the floor to the value that all but the first and the rarest losses stay under. */
function lossRange({ training, heldOut, floor }: LossSection, smooth: Curve): Range {
  const quantile = (values: readonly number[], q: number): number =>
    Float64Array.from(values).sort()[Math.round(q * (values.length - 1))]!;
  const lows = [quantile(training.values, 0.01), ...smooth.values, ...(heldOut?.values ?? [])];
  if (floor) lows.push(floor.value - 3 * (floor.standardError ?? 0));
  const highs = [quantile(training.values, 0.97), quantile(smooth.values, 0.98), smooth.values.at(-1)!];
  if (heldOut) highs.push(quantile(heldOut.values, 0.9));
  if (floor) highs.push(floor.value);
  const min = lows.reduce((a, b) => Math.min(a, b));
  const max = highs.reduce((a, b) => Math.max(a, b));
  const margin = (max - min || Math.abs(max) || 1) * 0.06;
  return { min: min - margin, max: max + margin };
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

function curve(
  canvas: Canvas,
  { steps, values }: Curve,
  paint: Readonly<Record<string, string | number>>,
): ReturnType<typeof drawing> {
  return drawing((scales, box) => {
    const d = steps.map((step, i) => {
      // Early losses may lie above the frame: they are cut at its edge.
      const y = Math.min(Math.max(scales.y(values[i]!), box.top), box.bottom);
      return `${i === 0 ? 'M' : 'L'}${tenth(scales.x(step))},${tenth(y)}`;
    });
    return element(canvas, 'path', { d: d.join(''), fill: 'none', 'stroke-linejoin': 'round', ...paint });
  });
}

function knots(canvas: Canvas, { steps, values }: Curve): ReturnType<typeof drawing> {
  return drawing((scales, box) =>
    element(
      canvas,
      'g',
      { fill: samplesColour },
      steps
        .map((step, i) => ({ cx: scales.x(step), cy: scales.y(values[i]!) }))
        .filter(({ cy }) => cy >= box.top && cy <= box.bottom)
        .map((centre) => element(canvas, 'circle', { ...centre, r: 2.4 })),
    ),
  );
}

function floorMarks(
  canvas: Canvas,
  { floor }: LossSection,
  scales: Scales,
  box: Frame,
): ReturnType<typeof element> {
  if (!floor) return element(canvas, 'g', {});
  const { value, standardError = 0 } = floor;
  const width = box.right - box.left;
  const top = scales.y(value + 2 * standardError);
  const height = scales.y(value - 2 * standardError) - top;
  const band = element(canvas, 'rect', {
    x: box.left,
    y: top,
    width,
    height,
    fill: floorColour,
    'fill-opacity': 0.18,
  });
  const line = element(canvas, 'path', {
    d: `M${tenth(box.left)},${tenth(scales.y(value))}h${tenth(width)}`,
    stroke: floorColour,
    'stroke-width': 1.6,
    'stroke-dasharray': '6 4',
  });
  return element(canvas, 'g', {}, standardError > 0 ? [band, line] : [line]);
}

function names({ training, heldOut, floor }: LossSection, smooth: Curve, y: Range): string {
  const [top, bottom] = [MARGINS.marginTop, HEIGHT - MARGINS.marginBottom];
  const at = (value: number): number => {
    const position = bottom - ((value - y.min) / (y.max - y.min)) * (bottom - top);
    return Math.min(Math.max(position, top), bottom);
  };
  const labels: DirectLabel[] = [
    { y: at(smooth.values.at(-1)!), text: 'training, smoothed', colour: dataColour },
  ];
  if (training.values.length > 40) {
    labels.push({ y: at(training.values.at(-1)!) - 12, text: 'training, each step', colour: quietColour });
  }
  if (heldOut) {
    const last = heldOut.values.at(-1)!;
    labels.push({ y: at(last), text: `held out: ${formatNumber(last)}`, colour: samplesColour });
  }
  if (floor) {
    const spread = floor.standardError ? ` ± ${formatNumber(floor.standardError, 2)}` : ' (exact)';
    labels.push({
      y: at(floor.value),
      text: `floor: ${formatNumber(floor.value)}${spread}`,
      colour: floorColour,
    });
  }
  return directLabels(WIDTH - MARGINS.marginRight + 8, labels, { top, bottom });
}
