/** The first anchor of the field: 0.3·N(−2, ½²) + 0.7·N(1.5, ½²) under the linear path, from 200 normal quantiles. */
import type { ProblemSpec } from '../problems/problem.ts';

export const anchor: ProblemSpec = {
  kind: 'flow',
  name: 'anchor',
  target: { kind: 'gaussian-mixture', weights: [0.3, 0.7], means: [[-2], [1.5]], stds: [0.5, 0.5] },
  schedule: { kind: 'cond-ot' },
  start: { kind: 'normal-quantiles', count: 200 },
};
