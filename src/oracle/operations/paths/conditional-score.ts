import type { Operation } from '../../contract.ts';
import { conditionalScore } from '../../formulas/paths.ts';
import { batch, point, schedule, target, time } from '../fields.ts';
import { pointsByElement } from '../rows.ts';

/** The score of the conditional path. */
export const pathConditionalScore: Operation = {
  name: 'path.conditional-score',
  revision: 1,
  summary: 'gradient in x of the conditional log-density',
  formula: '∇ ln pₜ(x|x₁) = −(x − αₜ x₁)/σₜ²',
  conventions: ['σ is a standard deviation', 'never asked where σ = 0'],
  source: 'Lipman et al., Flow Matching Guide and Code (2024), § 4.10.1',
  sizes: batch,
  settings: [schedule],
  inputs: [point, target, time(0)],
  outputs: [{ name: 'score', type: 'float', shape: ['rows', 'dim'], meaning: '∇ ln pₜ(x|x₁)' }],
  trace: [],
  evaluate: (open) => {
    const { x, x1 } = open.floats;
    const at = pointsByElement(open);
    return { score: x!.map((value, i) => conditionalScore(at(i).alpha, at(i).sigma, value, x1![i]!)) };
  },
};
