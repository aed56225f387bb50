/** Mistakes in a field as the probability flow of a diffusion. */
import { type MarginalField, marginalField } from '../../../fields/index.ts';
import { condOT, vp } from '../../../schedules/index.ts';
import { gaussianMixture } from '../../../targets/index.ts';
import type { Text } from '../mistake.ts';
import { blend, blendInto } from './blend.ts';
import { type FieldMistake, fieldMistake } from './field-laws.ts';

const target = gaussianMixture({ weights: [0.3, 0.7], means: [[-1.5], [1]], stds: [0.6, 0.4] });
export const linear: MarginalField = marginalField({ schedule: condOT, target });
export const diffusion: MarginalField = marginalField({ schedule: vp({ betaMin: 0.2, betaMax: 5 }), target });

/** f = α̇/α and g² = 2(α̇/α)σ² − 2σσ̇ of a field's schedule. */
export function rates({ schedule }: MarginalField, t: number): { readonly f: number; readonly g2: number } {
  const f = schedule.alphaDot(t) / schedule.alpha(t);
  const sigma = schedule.sigma(t);
  return { f, g2: 2 * f * sigma * sigma - 2 * schedule.sigmaSigmaDot(t) };
}

/** One member of a field is wrong. */
function inField(
  text: Text,
  field: MarginalField,
  member: 'velocity' | 'score',
  wrong: (t: number, s: number, x: number) => number,
): FieldMistake {
  const subject = (size: number): MarginalField => ({
    ...field,
    [member]: (t: number, x: Float64Array, out: Float64Array) => {
      const score = new Float64Array(x.length);
      field[member](t, x, out);
      field.score(t, x, score);
      blendInto(
        out,
        score.map((s, i) => wrong(t, s, x[i]!)),
        size,
      );
    },
  });
  return fieldMistake(text, subject);
}

export const diffusionFieldMistakes: readonly FieldMistake[] = [
  inField(
    ['flow-sign', 'u = f x + ½g²s in flow time', 'u = f x − ½g²s, the sign of the diffusion’s time'],
    diffusion,
    'velocity',
    (t, s, x) => {
      const { f, g2 } = rates(diffusion, t);
      return f * x - 0.5 * g2 * s;
    },
  ),
  inField(['flow-half-dropped', 'u = f x + ½g²s', 'u = f x + g²s'], diffusion, 'velocity', (t, s, x) => {
    const { f, g2 } = rates(diffusion, t);
    return f * x + g2 * s;
  }),
  inField(
    ['flow-variance-of-noise-alone', '½g² = (α̇/α)σ² − σσ̇', '½g² = −σσ̇'],
    linear,
    'velocity',
    (t, s, x) => {
      const { f } = rates(linear, t);
      return f * x - linear.schedule.sigmaSigmaDot(t) * s;
    },
  ),
  inField(
    ['score-scaled', 's = ∇ ln p', 's = ½g²∇ ln p'],
    linear,
    'score',
    (t, s) => 0.5 * rates(linear, t).g2 * s,
  ),
  fieldMistake(['tweedie-deviation', 'E[X₁|x] = (x + σ²s)/α', 'E[X₁|x] = (x + σs)/α'], (size) => ({
    ...linear,
    posterior(t, x, out) {
      linear.posterior(t, x, out);
      const { x1 } = out;
      if (!x1) return;
      const score = new Float64Array(x.length);
      linear.score(t, x, score);
      const { alpha, sigma } = linear.schedule;
      for (const [i, s] of score.entries()) x1[i] = blend(x1[i]!, (x[i]! + sigma(t) * s) / alpha(t), size);
    },
  })),
  fieldMistake(['rate-of-the-wrong-end', 'β(τ) = β_min + τ(β_max − β_min), τ = 1 − t', 'β(t)'], (size) => ({
    ...diffusion,
    beta: (tau) => blend(0.2 + 4.8 * tau, 0.2 + 4.8 * (1 - tau), size),
  })),
];
