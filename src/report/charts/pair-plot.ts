/**
 * A corner plot: marginal histograms on the diagonal, every pair of columns below it, data and samples in two colours
 * on the same axes. As many dots of one as of the other, so that neither hides the other by number.
 */
import { formatCount } from '../format.ts';
import type { PointSamples } from '../report-data.ts';
import { column, frame, linearAxis, sharedRange } from './axes.ts';
import { type Canvas, plotToSvg } from './canvas.ts';
import { figureSvg, legend, place, label as text } from './compose.ts';
import { dots } from './dots.ts';
import { histogramPanel } from './histogram.ts';
import { dataColour, samplesColour } from './palette.ts';

/** More columns than this do not fit on a page; the first ones are shown. */
export const MAX_COLUMNS = 6;
const MAX_PAIR_DOTS = 600;
const WIDTH = 940;
const LEFT = 58;
const BOTTOM = 46;
const TOP = 6;
const GAP = 8;

/** The figure as SVG. */
export function pairPlot(canvas: Canvas, { dim, data, samples, columns }: PointSamples): string {
  const shown = Math.min(dim, MAX_COLUMNS);
  const cell = (WIDTH - LEFT - GAP * shown) / shown;
  const height = TOP + shown * (cell + GAP) + BOTTOM;
  const rows = Math.min(data.length / dim, samples.length / dim, MAX_PAIR_DOTS);
  const values = Array.from({ length: shown }, (_, j) => ({
    data: column(data, dim, j),
    samples: column(samples, dim, j),
  }));
  const ranges = values.map((v) => sharedRange(v.data, v.samples));

  const panels: string[] = [];
  for (let row = 0; row < shown; row++) {
    for (let col = 0; col <= row; col++) {
      const margins = {
        marginLeft: col === 0 ? LEFT : 0,
        marginBottom: row === shown - 1 ? BOTTOM : 0,
        marginTop: 1,
        marginRight: 1,
      };
      const size = { width: cell + margins.marginLeft, height: cell + margins.marginBottom };
      const x = LEFT + col * (cell + GAP) - margins.marginLeft;
      const y = TOP + row * (cell + GAP);
      const xAxis = row === shown - 1 ? linearAxis(ranges[col]!, columns[col]!, 4) : hidden(ranges[col]!);
      const yAxis = col === 0 ? linearAxis(ranges[row]!, columns[row]!, 4) : hidden(ranges[row]!);
      const svg =
        row === col
          ? histogramPanel(canvas, {
              ...values[row]!,
              ...size,
              margins,
              range: ranges[row]!,
              xAxis,
              densityLabel: null,
              bins: 24,
            })
          : plotToSvg(canvas, {
              ...size,
              ...margins,
              x: xAxis,
              y: yAxis,
              marks: [
                frame(canvas),
                dots(canvas, data.slice(0, rows * dim), { dim, i: col, j: row, colour: dataColour }),
                dots(canvas, samples.slice(0, rows * dim), { dim, i: col, j: row, colour: samplesColour }),
              ],
            });
      panels.push(place({ svg, x, y }));
    }
  }
  const names = legend(WIDTH * 0.56, TOP + 26, [
    { name: `data (${formatCount(data.length / dim)} rows)`, colour: dataColour },
    { name: `samples (${formatCount(samples.length / dim)} rows)`, colour: samplesColour },
  ]);
  const remark = text(WIDTH * 0.56 - 5, TOP + 48, `${formatCount(rows)} rows of each drawn as dots`, {
    anchor: 'start',
    size: 11,
  });
  const title = 'Data and samples, all pairs of columns';
  return figureSvg({ width: WIDTH, height, title }, panels.join('') + names + remark);
}

function hidden(range: { min: number; max: number }): object {
  return { domain: [range.min, range.max], axis: null };
}
