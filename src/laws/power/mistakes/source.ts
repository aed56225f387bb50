/**
 * Mistakes in the source: a field that is right for another source than it states, so that all is consistent but where it starts.
 */
import { marginalField } from '../../../fields/marginal-field.ts';
import { log } from '../../../math/index.ts';
import { cosine } from '../../../schedules/index.ts';
import { gaussianMixture } from '../../../targets/gaussian-mixture.ts';
import { blend } from './blend.ts';
import { type FieldMistake, fieldMistake } from './field-laws.ts';
import { BLOBS } from './field-mistake.ts';

const MEAN = 0.25;
const STD = 0.8;

/** ln N(x; 0.25, 0.8²), written out. */
function sourceLogDensity(x: Float64Array, out: Float64Array): void {
  for (let i = 0; i < x.length; i++) {
    const y = (x[i]! - MEAN) / STD;
    out[i] = -0.5 * (log(2 * Math.PI) + y * y) - log(STD);
  }
}

function source(
  id: string,
  formula: string,
  mistake: string,
  wrong: { readonly mean?: number; readonly std?: number },
): FieldMistake {
  return fieldMistake([id, formula, mistake], (size) => {
    const mean = [blend(MEAN, wrong.mean ?? MEAN, size)];
    const std = blend(STD, wrong.std ?? STD, size);
    const target = gaussianMixture(BLOBS);
    const field = marginalField({ schedule: cosine, target, source: { mean, std } });
    return Object.assign(field, { sourceLogDensity });
  });
}

export const sourceMistakes: readonly FieldMistake[] = [
  source('source-mean-dropped', 'X₀ ~ N(m₀, s₀²)', 'X₀ ~ N(0, s₀²)', { mean: 0 }),
  source('source-standard-deviation-dropped', 'X₀ ~ N(m₀, s₀²)', 'X₀ ~ N(m₀, 1)', { std: 1 }),
  source('source-variance-for-deviation', 'X₀ = m₀ + s₀ ε', 'X₀ = m₀ + s₀² ε', { std: STD * STD }),
];
