// What float32 costs: RK4 and Euler on the anchor in three arithmetics.
import { euler, rk4, solve } from 'flowproof';
import { rmse, solvedProblem } from './measure.mjs';
import { markdown } from './tables.mjs';

export function float32Table() {
  const { velocity, start, dim, end } = solvedProblem('anchor');
  const rows = [16, 64, 128, 256, 512, 1024, 4096].map((steps) => {
    const error = (solver, x0, compensated) =>
      rmse(solve(velocity, x0, { dim, solver, steps, compensated }).x, end, dim).toExponential(2);
    const single = Float32Array.from(start);
    return [
      String(steps),
      ...[rk4, euler].flatMap((solver) => [
        error(solver, start, false),
        error(solver, single, false),
        error(solver, single, true),
      ]),
    ];
  });
  const head = ['N', 'rk4 float64', 'float32', 'compensated', 'euler float64', 'float32', 'compensated'];
  return markdown(head, rows);
}
