/** Mistakes in the SDEs of a path. */
import type { MarginalField } from '../../../fields/index.ts';
import { trial } from '../../core/trial.ts';
import { fokkerPlanck, type GeneratorSubject, withDrift } from '../../diffusion/index.ts';
import { type Mistake, mistakeOf, type Text } from '../mistake.ts';
import { blend } from './blend.ts';
import { diffusion, linear, rates } from './diffusion-field.ts';

const ownNoise = (t: number): number => Math.sqrt(rates(diffusion, t).g2);
const falling = (t: number): number => 1.5 * (1 - t) + 0.25;

type Drift = (t: number, u: number, s: number, x: number) => number;

const inSde = (text: Text, object: (size: number) => GeneratorSubject): Mistake =>
  mistakeOf('generator', text, (size) => [trial(fokkerPlanck(object(size)))]);

/** The drift is wrong; the noise w is as meant. */
function inDrift(text: Text, field: MarginalField, w: (t: number) => number, wrong: Drift): Mistake {
  const right: Drift = (t, u, s) => u + 0.5 * w(t) * w(t) * s;
  return inSde(text, (size) =>
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
  return inSde(text, (size) =>
    withDrift(
      field,
      (t) => blend(w(t), wrong(t), size),
      (t, u, s) => u + 0.5 * w(t) * w(t) * s,
    ),
  );
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
];
