// The tables of the guide as Markdown.

import { gridName } from 'flowproof';
import { budgets, grids } from './measure.mjs';

const digits = (x) => x.toExponential(1);
const times = (x) => (x >= 100 ? x.toFixed(0) : x >= 10 ? x.toFixed(1) : x.toFixed(2));
const run = ({ solver, grid }) => (grid === 'uniform' ? solver : `${solver}, ${grid}`);

export function markdown(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, j) => (j === 0 ? '---' : '---:'))), ...rows.map(line), ''].join('\n');
}

const find = (runs, solver, grid) => runs.find((r) => r.solver === solver && r.grid === grid);
const geometricMean = (xs) => Math.exp(xs.reduce((sum, x) => sum + Math.log(x), 0) / xs.length);

/** The best of all runs, beside Euler's method on equal steps. */
export function winnersTable(measured) {
  const rows = measured.map(({ name, runs }) => [
    name,
    ...runs.map((ranked) => {
      const euler = find(ranked, 'euler', 'uniform');
      return `${run(ranked[0])}: ${digits(ranked[0].rmse)} (${digits(euler.rmse)})`;
    }),
  ]);
  return markdown(['problem', ...budgets.map((b) => `${b} evaluations`)], rows);
}

/** Solver and grid by their loss against the best, over all problems. */
export function robustTable(measured) {
  const ranked = budgets.map((_, b) => {
    const losses = new Map();
    for (const { runs } of measured) {
      for (const r of runs[b]) {
        const key = run(r);
        losses.set(key, [...(losses.get(key) ?? []), r.rmse / runs[b][0].rmse]);
      }
    }
    return [...losses]
      .filter(([, ratios]) => ratios.length === measured.length)
      .map(([name, ratios]) => ({ name, mean: geometricMean(ratios), worst: Math.max(...ratios) }))
      .sort((x, y) => x.mean - y.mean);
  });
  const rows = Array.from({ length: 6 }, (_, place) => [
    String(place + 1),
    ...ranked.map((list) => `${list[place].name}: ${times(list[place].mean)} (${times(list[place].worst)})`),
  ]);
  return markdown(['', ...budgets.map((b) => `${b} evaluations`)], rows);
}

/** Error on each grid over that on equal steps. */
export function gridTable(measured) {
  const b = budgets.indexOf(20);
  const solvers = ['euler', 'heun', 'rk4', 'ab2', 'dpm++2m', 'unipc2'];
  const rows = grids.slice(1).map((spec) => {
    const grid = gridName(spec);
    return [
      grid,
      ...solvers.map((solver) => {
        const ratios = measured.map(({ runs }) => {
          const here = find(runs[b], solver, grid);
          return here ? here.rmse / find(runs[b], solver, 'uniform').rmse : Infinity;
        });
        return `${times(geometricMean(ratios))} (${times(Math.min(...ratios))} to ${times(Math.max(...ratios))})`;
      }),
    ];
  });
  return markdown(['grid', ...solvers], rows);
}

/** Error of diffusion solvers over that of Euler's method on equal steps. */
export function diffusionTable(measured) {
  const b = budgets.indexOf(10);
  const shown = ['uniform', 'shift 3', 'edm', 'log-snr'];
  const solvers = ['dpm++2m', 'dpm++3m', 'dpm++3m-exact', 'unipc2', 'unipc3'];
  const rows = solvers.flatMap((solver) =>
    shown.map((short) => {
      const cells = measured.map(({ runs }) => {
        const here = runs[b].find((r) => r.solver === solver && r.grid.startsWith(short));
        const ratio = here.rmse / find(runs[b], 'euler', 'uniform').rmse;
        return ratio > 1 ? `**${times(ratio)}**` : times(ratio);
      });
      return [`${solver}, ${short}`, ...cells];
    }),
  );
  return markdown(['', ...measured.map(({ name }) => name)], rows);
}
