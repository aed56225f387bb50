/** Data beside samples for points: histogram (d = 1), two panels (d = 2), all pairs of columns (d > 2). */
import { formatCount } from '../format.ts';
import type { PointSamples, Range } from '../report-data.ts';
import { column, frame, linearAxis, sharedRange } from './axes.ts';
import { type Canvas, plotToSvg } from './canvas.ts';
import { figureSvg, label, legend, place } from './compose.ts';
import { dots } from './dots.ts';
import { histogramPanel } from './histogram.ts';
import { pairPlot } from './pair-plot.ts';
import { dataColour, samplesColour } from './palette.ts';

/** More dots than this are a blot; the first ones of either side are drawn. */
export const MAX_DOTS = 4000;

/** The figure as SVG. */
export function scatterChart(canvas: Canvas, points: PointSamples): string {
  if (points.dim === 1) return histogramFigure(canvas, points);
  return points.dim === 2 ? twoPanels(canvas, points) : pairPlot(canvas, points);
}

function histogramFigure(canvas: Canvas, { data, samples, columns }: PointSamples): string {
  const range = sharedRange(data, samples);
  const svg = histogramPanel(canvas, {
    data,
    samples,
    range,
    bins: 60,
    width: 640,
    height: 320,
    margins: { marginLeft: 52, marginRight: 10, marginTop: 6, marginBottom: 42 },
    xAxis: linearAxis(range, columns[0]!),
    densityLabel: 'density',
  });
  const names = legend(70, 18, [
    { name: `data (${formatCount(data.length)})`, colour: dataColour },
    { name: `samples (${formatCount(samples.length)})`, colour: samplesColour },
  ]);
  return figureSvg(
    { width: 640, height: 350, title: 'Data and samples' },
    names + place({ svg, x: 0, y: 30 }),
  );
}

function twoPanels(canvas: Canvas, { data, samples, columns }: PointSamples): string {
  const ranges = equalScale([
    sharedRange(column(data, 2, 0), column(samples, 2, 0)),
    sharedRange(column(data, 2, 1), column(samples, 2, 1)),
  ]);
  const size = 460;
  const panel = (points: readonly number[], colour: string): string =>
    plotToSvg(canvas, {
      width: size,
      height: size,
      marginLeft: 52,
      marginBottom: 42,
      marginTop: 6,
      marginRight: 10,
      x: linearAxis(ranges[0], columns[0]!),
      y: linearAxis(ranges[1], columns[1]!),
      marks: [frame(canvas), dots(canvas, points.slice(0, MAX_DOTS * 2), { dim: 2, colour })],
    });
  const content = [
    label(size / 2 + 21, 16, `Data (${formatCount(data.length / 2)} points)`, { weight: '600' }),
    label(size * 1.5 + 41, 16, `Samples (${formatCount(samples.length / 2)} points)`, { weight: '600' }),
    place({ svg: panel(data, dataColour), x: 0, y: 22 }),
    place({ svg: panel(samples, samplesColour), x: size + 20, y: 22 }),
  ];
  return figureSvg(
    { width: 2 * size + 20, height: size + 22, title: 'Data beside samples' },
    content.join(''),
  );
}

/** Widens the shorter range when both are of similar extent, so that circles look like circles. */
export function equalScale([x, y]: readonly [Range, Range]): [Range, Range] {
  const extents = [x.max - x.min, y.max - y.min];
  const longest = Math.max(...extents);
  if (Math.min(...extents) < longest / 2.5) return [x, y];
  const widen = (range: Range): Range => {
    const margin = (longest - (range.max - range.min)) / 2;
    return { min: range.min - margin, max: range.max + margin };
  };
  return [widen(x), widen(y)];
}
