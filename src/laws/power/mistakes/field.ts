/** Mistakes in marginal fields, each in one member of the field or in the schedule that it was made with. */
import { type MarginalField, marginalField } from '../../../fields/marginal-field.ts';
import { log } from '../../../math/index.ts';
import { condOT, cosine } from '../../../schedules/index.ts';
import { gaussianMixture } from '../../../targets/gaussian-mixture.ts';
import { squareOf } from './field-formulas.ts';
import type { FieldMistake } from './field-laws.ts';
import {
  BLOBS,
  changed,
  changedDensity,
  inMember,
  inSchedule,
  mean,
  RIGHT,
  scaled,
} from './field-mistake.ts';

const FULL = {
  weights: [0.4, 0.6],
  means: [
    [-0.75, 0.5],
    [0.5, -0.25],
  ],
};
const turned = (sign: number): MarginalField => {
  const covariances = [
    [
      [1, 0.4 * sign],
      [0.4 * sign, 0.6],
    ],
    [
      [0.5, -0.2 * sign],
      [-0.2 * sign, 0.75],
    ],
  ];
  return marginalField({ schedule: cosine, target: gaussianMixture({ ...FULL, covariances }) });
};

const VELOCITY = 'u = Σ rₖ (α̇ E[X₁|x,k] + σ̇ E[X₀|x,k])';
const RESPONSIBILITIES = 'rₖ ∝ wₖ vₖ^(−d/2) exp(−|x − αmₖ|²/2vₖ)';

/** Every mistake in a member, or in the schedule. */
export const fieldMistakes: readonly FieldMistake[] = [
  inMember('conditional-for-marginal', VELOCITY, 'uₜ(x|z) of one data point z', 'velocity', (t, x, out) => {
    const stretch = cosine.sigmaDot(t) / cosine.sigma(t);
    for (let r = 0; r < x.length; r++) out[r] = cosine.alphaDot(t) + stretch * (x[r]! - cosine.alpha(t));
  }),
  inMember(
    'uniform-responsibilities',
    RESPONSIBILITIES,
    'rₖ = 1/K',
    'velocity',
    changed({ responsibilities: (r) => r.map(() => 1 / r.length) }),
  ),
  inMember(
    'responsibilities-without-determinant',
    RESPONSIBILITIES,
    'rₖ ∝ wₖ exp(−|x − αmₖ|²/2vₖ)',
    'velocity',
    changed({ logWeight: ({ w }) => log(w) }),
  ),
  inMember(
    'weights-ignored',
    RESPONSIBILITIES,
    'rₖ ∝ vₖ^(−d/2) exp(−|x − αmₖ|²/2vₖ)',
    'velocity',
    changed({ logWeight: ({ v, d }) => -0.5 * d * log(v) }),
  ),
  inMember(
    'hard-assignment',
    RESPONSIBILITIES,
    'rₖ = 1 for the most likely k, else 0',
    'velocity',
    changed({
      responsibilities: (r) => r.map((_, k) => (k === r.indexOf(Math.max(...r)) ? 1 : 0)),
    }),
  ),
  inMember(
    'data-gain-std',
    'E[X₁|x,k] = mₖ + (αsₖ²/vₖ)(x − αmₖ)',
    'αsₖ/vₖ: s for s²',
    'velocity',
    changed({ dataGain: ({ alpha, s, v }) => (alpha * s) / v }),
  ),
  inMember(
    'data-gain-without-alpha',
    'E[X₁|x,k] = mₖ + (αsₖ²/vₖ)(x − αmₖ)',
    'sₖ²/vₖ',
    'velocity',
    changed({ dataGain: ({ s, v }) => (s * s) / v }),
  ),
  inMember(
    'noise-gain-variance',
    'E[X₀|x,k] = (σ/vₖ)(x − αmₖ)',
    'σ²/vₖ: σ² for σ',
    'velocity',
    changed({ noiseGain: ({ sigma, v }) => (sigma * sigma) / v }),
  ),
  inMember(
    'variance-sigma',
    'vₖ = α²sₖ² + σ²',
    'α²sₖ² + σ: σ for σ²',
    'velocity',
    changed({ variance: ({ alpha, s, sigma }) => alpha * alpha * s * s + sigma }),
  ),
  inMember(
    'variance-alpha',
    'vₖ = α²sₖ² + σ²',
    'αsₖ² + σ²: α for α²',
    'velocity',
    changed({ variance: ({ alpha, s, sigma }) => alpha * s * s + sigma * sigma }),
  ),
  inMember('mean-not-scaled', 'δₖ = x − αmₖ', 'x − mₖ', 'velocity', changed({ centre: () => 1 })),
  inMember(
    'noise-term-dropped',
    'u = α̇ E[X₁|x] + σ̇ E[X₀|x]',
    'α̇ E[X₁|x]',
    'velocity',
    changed({ noiseGain: () => 0 }),
  ),
  inMember(
    'noise-doubled',
    'u = α̇ E[X₁|x] + σ̇ E[X₀|x]',
    'α̇ E[X₁|x] + 2σ̇ E[X₀|x]',
    'velocity',
    changed({ noiseGain: ({ sigma, v }) => (2 * sigma) / v }),
  ),
  inSchedule(
    'alpha-dot-dropped',
    'u = α̇ E[X₁|x] + σ̇ E[X₀|x]',
    'E[X₁|x] + σ̇ E[X₀|x], in every member',
    () => ({ alphaDot: 1 }),
  ),
  inSchedule(
    'sigma-dot-sign',
    'u = α̇ E[X₁|x] + σ̇ E[X₀|x]',
    'α̇ E[X₁|x] − σ̇ E[X₀|x], in every member',
    (t) => ({ sigmaDot: -cosine.sigmaDot(t) }),
  ),
  inSchedule(
    'derivatives-swapped',
    'u = α̇ E[X₁|x] + σ̇ E[X₀|x]',
    'σ̇ E[X₁|x] + α̇ E[X₀|x], in every member',
    (t) => ({
      alphaDot: cosine.sigmaDot(t),
      sigmaDot: cosine.alphaDot(t),
    }),
  ),
  inMember('time-reversed', 'uₜ(x)', '−u₁₋ₜ(x)', 'velocity', (t, x, out) => {
    RIGHT.velocity(1 - t, x, out);
    for (let i = 0; i < out.length; i++) out[i] = -out[i]!;
  }),
  inMember(
    'wrong-schedule',
    VELOCITY,
    'uₜ of the CondOT schedule, where p has another',
    'velocity',
    changed({}, condOT),
  ),
  inMember(
    'covariance-transposed',
    'S = QΛQᵀ',
    'QᵀΛQ: turned the wrong way',
    'velocity',
    (t, x, out) => turned(-1).velocity(t, x, out),
    turned(1),
  ),
  inMember(
    'divergence-sign',
    'div u',
    '−div u',
    'divergence',
    scaled('divergence', () => -1),
  ),
  inMember(
    'divergence-without-covariance',
    'div u = Σ rₖ (div uₖ + (sₖ − s)·(uₖ − u))',
    'Σ rₖ div uₖ',
    'divergence',
    mean(({ c }, k) => {
      const { alpha, alphaDot, sigma, sigmaDot, s, v, d } = c[k]!;
      return (d * (alpha * alphaDot * s * s + sigma * sigmaDot)) / v;
    }),
  ),
  inMember(
    'score-sign',
    '∇ ln p',
    '−∇ ln p',
    'score',
    scaled('score', () => -1),
  ),
  inMember(
    'score-doubled',
    '∇ ln p = −Σ rₖ (x − αmₖ)/vₖ',
    '−2Σ rₖ (x − αmₖ)/vₖ',
    'score',
    scaled('score', () => 2),
  ),
  inMember(
    'score-times-half-g2',
    '∇ ln p',
    '½g² ∇ ln p, g² = 2(α̇/α)σ² − 2σσ̇',
    'score',
    scaled(
      'score',
      (t) =>
        (cosine.alphaDot(t) / cosine.alpha(t)) * cosine.sigma(t) * cosine.sigma(t) - cosine.sigmaSigmaDot(t),
    ),
  ),
  inMember(
    'score-std',
    '∇ ln p = −Σ rₖ (x − αmₖ)/vₖ',
    '−Σ rₖ (x − αmₖ)/√vₖ',
    'score',
    mean(({ c, delta }, k) => -delta[k]![0]! / Math.sqrt(c[k]!.v)),
  ),
  inMember(
    'density-without-determinant',
    'ln N(x; αm, vI) = −½(d ln 2πv + |x − αm|²/v)',
    '−½(d ln 2π + |x − αm|²/v)',
    'logDensity',
    changedDensity({ logWeight: ({ w }) => log(w) }),
  ),
  inMember(
    'density-without-half',
    '−½d ln v',
    '−d ln v: √ dropped',
    'logDensity',
    changedDensity({ logWeight: ({ w, v, d }) => log(w) - d * log(v) }),
  ),
  inMember(
    'rate-without-drift',
    '∂ₜ ln p = Σ rₖ ((h/v)(|δ|²/v − d) + δ·α̇m/v)',
    'Σ rₖ (h/v)(|δ|²/v − d)',
    'dtLogDensity',
    mean(({ c, delta }, k) => {
      const { alpha, alphaDot, sigma, sigmaDot, s, v, d } = c[k]!;
      return ((alpha * alphaDot * s * s + sigma * sigmaDot) / v) * (squareOf(delta[k]!) / v - d);
    }),
  ),
  inMember(
    'rate-sigma-dot',
    'h = αα̇s² + σσ̇',
    'αα̇s² + σ̇',
    'dtLogDensity',
    mean(({ c, delta }, k) => {
      const { alpha, alphaDot, sigmaDot, s, v, d } = c[k]!;
      const drift = (delta[k]![0]! * alphaDot * BLOBS.means[k]![0]!) / v;
      return ((alpha * alphaDot * s * s + sigmaDot) / v) * (squareOf(delta[k]!) / v - d) + drift;
    }),
  ),
];
