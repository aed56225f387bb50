/** Mistakes in steps of stochastic equations. */

import { sqrt } from '../arithmetic/functions.ts';
import { exact, multiply, negate, square, times } from '../arithmetic/tracked.ts';
import { instead } from '../formula.ts';
import { driftIncrement, noiseIncrement, scoreWeight } from '../formulas/diffusion.ts';
import type { Mistake } from './mistake.ts';

const operations = ['sde.step'];

export const diffusionMistakes: readonly Mistake[] = [
  {
    id: 'sde.noise-by-dt',
    title: 'the noise is scaled by the step instead of its root',
    right: 'w √Δt z',
    wrong: 'w Δt z',
    looksLike: 'nearly no noise; it vanishes as the steps become small, and samples collapse to the modes',
    operations,
    replace: [instead(noiseIncrement, (_, w, dt, noise) => times(w, dt, noise))],
  },
  {
    id: 'sde.noise-squared-coefficient',
    title: 'the noise is scaled by w²',
    right: 'w √Δt z',
    wrong: 'w² √Δt z',
    looksLike: 'right at w = 1; too little noise below, too much above',
    operations,
    replace: [instead(noiseIncrement, (right, w, dt, noise) => right(square(w), dt, noise))],
  },
  {
    id: 'sde.noise-without-coefficient',
    title: 'the noise is not scaled by w',
    right: 'w √Δt z',
    wrong: '√Δt z',
    looksLike: 'right at w = 1; noise even where the equation should be the flow',
    operations,
    replace: [instead(noiseIncrement, (right, _, dt, noise) => right(exact(1), dt, noise))],
  },
  {
    id: 'sde.score-without-half',
    title: 'the drift of the score lacks its ½',
    right: 'u + (w²/2) s',
    wrong: 'u + w² s',
    looksLike: 'samples too narrow: the score pulls twice as much as the noise pushes',
    operations,
    replace: [instead(scoreWeight, (_, w) => square(w))],
  },
  {
    id: 'sde.score-sign',
    title: 'the score is subtracted, as backwards in time',
    right: 'u + (w²/2) s',
    wrong: 'u − (w²/2) s',
    looksLike: 'samples drift away from the data; the larger w, the worse',
    operations,
    replace: [instead(scoreWeight, (right, w) => negate(right(w)))],
  },
  {
    id: 'sde.score-weight-not-squared',
    title: 'the score is weighted by w/2',
    right: 'u + (w²/2) s',
    wrong: 'u + (w/2) s',
    looksLike: 'right at w = 1',
    operations,
    replace: [instead(scoreWeight, (_, w) => multiply(exact(0.5), w))],
  },
  {
    id: 'sde.drift-without-score',
    title: 'noise is added to the flow without the score that balances it',
    right: 'u + (w²/2) s',
    wrong: 'u',
    looksLike: 'samples too wide by the variance of all the noise',
    operations,
    replace: [instead(scoreWeight, () => exact(0))],
  },
  {
    id: 'sde.drift-by-root',
    title: 'the whole increment is scaled by √Δt',
    right: '(u + (w²/2) s) Δt + w √Δt z',
    wrong: '(u + (w²/2) s) √Δt + w √Δt z',
    looksLike: 'the drift grows as steps become small',
    operations,
    replace: [instead(driftIncrement, (right, drift, dt) => right(drift, sqrt(dt)))],
  },
];
