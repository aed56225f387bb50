import type { Operation } from '../../contract.ts';
import { conditionalVelocity } from '../../formulas/paths.ts';
import { batch, point, schedule, target, time } from '../fields.ts';
import { pointsByElement } from '../rows.ts';

/** The velocity field that carries the source to one point of the target. */
export const pathConditionalVelocity: Operation = {
  name: 'path.conditional-velocity',
  revision: 1,
  summary: 'the conditional velocity field of a point of the target, anywhere in space',
  formula: 'uₜ(x|x₁) = α̇ₜ x₁ + (σ̇ₜ/σₜ)(x − αₜ x₁)',
  conventions: ['x need not lie on the path of any pair in the batch', 'never asked where σ = 0'],
  source: 'Lipman et al., Flow Matching for Generative Modeling (2023), theorem 3, eq. 15',
  sizes: batch,
  settings: [schedule],
  inputs: [point, target, time(0)],
  outputs: [{ name: 'velocity', type: 'float', shape: ['rows', 'dim'], meaning: 'uₜ(x|x₁)' }],
  trace: [],
  evaluate: (open) => {
    const { x, x1 } = open.floats;
    const at = pointsByElement(open);
    return { velocity: x!.map((value, i) => conditionalVelocity(at(i), value, x1![i]!)) };
  },
};
