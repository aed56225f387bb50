/** Mistakes in losses: reductions, factors, gradients, pseudo-Huber's constant, and the weights of other matchings. */
import { matchingWeight } from '../../../losses/index.ts';
import { cosine } from '../../../schedules/index.ts';
import { trial } from '../../core/trial.ts';
import { lossGradient } from '../../matching/loss-gradient.ts';
import { lossReduction } from '../../matching/loss-reduction.ts';
import { type LossSubject, squaredError } from '../../matching/loss-subject.ts';
import { matchingWeights } from '../../matching/matching-weights.ts';
import { pseudoHuberLimits } from '../../matching/pseudo-huber-limits.ts';
import { type Mistake, mistakeOf, type Text } from '../mistake.ts';
import { blend, blendInto } from './blend.ts';

function build(text: Text, object: (size: number) => LossSubject): Mistake {
  return mistakeOf('loss', text, (size) => {
    const loss = object(size);
    return [
      trial(lossGradient(loss)),
      trial(lossReduction(loss)),
      ...(loss.huber === undefined ? [] : [trial(pseudoHuberLimits(loss))]),
      ...(loss.weighting === undefined ? [] : [trial(matchingWeights(loss))]),
    ];
  });
}

/** A loss with another value, another gradient, or both. */
function instead(
  text: Text,
  right: LossSubject,
  wrong: Partial<Pick<LossSubject, 'value' | 'gradient'>>,
): Mistake {
  return build(text, (size) => ({
    ...right,
    value: (...batch) => {
      const value = right.value(...batch);
      return wrong.value ? blend(value, wrong.value(...batch), size) : value;
    },
    gradient: (p, u, rows, dim, out, weights) => {
      right.gradient(p, u, rows, dim, out, weights);
      if (!wrong.gradient) return;
      const other = new Float64Array(out.length);
      wrong.gradient(p, u, rows, dim, other, weights);
      blendInto(out, other, size);
    },
  }));
}

/** The squared error with value and gradient multiplied by functions of the batch's shape. */
const scaled = (
  text: Text,
  value: (rows: number, dim: number) => number,
  gradient: (rows: number, dim: number) => number,
): Mistake =>
  instead(text, squaredError, {
    value: (p, u, rows, dim, weights) => value(rows, dim) * squaredError.value(p, u, rows, dim, weights),
    gradient(p, u, rows, dim, out, weights) {
      squaredError.gradient(p, u, rows, dim, out, weights);
      for (let i = 0; i < out.length; i++) out[i]! *= gradient(rows, dim);
    },
  });

type Root = { readonly value: (square: number) => number; readonly slope: (square: number) => number };

/** The mean over rows of wᵣ f(‖e‖²), with the gradient 2 f′ e. */
function ofSquare({ value, slope }: Root): Pick<LossSubject, 'value' | 'gradient'> {
  const squares = (p: Float64Array, u: Float64Array, rows: number, dim: number): Float64Array =>
    Float64Array.from({ length: rows }, (_, r) => {
      let sum = 0;
      for (let i = r * dim; i < (r + 1) * dim; i++) sum += (p[i]! - u[i]!) * (p[i]! - u[i]!);
      return sum;
    });
  return {
    value: (p, u, rows, dim, weights) =>
      squares(p, u, rows, dim).reduce((sum, q, r) => sum + (weights?.[r] ?? 1) * value(q), 0) / rows,
    gradient(p, u, rows, dim, out, weights) {
      const q = squares(p, u, rows, dim);
      for (let i = 0; i < out.length; i++) {
        const r = Math.floor(i / dim);
        out[i] = ((2 * (weights?.[r] ?? 1) * slope(q[r]!)) / rows) * (p[i]! - u[i]!);
      }
    },
  };
}

const C = 0.5;
/** √(q + a) − b of the squared error q, without the cancellation where b = √a. */
const root = (a: number, b: number): Root => ({
  value: (q) => (b * b === a ? q / (Math.sqrt(q + a) + b) : Math.sqrt(q + a) - b),
  slope: (q) => 0.5 / Math.sqrt(q + a),
});
const pseudoHuber: LossSubject = {
  name: 'pseudo-Huber',
  weighted: true,
  reduction: { rows: 'mean', dims: 'norm' },
  huber: C,
  ...ofSquare(root(C * C, C)),
};

/** The squared error with a wrong weight for another matching. */
function weight(text: Text, matching: 'target' | 'noise' | 'score', wrong: (t: number) => number): Mistake {
  return build(text, (size) => ({
    ...squaredError,
    weighting: {
      schedule: cosine,
      matching,
      weight: (t) => blend(matchingWeight(cosine, matching, t), wrong(t), size),
    },
  }));
}

const snrRoot = (t: number): number => Math.sqrt(matchingWeight(cosine, 'noise', t));
const unweighted = (weights?: Float64Array): Float64Array | undefined => weights?.map(() => 1);

/** Mistakes of losses. */
export const lossMistakes: readonly Mistake[] = [
  scaled(
    ['mean-over-all', 'mean over rows of Σᵢ eᵢ²', 'mean over rows and dimensions'],
    (_n, d) => 1 / d,
    (_n, d) => 1 / d,
  ),
  scaled(
    ['sum-over-rows', 'mean over rows', 'sum over rows'],
    (n) => n,
    (n) => n,
  ),
  scaled(
    ['factor-two-lost', '∂‖e‖²/∂v = 2e', 'e'],
    () => 1,
    () => 0.5,
  ),
  scaled(
    ['half-in-the-value', '‖e‖² with the gradient 2e', '½‖e‖² with the gradient 2e'],
    () => 0.5,
    () => 1,
  ),
  scaled(
    ['target-gradient', '∂/∂prediction = 2(v − u)', '∂/∂target = 2(u − v)'],
    () => 1,
    () => -1,
  ),
  scaled(
    ['gradient-without-mean', 'gradient / rows', 'gradient of the sum'],
    () => 1,
    (n) => n,
  ),
  scaled(
    ['gradient-over-dims', 'gradient / rows', 'gradient / (rows · dim)'],
    () => 1,
    (_n, d) => 1 / d,
  ),
  instead(['root-of-the-square', 'Σᵢ eᵢ²', '√Σᵢ eᵢ²'], squaredError, {
    value: ofSquare({ value: Math.sqrt, slope: () => 0 }).value,
  }),
  instead(['gradient-of-the-root', '∂‖e‖²/∂v = 2e', '∂‖e‖/∂v = e/‖e‖'], squaredError, {
    gradient: ofSquare({ value: () => 0, slope: (q) => (q === 0 ? 0 : 0.5 / Math.sqrt(q)) }).gradient,
  }),
  instead(['row-weight-dropped', 'wᵣ‖eᵣ‖²', '‖eᵣ‖²'], squaredError, {
    value: (p, u, rows, dim, weights) => squaredError.value(p, u, rows, dim, unweighted(weights)),
    gradient: (p, u, rows, dim, out, weights) =>
      squaredError.gradient(p, u, rows, dim, out, unweighted(weights)),
  }),
  instead(['row-weight-squared', 'wᵣ‖eᵣ‖²', 'wᵣ²‖eᵣ‖² in the gradient'], squaredError, {
    gradient: (p, u, rows, dim, out, weights) =>
      squaredError.gradient(
        p,
        u,
        rows,
        dim,
        out,
        weights?.map((w) => w * w),
      ),
  }),
  instead(
    ['huber-constant-squared', '√(‖e‖² + c²) − c', '√(‖e‖² + c) − √c'],
    pseudoHuber,
    ofSquare(root(C, Math.sqrt(C))),
  ),
  instead(['huber-constant-kept', '√(‖e‖² + c²) − c', '√(‖e‖² + c²)'], pseudoHuber, {
    value: ofSquare(root(C * C, 0)).value,
  }),
  instead(
    ['huber-root-dropped', '√(‖e‖² + c²) − c', '‖e‖²'],
    pseudoHuber,
    ofSquare({ value: (q) => q, slope: () => 1 }),
  ),
  weight(
    ['noise-weight-inverted', '‖ε̂ − ε‖² = (α/D)²‖v̂ − u‖²', '(D/α)²'],
    'noise',
    (t) => 1 / matchingWeight(cosine, 'noise', t),
  ),
  weight(['noise-weight-of-target', '‖ε̂ − ε‖² = (α/D)²‖v̂ − u‖²', '(σ/D)²'], 'noise', (t) =>
    matchingWeight(cosine, 'target', t),
  ),
  weight(['weight-not-squared', '‖ε̂ − ε‖² = (α/D)²‖v̂ − u‖²', 'α/D'], 'noise', snrRoot),
  weight(
    ['score-weight-sigma', '‖ŝ − s‖² = (α/(σD))²‖v̂ − u‖²', '(α/D)²/σ'],
    'score',
    (t) => matchingWeight(cosine, 'noise', t) / cosine.sigma(t),
  ),
  weight(['score-weight-of-noise', '‖ŝ − s‖² = (α/(σD))²‖v̂ − u‖²', '(α/D)²'], 'score', (t) =>
    matchingWeight(cosine, 'noise', t),
  ),
];
