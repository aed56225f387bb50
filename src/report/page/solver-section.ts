/** Error against number of steps: the picture and the numbers. */
import type { Canvas } from '../charts/canvas.ts';
import { solverErrorsChart } from '../charts/solver-errors.ts';
import { formatCount, formatScientific } from '../format.ts';
import { localSlope } from '../local-slope.ts';
import type { SolverErrors, SolverErrorsSection, SolverSeries } from '../report-data.ts';
import { type Html, htmlTable } from './html.ts';
import type { Numbering } from './numbering.ts';

export function solverErrorsHtml(canvas: Canvas, numbering: Numbering, section: SolverErrorsSection): Html {
  const chart = numbering.figure(
    solverErrorsChart(canvas, section),
    'Solver error against number of steps',
    `${section.problem}. Both axes are logarithmic, so a method of order p falls along a line of slope −p; each grey triangle has the slope that its number promises. Lines end in round-off, where more steps stop helping.`,
  );
  const tables = section.arithmetics.map((arithmetic) =>
    numbering.table(
      errorTable(arithmetic),
      `Errors in ${arithmetic.dtype}`,
      `${section.norm}. Beside each error the observed order, log₂ of the ratio to the error at half the steps; it approaches the proven order (in the header) until round-off.`,
    ),
  );
  return [chart, ...tables].join('\n');
}

function errorTable({ solvers }: SolverErrors): Html {
  const steps = [...new Set(solvers.flatMap((s) => s.points.map((p) => p.steps)))].sort((a, b) => a - b);
  const columns = solvers.flatMap((solver) => [
    { header: `${solver.name}, order ${solver.order}`, numeric: true },
    { header: 'observed', numeric: true },
  ]);
  const rows = steps.map((n) => [formatCount(n), ...solvers.flatMap((solver) => errorCells(solver, n))]);
  return htmlTable([{ header: 'steps N', numeric: true }, ...columns], rows);
}

function errorCells({ points }: SolverSeries, steps: number): [string, string] {
  const i = points.findIndex((p) => p.steps === steps);
  if (i === -1) return ['–', '–'];
  const slope = i === 0 ? null : localSlope(points[i - 1]!, points[i]!);
  return [formatScientific(points[i]!.error), slope === null ? '–' : slope.toFixed(2).replace('-', '−')];
}
