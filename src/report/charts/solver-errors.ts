/**
 * Error against number of steps, both logarithmic: a method of order p is a line of slope −p, until round-off. One
 * panel for each arithmetic, on the same axes.
 */
import { formatCount } from '../format.ts';
import type { SolverErrors, SolverErrorsSection, SolverSeries } from '../report-data.ts';
import { decimalExponent, frame, powerOfTen } from './axes.ts';
import {
  type Canvas,
  drawing,
  element,
  type Frame,
  plotToSvg,
  type Scales,
  type SvgElement,
} from './canvas.ts';
import { figureSvg, label, place } from './compose.ts';
import { type DirectLabel, directLabels } from './direct-labels.ts';
import { quietColour, seriesColour } from './palette.ts';

const WIDTH = 940;
const HEIGHT = 400;
const TITLE = 22;
const MARGINS = { marginLeft: 58, marginRight: 62, marginTop: 8, marginBottom: 42 };

type Finished = { readonly steps: number; readonly error: number };

/** The figure as SVG. */
export function solverErrorsChart(canvas: Canvas, section: SolverErrorsSection): string {
  const { arithmetics } = section;
  const width = arithmetics.length === 1 ? 640 : WIDTH / arithmetics.length;
  const domains = logDomains(arithmetics);
  const content = arithmetics.map((arithmetic, i) => {
    const labels: DirectLabel[] = [];
    const svg = plotToSvg(canvas, {
      width,
      height: HEIGHT,
      ...MARGINS,
      x: {
        type: 'log',
        base: 2,
        domain: domains.steps,
        label: 'number of steps N',
        labelAnchor: 'center',
        labelArrow: 'none',
        ticks: domains.stepTicks,
        tickFormat: (n: number) => formatCount(n),
        tickSize: 3,
      },
      y: {
        type: 'log',
        domain: domains.error,
        label: i === 0 ? section.norm : null,
        labelAnchor: 'center',
        labelArrow: 'none',
        ticks: domains.errorTicks,
        tickFormat: powerOfTen,
        tickSize: 3,
      },
      marks: [
        canvas.Plot.gridY(domains.errorTicks, { strokeOpacity: 0.1 }),
        frame(canvas),
        drawing((scales, box) => roundOffMark(canvas, arithmetic, scales, box)),
        ...arithmetic.solvers.map((solver, k) =>
          drawing((scales) => {
            const last = finished(solver).at(-1);
            if (last) labels.push({ y: scales.y(last.error), text: solver.name, colour: seriesColour(k) });
            return element(canvas, 'g', {}, [
              line(canvas, solver, scales, seriesColour(k)),
              ...slopeTriangle(canvas, solver, arithmetic.roundOff ?? 0, scales),
            ]);
          }),
        ),
      ],
    });
    const x = i * width;
    const names = directLabels(width - MARGINS.marginRight + 6, labels, {
      top: MARGINS.marginTop,
      bottom: HEIGHT - MARGINS.marginBottom,
    });
    const centre = x + (MARGINS.marginLeft + width - MARGINS.marginRight) / 2;
    const title = label(centre, 15, arithmetic.dtype, { weight: '600' });
    return `${title}${place({ svg, x, y: TITLE })}<g transform="translate(${x},${TITLE})">${names}</g>`;
  });
  const size = { width: width * arithmetics.length, height: HEIGHT + TITLE };
  return figureSvg({ ...size, title: 'Solver error against number of steps' }, content.join(''));
}

/** A logarithmic axis has no place for 0 (an exact hit) nor for what was not finite. */
function finished(solver: SolverSeries): Finished[] {
  return solver.points.flatMap(({ steps, error }) => (error !== null && error > 0 ? [{ steps, error }] : []));
}

/** Whole decades that hold every error; every power of two among the steps, thinned to at most eight. */
function logDomains(arithmetics: readonly SolverErrors[]): {
  steps: [number, number];
  stepTicks: number[];
  error: [number, number];
  errorTicks: number[];
} {
  const solvers = arithmetics.flatMap((a) => a.solvers);
  const errors = solvers.flatMap((s) => finished(s).map((p) => p.error));
  const floors = arithmetics.flatMap((a) => (a.roundOff ? [a.roundOff] : []));
  const steps = [...new Set(solvers.flatMap((s) => s.points.map((p) => p.steps)))].sort((a, b) => a - b);
  const low = decimalExponent(Math.min(...errors, ...floors, 1));
  const high = decimalExponent(Math.max(...errors, Number.MIN_VALUE)) + 1;
  const everyDecade = Math.max(1, Math.ceil((high - low) / 8));
  const errorTicks: number[] = [];
  for (let e = low; e <= high; e++) if ((high - e) % everyDecade === 0) errorTicks.push(Number(`1e${e}`));
  const every = Math.ceil(steps.length / 8);
  return {
    steps: [steps[0]! / 1.15, steps.at(-1)! * 1.15],
    stepTicks: steps.filter((_, i) => i % every === 0),
    error: [Number(`1e${low}`), Number(`1e${high}`)],
    errorTicks,
  };
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

function line(canvas: Canvas, solver: SolverSeries, scales: Scales, colour: string): SvgElement {
  const places = finished(solver).map(({ steps, error }) => [tenth(scales.x(steps)), tenth(scales.y(error))]);
  const d = places.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x},${y}`).join('');
  return element(canvas, 'g', {}, [
    element(canvas, 'path', { d, fill: 'none', stroke: colour, 'stroke-width': 1.8 }),
    ...places.map(([cx, cy]) => element(canvas, 'circle', { cx: cx!, cy: cy!, r: 2.6, fill: colour })),
  ]);
}

/**
 * A right triangle of slope −p under the line, where the error is still well above round-off: its long side is parallel
 * to the line when the solver has the order it claims.
 */
function slopeTriangle(canvas: Canvas, solver: SolverSeries, roundOff: number, scales: Scales): SvgElement[] {
  const clear = finished(solver).filter(({ error }) => error > 100 * roundOff);
  const right = clear.at(-1);
  const left = clear.findLast((p) => right && p.steps * 4 <= right.steps);
  if (!left || !right) return [];
  let drop = 1;
  for (let i = 0; i < solver.order; i++) drop *= right.steps / left.steps;
  const [x1, x2] = [scales.x(left.steps), scales.x(right.steps)];
  const shift = 12;
  const [y1, y2] = [scales.y(left.error) + shift, scales.y(left.error / drop) + shift];
  const corner = [tenth(x1), tenth(y2)] as const;
  const triangle = `M${corner[0]},${tenth(y1)}V${corner[1]}H${tenth(x2)}Z`;
  return [
    element(canvas, 'path', {
      d: triangle,
      fill: quietColour,
      'fill-opacity': 0.12,
      stroke: quietColour,
      'stroke-width': 0.8,
    }),
    element(
      canvas,
      'text',
      { x: corner[0], y: y2 + 12, 'text-anchor': 'start', 'font-size': 11, fill: quietColour },
      String(solver.order),
    ),
  ];
}

function roundOffMark(canvas: Canvas, { roundOff }: SolverErrors, scales: Scales, box: Frame): SvgElement {
  if (!roundOff) return element(canvas, 'g', {});
  const y = tenth(scales.y(roundOff));
  return element(canvas, 'g', { stroke: 'none', fill: quietColour }, [
    element(canvas, 'path', {
      d: `M${box.left},${y}H${box.right}`,
      stroke: quietColour,
      'stroke-dasharray': '2 3',
      fill: 'none',
    }),
    element(
      canvas,
      'text',
      { x: box.left + 6, y: y - 5, 'text-anchor': 'start', 'font-size': 11 },
      'round-off',
    ),
  ]);
}
