/**
 * Mistakes in what a network is fed, in what it regresses onto, in the losses, and in the marginal velocity that they should agree with.
 *
 * The right object is a mixture on the line under α = t², σ = 1 − t² (not CondOT, whose target x₁ − x₀ hides a forgotten derivative).
 */
import { type MarginalField, marginalField } from '../../../fields/index.ts';
import { pseudoHuberLossMeanRowsNormDims } from '../../../losses/index.ts';
import { condOT, polynomial } from '../../../schedules/index.ts';
import { gaussianMixture } from '../../../targets/index.ts';
import { type LossSubject, lossSubject, squaredError } from '../../matching/loss-subject.ts';
import { type MatchingSubject, matchingOf } from '../../matching/subject.ts';
import { type Mistake, mistakeOf, type Text } from '../mistake.ts';
import { blend, blendInto } from './blend.ts';
import { everyLaw } from './every-law.ts';

type Pointwise = (t: number, x0: number, z: number) => number;

const WEIGHTS = [0.3, 0.7];
const MEANS = [[2.2], [3.2]];
const STDS = [0.8, 1];
const MEAN = 2.9;
const schedule = polynomial({ n: 2 });
const field: MarginalField = marginalField({
  schedule,
  target: gaussianMixture({ weights: WEIGHTS, means: MEANS, stds: STDS, name: 'mixture on the line' }),
});
const right: MatchingSubject = matchingOf(field);

const build = (text: Text, object: (size: number) => MatchingSubject): Mistake =>
  mistakeOf('matching', text, (size) => everyLaw('matching', object(size)));

type Write = (t: number, a: Float64Array, b: Float64Array, out: Float64Array) => void;

/** The right function blended, element by element, with a formula of t, x₀ and z. */
const between =
  (own: Write, wrong: Pointwise, size: number): Write =>
  (t, x0, z, out) => {
    own(t, x0, z, out);
    for (let i = 0; i < out.length; i++) out[i] = blend(out[i]!, wrong(t, x0[i]!, z[i]!), size);
  };

/** A wrong regression target. */
const inTarget = (text: Text, wrong: Pointwise): Mistake =>
  build(text, (size) => ({
    ...right,
    path: { ...right.path, targetVelocity: between(right.path.targetVelocity, wrong, size) },
  }));

/** A wrong network input. */
const inInput = (text: Text, wrong: Pointwise): Mistake =>
  build(text, (size) => ({
    ...right,
    path: { ...right.path, sample: between(right.path.sample, wrong, size) },
  }));

/** A wrong marginal velocity, from a function that writes it. */
const inVelocity = (
  text: Text,
  wrong: (t: number, x: Float64Array, out: Float64Array) => void,
  subject: MatchingSubject = right,
): Mistake =>
  build(text, (size) => ({
    ...subject,
    field: {
      ...subject.field,
      velocity(t, x, out) {
        subject.field.velocity(t, x, out);
        const other = new Float64Array(out.length);
        wrong(t, x, other);
        blendInto(out, other, size);
      },
    },
  }));

const { alpha, sigma, alphaDot, sigmaDot } = schedule;

/** A field of another schedule or target: its velocity. */
const velocityOf = (options: {
  weights?: number[];
  shift?: number;
  straight?: boolean;
}): MarginalField['velocity'] =>
  marginalField({
    schedule: options.straight ? condOT : schedule,
    target: gaussianMixture({
      weights: options.weights ?? WEIGHTS,
      means: MEANS.map(([m]) => [m! + (options.shift ?? 0)]),
      stds: STDS,
    }),
  }).velocity;

const PLANE = marginalField({
  schedule: condOT,
  target: gaussianMixture({
    weights: [0.4, 0.6],
    means: [
      [2.7, 0.2],
      [3.4, -0.1],
    ],
    stds: [0.9, 1.1],
  }),
});

const huber = lossSubject('pseudo-Huber', (rows, dim, p, u, gradient, options) =>
  pseudoHuberLossMeanRowsNormDims(rows, dim, p, u, 0.5, gradient, options),
);

/** (1 − size)·squared error + size·pseudo-Huber. */
const towardsHuber = (size: number): LossSubject => ({
  ...squaredError,
  weighted: false,
  value: (p, u, rows, dim) => blend(squaredError.value(p, u, rows, dim), huber.value(p, u, rows, dim), size),
  gradient(p, u, rows, dim, out) {
    squaredError.gradient(p, u, rows, dim, out);
    const other = new Float64Array(out.length);
    huber.gradient(p, u, rows, dim, other);
    blendInto(out, other, size);
  },
});

/** Mistakes of flow matching. */
export const matchingMistakes: readonly Mistake[] = [
  inTarget(['noise-term-dropped', 'd/dt ψ = α̇ x₁ + σ̇ x₀', 'α̇ x₁'], (t, _x0, z) => alphaDot(t) * z),
  inTarget(['data-term-dropped', 'd/dt ψ = α̇ x₁ + σ̇ x₀', 'σ̇ x₀'], (t, x0) => sigmaDot(t) * x0),
  inTarget(['straight-target', 'd/dt ψ = α̇ x₁ + σ̇ x₀', 'x₁ − x₀ for every schedule'], (_t, x0, z) => z - x0),
  inTarget(
    ['sign', 'd/dt ψ = α̇ x₁ + σ̇ x₀', 'x₀ − x₁, with the derivatives'],
    (t, x0, z) => -alphaDot(t) * z - sigmaDot(t) * x0,
  ),
  inTarget(
    ['swapped-ends', 'd/dt ψ = α̇ x₁ + σ̇ x₀', 'α̇ x₀ + σ̇ x₁'],
    (t, x0, z) => alphaDot(t) * x0 + sigmaDot(t) * z,
  ),
  inTarget(['target-is-the-point', 'd/dt ψ = α̇ x₁ + σ̇ x₀', 'x₁'], (_t, _x0, z) => z),
  inTarget(
    ['biased-target', 'd/dt ψ = α̇ x₁ + σ̇ x₀', 'α̇ (x₁ + ½) + σ̇ x₀'],
    (t, x0, z) => alphaDot(t) * (z + 0.5) + sigmaDot(t) * x0,
  ),
  build(['noise-redrawn', 'the x₀ of x_t is the x₀ of the target', 'another draw of x₀'], (size) => ({
    ...right,
    path: {
      ...right.path,
      targetVelocity(t, x0, z, out) {
        for (let i = 0; i < out.length; i++) {
          const other = x0[(i + 1) % out.length]!;
          out[i] = alphaDot(t) * z[i]! + sigmaDot(t) * blend(x0[i]!, other, size);
        }
      },
    },
  })),
  inInput(['fed-data', 'v(x_t, t)', 'v(x₁, t)'], (_t, _x0, z) => z),
  inInput(['fed-noise', 'v(x_t, t)', 'v(x₀, t)'], (_t, x0) => x0),
  inInput(
    ['sigma-for-its-root', 'x_t = α x₁ + σ x₀', 'α x₁ + σ² x₀'],
    (t, x0, z) => alpha(t) * z + sigma(t) * sigma(t) * x0,
  ),
  inVelocity(['conditional-as-marginal', 'u_t(x) = E u_t(x | z)', 'u_t(x | E z)'], (t, x, out) => {
    for (let i = 0; i < x.length; i++) {
      out[i] = alphaDot(t) * MEAN + (sigmaDot(t) / sigma(t)) * (x[i]! - alpha(t) * MEAN);
    }
  }),
  inVelocity(
    ['other-schedule', 'u_t of α = t², σ = 1 − t²', 'u_t of α = t, σ = 1 − t'],
    velocityOf({ straight: true }),
  ),
  inVelocity(['weights-ignored', 'responsibilities wₖ pₖ/p', 'pₖ/Σ pₖ'], velocityOf({ weights: [0.5, 0.5] })),
  inVelocity(['shifted-means', 'u_t of Σ wₖ N(mₖ, Sₖ)', 'of Σ wₖ N(mₖ + ½, Sₖ)'], velocityOf({ shift: 0.5 })),
  inVelocity(['noise-mean-dropped', 'u = α̇ E[x₁|x] + σ̇ E[x₀|x]', 'α̇ E[x₁|x]'], (t, x, out) => {
    field.posterior(t, x, { x1: out });
    for (let i = 0; i < out.length; i++) out[i]! *= alphaDot(t);
  }),
  inVelocity(
    ['rotated-score-added', 'u_t', 'u_t + R ∇ ln p_t with R a quarter turn: p_t moves the same'],
    (t, x, out) => {
      const score = new Float64Array(x.length);
      PLANE.velocity(t, x, out);
      PLANE.score(t, x, score);
      for (let i = 0; i < x.length; i += 2) {
        out[i]! += score[i + 1]!;
        out[i + 1]! -= score[i]!;
      }
    },
    matchingOf(PLANE),
  ),
  build(['one-sided-weight', 'w(t) in both losses', 'w(t) = α² in L_CFM, 1 in L_FM'], (size) => ({
    ...right,
    cfmWeight: (t) => blend(1, alpha(t) * alpha(t), size),
  })),
  build(
    ['loss-without-mean', '‖v − u‖², whose gradient is linear in u', 'pseudo-Huber on both sides'],
    (size) => ({
      ...right,
      cfmLoss: towardsHuber(size),
      fmLoss: towardsHuber(size),
    }),
  ),
  build(['one-sided-half', '‖v − u‖² on both sides', '½‖v − u‖² in L_CFM'], (size) => ({
    ...right,
    cfmWeight: () => blend(1, 0.5, size),
  })),
];
