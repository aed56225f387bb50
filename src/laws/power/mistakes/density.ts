/** Mistakes in densities, and in the probes of a trace estimate. */
import { exp, log } from '../../../math/index.ts';
import { type Key, normalInto, uniformInto } from '../../../random/index.ts';
import { trial } from '../../core/trial.ts';
import { linearTrace, normalization, type TraceSubject, traceEstimate } from '../../likelihood/index.ts';
import { type Mistake, mistakeOf, type Text } from '../mistake.ts';
import { blend, blendInto } from './blend.ts';

const LOG_TWO_PI = 1.8378770664093454836;
const VARIANCE = 0.49;

/** N(m, 0.49 I) in the plane as a wrong function of the squared distance from m. */
function inGaussian(text: Text, wrong: (square: number) => number): Mistake {
  const right = (square: number): number => -0.5 * (2 * LOG_TWO_PI + 2 * log(VARIANCE) + square / VARIANCE);
  const object = (size: number) => ({
    name: 'Gaussian in the plane',
    dim: 2,
    logDensity(x: Float64Array, out: Float64Array): void {
      for (let r = 0; r < out.length; r++) {
        const [a, b] = [x[2 * r]! - 1, x[2 * r + 1]! + 0.5];
        const square = a * a + b * b;
        out[r] = blend(right(square), wrong(square), size);
      }
    },
  });
  return mistakeOf('density', text, (size) => [trial(normalization(object(size)))]);
}

/** w₁N(−1, 0.25) + w₂N(1.5, 1) on the line as a wrong function of the two weighted densities. */
function inMixture(text: Text, wrong: (first: number, second: number) => number): Mistake {
  const component = (x: number, m: number, v: number): number =>
    exp(-0.5 * (LOG_TWO_PI + log(v) + ((x - m) * (x - m)) / v));
  const object = (size: number) => ({
    name: 'mixture on the line',
    dim: 1,
    logDensity(x: Float64Array, out: Float64Array): void {
      for (let r = 0; r < out.length; r++) {
        const [first, second] = [0.3 * component(x[r]!, -1, 0.25), 0.7 * component(x[r]!, 1.5, 1)];
        out[r] = log(blend(first + second, wrong(first, second), size));
      }
    },
  });
  return mistakeOf('density', text, (size) => [trial(normalization(object(size)))]);
}

const A = [
  [1.5, -2, 0.5],
  [0.25, -0.5, 1],
  [3, 0, 2],
];

function signs(key: Key, out: Float64Array): void {
  uniformInto(key, 0, out);
  for (let i = 0; i < out.length; i++) out[i] = out[i]! < 0.5 ? -1 : 1;
}

function inTrace(text: Text, object: (size: number) => TraceSubject): Mistake {
  return mistakeOf('density', text, (size) => [
    trial(traceEstimate(object(size), { name: 'trace of a matrix' })),
  ]);
}

/** Probes are wrong; `wrong` writes [count, 3]. */
function inProbes(
  text: Text,
  wrong: (key: Key, out: Float64Array) => void,
  right: (key: Key, out: Float64Array) => void = signs,
): Mistake {
  return inTrace(text, (size) =>
    linearTrace(A, (key, out) => {
      right(key, out);
      const other = new Float64Array(out.length);
      wrong(key, other);
      blendInto(out, other, size);
    }),
  );
}

const normals = (key: Key, out: Float64Array): void => normalInto(key, 0, out);

export const densityMistakes: readonly Mistake[] = [
  inGaussian(
    ['two-pi-dropped', 'ln p = −½(d ln 2π + d ln σ² + |x|²/σ²)', '−½(d ln σ² + |x|²/σ²)'],
    (q) => -0.5 * (2 * log(VARIANCE) + q / VARIANCE),
  ),
  inGaussian(
    ['deviation-for-variance', '|x|²/σ²', '|x|²/σ'],
    (q) => -0.5 * (2 * LOG_TWO_PI + 2 * log(VARIANCE) + q / 0.7),
  ),
  inGaussian(['log-determinant-dropped', '−½ ln det S', '0'], (q) => -0.5 * (2 * LOG_TWO_PI + q / VARIANCE)),
  inGaussian(
    ['log-determinant-sign', '−½ ln det S', '+½ ln det S'],
    (q) => -0.5 * (2 * LOG_TWO_PI - 2 * log(VARIANCE) + q / VARIANCE),
  ),
  inGaussian(
    ['log-determinant-of-one-axis', '−½ d ln σ²', '−½ ln σ²'],
    (q) => -0.5 * (2 * LOG_TWO_PI + log(VARIANCE) + q / VARIANCE),
  ),
  inGaussian(
    ['root-of-determinant-dropped', '−½ ln det S', '−ln det S'],
    (q) => -0.5 * (2 * LOG_TWO_PI + 4 * log(VARIANCE) + q / VARIANCE),
  ),
  inGaussian(
    ['half-dropped', '−½|x|²/σ²', '−|x|²/σ²'],
    (q) => -0.5 * (2 * LOG_TWO_PI + 2 * log(VARIANCE)) - q / VARIANCE,
  ),
  inMixture(['weights-not-normalised', 'Σ wₖpₖ, Σ wₖ = 1', 'weights 0.6 and 0.7'], (a, b) => 2 * a + b),
  inMixture(['largest-for-sum', 'ln Σ wₖpₖ', 'ln max wₖpₖ'], (a, b) => Math.max(a, b)),
  inMixture(['product-for-sum', 'Σ wₖpₖ', '√(p₁p₂), the mean of the logarithms'], (a, b) =>
    Math.sqrt((a / 0.3) * (b / 0.7)),
  ),
  inProbes(['probes-uniform', 'E[εεᵀ] = I', 'ε uniform in (−1, 1), variance 1/3'], (key, out) => {
    uniformInto(key, 0, out);
    for (let i = 0; i < out.length; i++) out[i] = 2 * out[i]! - 1;
  }),
  inProbes(['probes-zero-one', 'ε = ±1', 'ε = 0 or 1'], (key, out) => {
    signs(key, out);
    for (let i = 0; i < out.length; i++) out[i] = out[i]! > 0 ? 1 : 0;
  }),
  inProbes(['probes-shared', 'one sign for each coordinate', 'one sign for all'], (key, out) => {
    signs(key, out);
    for (let i = 0; i < out.length; i++) out[i] = out[i - (i % 3)]!;
  }),
  inProbes(
    ['probes-on-sphere', 'ε ~ N(0, I)', 'ε/|ε|, without √d'],
    (key, out) => {
      normals(key, out);
      for (let p = 0; p < out.length; p += 3) {
        const length = Math.sqrt(out[p]! * out[p]! + out[p + 1]! * out[p + 1]! + out[p + 2]! * out[p + 2]!);
        for (let i = p; i < p + 3; i++) out[i]! /= length;
      }
    },
    normals,
  ),
  inTrace(['estimate-summed', 'mean over the probes of εᵀJε', 'sum over the probes / (n − 1)'], (size) => ({
    ...linearTrace(A, signs),
    estimate: (_x, probes, count) => quadraticForms(probes, count) / blend(count, count - 1, size),
  })),
];

/** Σ εᵀAε over the probes. */
function quadraticForms(probes: Float64Array, count: number): number {
  let sum = 0;
  for (let p = 0; p < count; p++) {
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) sum += probes[3 * p + i]! * A[i]![j]! * probes[3 * p + j]!;
    }
  }
  return sum;
}
