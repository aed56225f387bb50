import { subtract } from '../../arithmetic/tracked.ts';
import type { Operation } from '../../contract.ts';
import { rowsOf } from '../../formulas/batch.ts';
import { rungeKuttaStep } from '../../formulas/solvers.ts';
import { type RungeKutta, tableau, tableaus } from '../../formulas/tableaus.ts';
import { FIELD, polynomialInputs, slopeOf, span, start } from './fields.ts';

/** One step of a Runge–Kutta method. */
export const solverStep: Operation = {
  name: 'solver.step',
  revision: 1,
  summary: 'one step of a Runge–Kutta method from t0 to t1 on a polynomial field',
  formula: `kᵢ = v(t₀ + cᵢ h, x + h Σⱼ aᵢⱼ kⱼ),  x⁺ = x + h Σᵢ bᵢ kᵢ,  h = t₁ − t₀,  ${FIELD}`,
  conventions: [
    'one step over the whole interval',
    'heun is of order 2, (k₁ + k₂)/2; heun3 has the nodes 0, 1/3, 2/3',
    'rk4 is the classical method, rk4-38 the 3/8 rule',
    'dopri5 advances with its weights of order 5, without step control',
  ],
  source: 'Hairer, Nørsett & Wanner, Solving Ordinary Differential Equations I (1993), § II.1',
  sizes: { rows: [2, 4], dim: [2, 3] },
  settings: [{ name: 'solver', meaning: 'the method', values: Object.keys(tableaus) }],
  inputs: [start('x', 'points at t0'), ...polynomialInputs, ...span],
  outputs: [{ name: 'x', type: 'float', shape: ['rows', 'dim'], meaning: 'points at t1' }],
  trace: [],
  evaluate: (open) => {
    const { floats, sizes, settings } = open;
    const slope = slopeOf(open);
    const method = tableau(settings.solver as RungeKutta);
    const [t0, t1] = [floats.t0![0]!, floats.t1![0]!];
    const h = subtract(t1, t0);
    return {
      x: rowsOf(floats.x!, sizes.dim!).flatMap((row) => rungeKuttaStep(method, slope, t0, h, row)),
    };
  },
};
