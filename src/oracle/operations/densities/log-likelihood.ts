import type { Operation } from '../../contract.ts';
import { rowsOf } from '../../formulas/batch.ts';
import { changeOfVariables, pullBack } from '../../formulas/densities.ts';
import { FIELD, polynomialInputs, polynomialOf, start } from '../solvers/fields.ts';

/** Log-likelihood of a continuous normalizing flow. */
export const densityLogLikelihood: Operation = {
  name: 'density.log-likelihood',
  revision: 1,
  summary: 'log-likelihood of points under the flow of a polynomial field from N(0, I)',
  formula: `log p₁(x₁) = log N(x₀; 0, I) − ∫₀¹ div v(t, xₜ) dt,  dxₜ/dt = v,  ${FIELD},  div v = Σᵢ Aᵢᵢ + 2 Bᵢᵢ xᵢ`,
  conventions: [
    'x and the integral of div v are one state, walked from t = 1 to t = 0 by the classical rk4 with equal steps (size `steps`)',
    'the divergence is exact, not estimated',
    'natural logarithm, with its constant −(dim/2) ln 2π',
  ],
  source:
    'Chen et al., Neural Ordinary Differential Equations (2018), eq. 8; Grathwohl et al., FFJORD (2019)',
  sizes: { rows: [2, 4], dim: [2, 3], steps: [4, 6] },
  settings: [],
  inputs: [start('x1', 'points at t = 1'), ...polynomialInputs],
  outputs: [
    { name: 'x0', type: 'float', shape: ['rows', 'dim'], meaning: 'the points at t = 0' },
    { name: 'log_density', type: 'float', shape: ['rows'], meaning: 'log p₁(x₁)' },
  ],
  trace: [],
  iterates: true,
  evaluate: (open) => {
    const { dim, steps } = open.sizes as { dim: number; steps: number };
    const rows = rowsOf(open.floats.x1!, dim);
    const field = polynomialOf(open);
    const pulled = rows.map((row) => pullBack(field, row, steps));
    return {
      x0: pulled.flatMap(({ x0 }) => x0),
      log_density: pulled.map(({ x0, integral }, r) => changeOfVariables(x0, integral, rows[r]!)),
    };
  },
};
