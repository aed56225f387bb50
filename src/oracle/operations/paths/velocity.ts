import type { Operation } from '../../contract.ts';
import { pairVelocity } from '../../formulas/paths.ts';
import { withFiniteSlopes } from '../ends.ts';
import { batch, schedule, source, target, time } from '../fields.ts';
import { pointsByElement } from '../rows.ts';

/** The target of conditional flow matching, from pairs. */
export const pathVelocity: Operation = {
  name: 'path.velocity',
  revision: 1,
  summary: 'time derivative of the conditional path between pairs: the target of conditional flow matching',
  formula: 'ẋₜ = α̇ₜ x₁ + σ̇ₜ x₀',
  conventions: ['it points from source to target: x₁ − x₀ for cond-ot', 'each row has its own time'],
  source: 'Lipman et al., Flow Matching for Generative Modeling (2023), eq. 14',
  sizes: batch,
  settings: [schedule],
  inputs: [source, target, time(0, 1)],
  outputs: [{ name: 'velocity', type: 'float', shape: ['rows', 'dim'], meaning: 'ẋₜ' }],
  trace: [],
  arrange: withFiniteSlopes,
  evaluate: (open) => {
    const { x0, x1 } = open.floats;
    const at = pointsByElement(open);
    return {
      velocity: x0!.map((noise, i) => pairVelocity(at(i).alphaDot, at(i).sigmaDot, noise, x1![i]!)),
    };
  },
};
