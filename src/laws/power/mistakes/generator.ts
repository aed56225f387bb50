/** Mistakes in the SDEs of a path, and in a field as the probability flow of a diffusion. */
import { type MarginalField, marginalField } from '../../../fields/index.ts';
import { condOT, vp } from '../../../schedules/index.ts';
import { gaussianMixture } from '../../../targets/index.ts';
import { trial } from '../../core/trial.ts';
import {
  fokkerPlanck,
  type GeneratorSubject,
  probabilityFlow,
  type ScheduledFieldSubject,
  tweedie,
  withDrift,
} from '../../diffusion/index.ts';
import { changeOfVariables, likelihoodRoundTrip } from '../../likelihood/index.ts';
import type { Mistake } from '../mistake.ts';
import { blend, blendInto } from './blend.ts';

const target = gaussianMixture({ weights: [0.3, 0.7], means: [[-1.5], [1]], stds: [0.6, 0.4] });
const linear: MarginalField = marginalField({ schedule: condOT, target });
const diffusion: MarginalField = marginalField({ schedule: vp({ betaMin: 0.2, betaMax: 5 }), target });

/** f = α̇/α and g² = 2(α̇/α)σ² − 2σσ̇ of a field's schedule. */
function rates({ schedule }: MarginalField, t: number): { readonly f: number; readonly g2: number } {
  const f = schedule.alphaDot(t) / schedule.alpha(t);
  const sigma = schedule.sigma(t);
  return { f, g2: 2 * f * sigma * sigma - 2 * schedule.sigmaSigmaDot(t) };
}

const ownNoise = (t: number): number => Math.sqrt(rates(diffusion, t).g2);
const falling = (t: number): number => 1.5 * (1 - t) + 0.25;

type Drift = (t: number, u: number, s: number, x: number) => number;
type Text = readonly [id: string, formula: string, mistake: string];

function mistakeOf([id, formula, mistake]: Text, object: (size: number) => GeneratorSubject): Mistake {
  return {
    id: `generator.${id}`,
    kind: 'generator',
    formula,
    mistake,
    trials: (size) => [trial(fokkerPlanck(object(size)))],
  };
}

/** The drift is wrong; the noise w is as meant. */
function inDrift(text: Text, field: MarginalField, w: (t: number) => number, wrong: Drift): Mistake {
  const right: Drift = (t, u, s) => u + 0.5 * w(t) * w(t) * s;
  return mistakeOf(text, (size) =>
    withDrift(field, w, (t, u, s, x) => blend(right(t, u, s, x), wrong(t, u, s, x), size)),
  );
}

/** The noise is wrong; the drift is u + ½w²s. */
function inNoise(
  text: Text,
  field: MarginalField,
  w: (t: number) => number,
  wrong: (t: number) => number,
): Mistake {
  return mistakeOf(text, (size) =>
    withDrift(
      field,
      (t) => blend(w(t), wrong(t), size),
      (t, u, s) => u + 0.5 * w(t) * w(t) * s,
    ),
  );
}

/** One member of a field is wrong. */
function inField(
  [id, formula, mistake]: Text,
  field: MarginalField,
  member: 'velocity' | 'score',
  wrong: (t: number, s: number, x: number) => number,
): Mistake {
  const object = (size: number): MarginalField => ({
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
  return fieldMistake([id, formula, mistake], object);
}

function fieldMistake(
  [id, formula, mistake]: Text,
  object: (size: number) => ScheduledFieldSubject,
): Mistake {
  return {
    id: `field.${id}`,
    kind: 'field',
    formula,
    mistake,
    trials: (size) => {
      const field = object(size);
      const name = { name: 'mixture on the line' };
      return [tweedie, probabilityFlow, changeOfVariables, likelihoodRoundTrip].map((law) =>
        trial(law(field, name)),
      );
    },
  };
}

export const generatorMistakes: readonly Mistake[] = [
  inDrift(
    ['score-sign', 'b = u + ½w²s', 'b = u − ½w²s'],
    linear,
    falling,
    (t, u, s) => u - 0.5 * falling(t) * falling(t) * s,
  ),
  inDrift(
    ['noise-for-half-variance', 'b = u + ½w²s', 'b = u + w s'],
    linear,
    falling,
    (t, u, s) => u + falling(t) * s,
  ),
  inDrift(
    ['half-dropped', 'b = u + ½w²s', 'b = u + w²s'],
    linear,
    falling,
    (t, u, s) => u + falling(t) * falling(t) * s,
  ),
  inDrift(
    ['score-dropped', 'b = u + ½w²s', 'b = u, the probability flow with noise'],
    linear,
    falling,
    (_t, u) => u,
  ),
  inDrift(
    [
      'reverse-drift-forward',
      'b = u + ½w²s forward in t',
      'b = −u + ½w²s, the drift of the reversed process',
    ],
    linear,
    falling,
    (t, u, s) => -u + 0.5 * falling(t) * falling(t) * s,
  ),
  inDrift(['drift-sign', 'b = f x + g²s', 'b = −f x + g²s'], diffusion, ownNoise, (t, _u, s, x) => {
    const { f, g2 } = rates(diffusion, t);
    return -f * x + g2 * s;
  }),
  inDrift(['half-flow', 'b = f x + g²s', 'b = f x + ½g²s'], diffusion, ownNoise, (t, _u, s, x) => {
    const { f, g2 } = rates(diffusion, t);
    return f * x + 0.5 * g2 * s;
  }),
  inDrift(['g-for-g-squared', 'b = f x + g²s', 'b = f x + g s'], diffusion, ownNoise, (t, _u, s, x) => {
    const { f } = rates(diffusion, t);
    return f * x + ownNoise(t) * s;
  }),
  inDrift(
    ['time-reversed', 'b(t) = u_t + ½w(t)²s_t', 'the noise of the other end: u_t + ½w(1 − t)²s_t'],
    linear,
    falling,
    (t, u, s) => u + 0.5 * falling(1 - t) * falling(1 - t) * s,
  ),
  inNoise(['laplacian-dropped', '½w²Δp', '0: no noise is added'], linear, falling, () => 0),
  inNoise(['variance-doubled', 'w² = g²', 'w² = 2g²'], diffusion, ownNoise, (t) => Math.SQRT2 * ownNoise(t)),
  inNoise(['root-dropped', 'w = √(g²)', 'w = g²'], diffusion, ownNoise, (t) => rates(diffusion, t).g2),
  inNoise(['signal-rate-dropped', 'g² = 2(α̇/α)σ² − 2σσ̇', 'g² = −2σσ̇'], diffusion, ownNoise, (t) =>
    Math.sqrt(-2 * diffusion.schedule.sigmaSigmaDot(t)),
  ),
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
    posterior(t, x, { x1 }) {
      const score = new Float64Array(x.length);
      linear.posterior(t, x, { x1 });
      linear.score(t, x, score);
      const { alpha, sigma } = linear.schedule;
      blendInto(
        x1,
        score.map((s, i) => (x[i]! + sigma(t) * s) / alpha(t)),
        size,
      );
    },
  })),
  fieldMistake(['rate-of-the-wrong-end', 'β(τ) = β_min + τ(β_max − β_min), τ = 1 − t', 'β(t)'], (size) => ({
    ...diffusion,
    beta: (tau) => blend(0.2 + 4.8 * tau, 0.2 + 4.8 * (1 - tau), size),
  })),
];
