/** Mistakes in log-densities that are carried along a flow. */
import { type MarginalField, marginalField } from '../../../fields/index.ts';
import { condOT, cosine } from '../../../schedules/index.ts';
import { gaussianMixture } from '../../../targets/gaussian-mixture.ts';
import { carry } from '../../likelihood/transport.ts';
import type { Text } from '../mistake.ts';
import { blend } from './blend.ts';
import { type FieldMistake, fieldMistake } from './field-laws.ts';

const plane: MarginalField = marginalField({
  schedule: condOT,
  target: gaussianMixture({
    weights: [0.4, 0.6],
    means: [
      [-0.75, 0.5],
      [0.5, -0.25],
    ],
    stds: [0.8, 0.6],
  }),
});
const turned: MarginalField = marginalField({
  schedule: cosine,
  target: gaussianMixture({
    means: [[0.5, -1]],
    covariances: [
      [
        [1, 0.6],
        [0.6, 0.8],
      ],
    ],
  }),
});

/** d ln p/dt is −(wrong) instead of −div u, from the Jacobian [dim, dim]. */
function inDivergence(text: Text, field: MarginalField, wrong: (J: Float64Array) => number): FieldMistake {
  return fieldMistake(text, (size) => ({
    ...field,
    divergence(t, x, out) {
      field.divergence(t, x, out);
      const J = new Float64Array(x.length * field.dim);
      field.jacobian(t, x, J);
      const width = field.dim * field.dim;
      for (let r = 0; r < out.length; r++) {
        out[r] = blend(out[r]!, wrong(J.subarray(r * width, (r + 1) * width)), size);
      }
    },
  }));
}

const trace = (J: Float64Array): number => J[0]! + J[3]!;

export const flowMistakes: readonly FieldMistake[] = [
  inDivergence(['jacobian-trace-sign', 'd ln p/dt = −div u', '+div u'], plane, (J) => -trace(J)),
  inDivergence(['divergence-dropped', 'd ln p/dt = −div u', '0'], plane, () => 0),
  inDivergence(['divergence-doubled', 'd ln p/dt = −div u', '−2 div u'], plane, (J) => 2 * trace(J)),
  inDivergence(
    ['sum-for-trace', 'tr J', 'the sum of all entries of J'],
    turned,
    (J) => trace(J) + J[1]! + J[2]!,
  ),
  inDivergence(
    ['determinant-for-trace', 'd ln p/dt = −tr J', '−det J'],
    turned,
    (J) => J[0]! * J[3]! - J[1]! * J[2]!,
  ),
  fieldMistake(
    [
      'log-determinant-unsigned',
      'ln p falls by ∫div u dt both ways',
      'by ∫div u |dt|: the wrong sign backward',
    ],
    (size) => ({
      ...plane,
      transport(from, to, state, steps, out) {
        out.set(carry(plane, from, to, state, steps));
        const gain = out[2]! - state[2]!;
        if (to < from) out[2] = blend(out[2]!, state[2]! - gain, size);
      },
    }),
  ),
  fieldMistake(
    ['backward-grid-shifted', 'the same times forward and backward', 'backward 0.01 late'],
    (size) => ({
      ...plane,
      transport(from, to, state, steps, out) {
        const late = to < from ? 0.01 * size : 0;
        out.set(carry(plane, from + late, to + late, state, steps));
      },
    }),
  ),
];
