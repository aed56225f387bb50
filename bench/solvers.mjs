// Error against step count and against time: Euler, Heun and RK4 on the exact field of 0.3·N(−2, ½²) + 0.7·N(1.5, ½²), whose
// flow is known from its distribution function. benny times each solve; the error is computed once, outside the timing.
//
//   npm run build && node bench/solvers.mjs [--rows 200] [--json FILE]
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import benny from 'benny';
import {
  cdfMap,
  condOT,
  euler,
  gaussianMixture,
  heun,
  marginalField,
  normalQuantile,
  rk4,
  solve,
} from 'flowproof';

const { values: options } = parseArgs({
  options: { rows: { type: 'string', default: '200' }, json: { type: 'string' } },
});
const rows = Number(options.rows);
const target = gaussianMixture({ weights: [0.3, 0.7], means: [[-2], [1.5]], stds: [0.5, 0.5] });
const field = marginalField({ schedule: condOT, target });
const start = Float64Array.from({ length: rows }, (_, i) => normalQuantile((i + 0.5) / rows));
const truth = new Float64Array(rows);
cdfMap({ schedule: condOT, target }).map(0, 1, start, truth);

const cases = [euler, heun, rk4].flatMap((solver) =>
  [8, 32, 128].map((steps) => {
    const { x, nfe } = solve(field, start, { dim: 1, solver, steps });
    const squares = x.reduce((sum, value, i) => sum + (value - truth[i]) * (value - truth[i]), 0);
    return { name: `${solver.name}, N = ${steps}`, solver, steps, nfe, rmse: Math.sqrt(squares / rows) };
  }),
);
const result = await benny.suite(
  `solvers on an exact field, ${rows} rows, float64, Node ${process.version}`,
  ...cases.map(({ name, solver, steps }) =>
    benny.add(name, () => solve(field, start, { dim: 1, solver, steps })),
  ),
  benny.cycle(),
);
const table = cases.map(({ name, steps, nfe, rmse }, i) => ({
  name,
  steps,
  nfe,
  rmse,
  milliseconds: 1000 / result.results[i].ops,
  margin: result.results[i].margin,
}));
console.table(table);
if (options.json)
  writeFileSync(options.json, `${JSON.stringify({ node: process.version, rows, table }, null, 2)}\n`);
