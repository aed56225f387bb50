import type { Operation } from '../../contract.ts';
import { rowsOf } from '../../formulas/batch.ts';
import { probeMean, quadraticForm } from '../../formulas/densities.ts';
import { jacobian } from '../../formulas/polynomial-field.ts';
import { point } from '../fields.ts';
import { linearPart, squarePart } from '../solvers/fields.ts';

/** Hutchinson's estimate of a divergence. */
export const densityHutchinson: Operation = {
  name: 'density.hutchinson',
  revision: 1,
  summary: 'divergence of a polynomial field estimated with given probes',
  formula: 'div v ≈ (1/K) Σₖ εₖᵀ J εₖ,  J = ∂v/∂x = A + 2 B diag(x),  v(x) = A x + B x² (x² by elements)',
  conventions: [
    'the probes are given: of mean 0 and covariance I, taken as they are',
    'each row has its own probes; the mean over the K probes is the answer',
  ],
  source: 'Hutchinson (1989); Grathwohl et al., FFJORD (2019), eq. 7',
  sizes: { rows: [2, 5], dim: [2, 4], probes: [2, 5] },
  settings: [],
  inputs: [
    point,
    linearPart,
    squarePart,
    {
      name: 'probes',
      type: 'float',
      shape: ['probes', 'rows', 'dim'],
      meaning: 'probes εₖ of each row',
      domain: { kind: 'normal' },
    },
  ],
  outputs: [{ name: 'estimate', type: 'float', shape: ['rows'], meaning: 'estimate of div v' }],
  trace: [],
  evaluate: ({ floats, sizes }) => {
    const { rows, dim, probes } = sizes as { rows: number; dim: number; probes: number };
    const drawn = rowsOf(floats.probes!, dim);
    return {
      estimate: rowsOf(floats.x!, dim).map((row, r) => {
        const J = jacobian(floats.A!, floats.B!, row);
        const all = Array.from({ length: probes }, (_, k) => drawn[k * rows + r]!);
        return probeMean(all.map((_, k) => quadraticForm(J, k, all)));
      }),
    };
  },
};
