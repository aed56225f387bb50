import { square } from '../../arithmetic/tracked.ts';
import type { Operation } from '../../contract.ts';
import { rowsOf } from '../../formulas/batch.ts';
import { logDensity } from '../../formulas/gaussian.ts';
import { residual } from '../../formulas/paths.ts';
import { alpha, sigma } from '../../formulas/schedules.ts';
import { batch, point, schedule, scheduleOf, target, time } from '../fields.ts';
import { timesOf } from '../rows.ts';

/** The density of the conditional path. */
export const pathConditionalLogDensity: Operation = {
  name: 'path.conditional-log-density',
  revision: 1,
  summary: 'logarithm of the density of the conditional path, one number per row',
  formula: 'ln pₜ(x|x₁) = ln N(x; αₜ x₁, σₜ² I) = −½ (d ln(2πσₜ²) + |x − αₜ x₁|²/σₜ²)',
  conventions: ['natural logarithm, summed over the dimensions', 'never asked where σ = 0'],
  source: 'Lipman et al., Flow Matching for Generative Modeling (2023), eq. 10',
  sizes: batch,
  settings: [schedule],
  inputs: [point, target, time(0)],
  outputs: [{ name: 'log_density', type: 'float', shape: ['rows'], meaning: 'ln pₜ(x|x₁)' }],
  trace: [],
  evaluate: (open) => {
    const { x, x1 } = open.floats;
    const { dim } = open.sizes;
    const s = scheduleOf(open);
    const t = timesOf(open);
    const targets = rowsOf(x1!, dim!);
    return {
      log_density: rowsOf(x!, dim!).map((row, r) => {
        const a = alpha(s, t[r]!);
        const deviation = row.map((value, i) => residual(a, value, targets[r]![i]!));
        return logDensity(deviation, square(sigma(s, t[r]!)));
      }),
    };
  },
};
