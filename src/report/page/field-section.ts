/** The velocity field and the paths along it. */
import type { Canvas } from '../charts/canvas.ts';
import { fieldChart, referenceSpeed } from '../charts/field.ts';
import { trajectoriesChart } from '../charts/trajectories.ts';
import { formatCount, formatNumber } from '../format.ts';
import type { FieldSection, TrajectoriesSection } from '../report-data.ts';
import type { Html } from './html.ts';
import type { Numbering } from './numbering.ts';

export function fieldHtml(canvas: Canvas, numbering: Numbering, field: FieldSection): Html {
  const density = field.panels.some((p) => p.logDensity);
  const points = field.panels.some((p) => p.points && !p.logDensity);
  const ground = density
    ? 'Shaded: the density pₜ, in bands that are each half a standard deviation wide for a normal distribution. '
    : points
      ? 'Dots: samples of pₜ. '
      : '';
  const text = `${ground}Arrows: the velocity u(t, x); an arrow one grid cell long means |u| = ${formatNumber(referenceSpeed(field), 3)} in all panels, longer ones are cut at that length.`;
  return numbering.figure(fieldChart(canvas, field), 'Velocity field', text);
}

export function trajectoriesHtml(canvas: Canvas, numbering: Numbering, section: TrajectoriesSection): Html {
  const count = section.paths.length / (2 * section.times.length);
  const ground = section.data ? ' Grey: the data.' : '';
  const text = `${formatCount(count)} solution paths from noise (rings) to samples (discs), coloured by time.${ground} Straight paths can be followed in few steps; sharp bends are where a solver needs many. Paths of one field never cross at the same time, though they may cross in a picture.`;
  return numbering.figure(trajectoriesChart(canvas, section), 'Trajectories', text);
}
