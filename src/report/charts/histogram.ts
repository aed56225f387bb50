/** Data and samples as two normalised histograms over the same bins: data filled, samples as a line. */

import { formatCoordinate } from '../format.ts';
import type { Range } from '../report-data.ts';
import { frame, linearAxis } from './axes.ts';
import { type Canvas, drawing, element, type Frame, plotToSvg, type Scales } from './canvas.ts';
import { dataColour, samplesColour } from './palette.ts';

/** Fractions of `values` per bin, divided by the bin's width: the bars have total area ≤ 1. */
export function histogramDensity(values: readonly number[], { min, max }: Range, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  const width = (max - min) / bins;
  for (const value of values) {
    const bin = Math.floor((value - min) / width);
    if (bin >= 0 && bin < bins) counts[bin]!++;
  }
  return counts.map((count) => count / (values.length * width));
}

export interface Margins {
  readonly marginLeft: number;
  readonly marginRight: number;
  readonly marginTop: number;
  readonly marginBottom: number;
}

export interface HistogramPanel {
  readonly data: readonly number[];
  readonly samples: readonly number[];
  readonly range: Range;
  readonly bins: number;
  readonly width: number;
  readonly height: number;
  readonly margins: Margins;
  /** Options of the horizontal axis, from linearAxis. */
  readonly xAxis: object;
  /** Label of the vertical axis; `null` leaves the axis out. */
  readonly densityLabel: string | null;
}

/** One panel as SVG. */
export function histogramPanel(canvas: Canvas, panel: HistogramPanel): string {
  const { range, bins, width, height, densityLabel } = panel;
  const data = histogramDensity(panel.data, range, bins);
  const samples = histogramDensity(panel.samples, range, bins);
  const top = Math.max(...data, ...samples) * 1.08;
  return plotToSvg(canvas, {
    width,
    height,
    ...panel.margins,
    x: panel.xAxis,
    y:
      densityLabel === null
        ? { domain: [0, top], axis: null }
        : linearAxis({ min: 0, max: top }, densityLabel),
    marks: [
      frame(canvas),
      outline(canvas, data, {
        fill: dataColour,
        'fill-opacity': 0.3,
        stroke: dataColour,
        'stroke-opacity': 0.6,
      }),
      outline(canvas, samples, { fill: 'none', stroke: samplesColour, 'stroke-width': 1.8 }),
    ],
  });
}

/** The silhouette of a histogram whose bins divide the frame evenly. */
function outline(
  canvas: Canvas,
  density: readonly number[],
  paint: Readonly<Record<string, string | number>>,
): ReturnType<typeof drawing> {
  return drawing((scales: Scales, box: Frame) => {
    const step = (box.right - box.left) / density.length;
    const floor = formatCoordinate(scales.y(0));
    let d = `M${formatCoordinate(box.left)},${floor}`;
    for (const [bin, value] of density.entries()) {
      d += `V${formatCoordinate(scales.y(value))}H${formatCoordinate(box.left + (bin + 1) * step)}`;
    }
    return element(canvas, 'path', { d: `${d}V${floor}`, ...paint });
  });
}
