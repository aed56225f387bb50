/** Data beside samples, and how far they are apart. */
import type { Canvas } from '../charts/canvas.ts';
import { imageGrid } from '../charts/image-grid.ts';
import { MAX_COLUMNS } from '../charts/pair-plot.ts';
import { MAX_DOTS, scatterChart } from '../charts/scatter.ts';
import { formatCount, formatNumber, formatScientific } from '../format.ts';
import type { ImageSamples, PointSamples, QualitySection } from '../report-data.ts';
import { type Html, htmlTable } from './html.ts';
import type { Numbering } from './numbering.ts';

export function samplesHtml(
  canvas: Canvas,
  numbering: Numbering,
  samples: PointSamples | ImageSamples,
): Html {
  if (samples.kind === 'images') {
    const text = `Left: ${samples.width} × ${samples.height} images of the data. Right: samples of the model, none of them chosen by hand. A good model draws strokes of the same width, with few broken or blurred shapes.`;
    return numbering.figure(imageGrid(samples), 'Images of the data beside samples', text);
  }
  return numbering.figure(scatterChart(canvas, samples), pointsTitle(samples), pointsCaption(samples));
}

function pointsTitle({ dim }: PointSamples): string {
  return dim > 2 ? 'Data and samples, all pairs of columns' : 'Data beside samples';
}

function pointsCaption({ dim, data, samples }: PointSamples): string {
  if (dim === 1) {
    return 'Normalised histograms over the same bins: data filled, samples as a line. Where the model is right, the line follows the top of the bars.';
  }
  if (dim === 2) {
    const most = Math.max(data.length, samples.length) / 2;
    const cut = most > MAX_DOTS ? ` The first ${formatCount(MAX_DOTS)} points of each are drawn.` : '';
    return `The same axes on both sides. Look for modes that are missing, bridges between modes that the data does not have, and edges that are blurred.${cut}`;
  }
  const rest = dim > MAX_COLUMNS ? ` The first ${MAX_COLUMNS} of ${dim} columns are shown.` : '';
  return `On the diagonal the marginal distributions, data filled and samples as a line; below it every pair of columns on shared axes. Where the model is right, the two colours cover the same ground with the same density.${rest}`;
}

export function qualityHtml(numbering: Numbering, { metrics }: QualitySection): Html {
  const rows = metrics.map(({ name, value, floor, floorSpread, meaning }) => [
    name,
    formatScientific(value),
    formatScientific(floor) + (floorSpread === undefined ? '' : ` ± ${formatScientific(floorSpread, 2)}`),
    floor > 0 ? formatNumber(value / floor, 3) : '–',
    meaning,
  ]);
  const table = htmlTable(
    [
      { header: 'metric' },
      { header: 'samples to data', numeric: true },
      { header: 'data to data', numeric: true },
      { header: 'ratio', numeric: true },
      { header: 'what it measures' },
    ],
    rows,
  );
  return numbering.table(
    table,
    'Sample quality',
    'Distance of the samples from the data, beside the distance of data from other data of the same size, which no model can be expected to beat. A ratio near 1 means that the metric cannot tell samples from data.',
  );
}
