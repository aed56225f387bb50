/** Optimizers against their papers, recomputed in float64 by plain formulas. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ArgumentError } from '../../src/errors.ts';
import { blockSquareSums, globalNorm, NORM_BLOCK, normBlocks } from '../../src/kernels/global-norm.ts';
import {
  averageDecay,
  checkOptimizer,
  clipScale,
  learningRate,
  type OptimizerSpec,
  optimizerSlots,
  optimizerState,
  updateAverage,
  updateParameters,
} from '../../src/nn/index.ts';

const adam: OptimizerSpec = { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
const adamw: OptimizerSpec = { ...adam, kind: 'adamw', weightDecay: 0.1 };
const sgd: OptimizerSpec = { kind: 'sgd', momentum: 0.9 };

const gradientAt = (step: number, i: number): number =>
  Math.fround(Math.sin(step * 12.9898 + i * 78.233) * (1 + i));

/** Another factor at each step: Adam does not see a constant one. Powers of two, so that it is exact. */
const scaleAt = (scale: number, step: number): number => (step % 2 === 1 ? scale : scale / 4);

/** Algorithm 1 of Kingma & Ba and algorithm 2 of Loshchilov & Hutter, and SGD with momentum, in float64. */
function reference(
  spec: OptimizerSpec,
  steps: number,
  start: readonly number[],
  rate: number,
  scale: number,
): number[] {
  const theta = [...start];
  const m = theta.map(() => 0);
  const v = theta.map(() => 0);
  for (let k = 1; k <= steps; k++) {
    for (let i = 0; i < theta.length; i++) {
      const g = scaleAt(scale, k) * gradientAt(k, i);
      if (spec.kind === 'sgd') {
        m[i] = spec.momentum * m[i]! + g;
        theta[i] = theta[i]! - rate * m[i]!;
        continue;
      }
      m[i] = spec.beta1 * m[i]! + (1 - spec.beta1) * g;
      v[i] = spec.beta2 * v[i]! + (1 - spec.beta2) * g * g;
      const mHat = m[i]! / (1 - spec.beta1 ** k);
      const vHat = v[i]! / (1 - spec.beta2 ** k);
      const decay = spec.kind === 'adamw' ? rate * spec.weightDecay * theta[i]! : 0;
      theta[i] = theta[i]! - decay - (rate * mHat) / (Math.sqrt(vHat) + spec.epsilon);
    }
  }
  return theta;
}

function run(
  spec: OptimizerSpec,
  steps: number,
  start: readonly number[],
  rate: number,
  scale: number,
  cuts: number[],
) {
  const params = Float32Array.from(start);
  const state = optimizerState(spec, params.length);
  for (let k = 1; k <= steps; k++) {
    const gradient = Float32Array.from(params, (_, i) => gradientAt(k, i));
    const ends = [0, ...cuts, params.length];
    for (let p = 1; p < ends.length; p++) {
      updateParameters(
        spec,
        { step: k, rate, scale: scaleAt(scale, k) },
        params,
        gradient,
        state,
        ends[p - 1]!,
        ends[p]!,
      );
    }
  }
  return params;
}

describe.each([adam, adamw, sgd])('$kind', (spec) => {
  const start = [0.5, -1.25, 2, 0, 3.5, -0.01, 1];

  test('follows its float64 definition within the rounding of its steps', () => {
    for (const [steps, rate, scale] of [
      [1, 0.01, 1],
      [50, 0.01, 1],
      [20, 0.003, 0.37],
    ] as const) {
      const exact = reference(spec, steps, start, rate, scale);
      run(spec, steps, start, rate, scale, []).forEach((value, i) => {
        // Each step rounds θ (≤ 4 or SGD's travel) three times and moves it by a step of relative error ≤ 20u; momentum
        // multiplies the error of a gradient by at most 1/(1 − 0.9).
        const travel = spec.kind === 'sgd' ? rate * scale * (1 + i) * 10 : rate;
        const bound = steps * 2 ** -24 * (3 * (4 + steps * travel) + 20 * travel);
        if (!(Math.abs(value - exact[i]!) <= bound)) expect.fail(`θ[${i}] = ${value}, exactly ${exact[i]}`);
      });
    }
  });

  test('any partition of the parameters gives the same bits', () => {
    expect(run(spec, 5, start, 0.01, 1, [2, 3, 3, 6])).toEqual(run(spec, 5, start, 0.01, 1, []));
  });
});

test('the first step of Adam moves every parameter by the learning rate against the sign of its gradient', () => {
  const gradient = Float32Array.of(3, -0.001, 250, -7e-4);
  const params = new Float32Array(4);
  updateParameters(adam, { step: 1, rate: 0.125 }, params, gradient, optimizerState(adam, 4));
  gradient.forEach((g, i) => {
    // |m̂|/(√v̂ + ε) = |g|/(|g| + ε): 1 up to ε/|g| and some roundings.
    if (!(Math.abs(params[i]! + Math.sign(g) * 0.125) <= 0.125 * (1e-8 / Math.abs(g) + 10 * 2 ** -24))) {
      expect.fail(`${params[i]} for gradient ${g}`);
    }
  });
});

test('a zero gradient moves nothing, not even by 0/0', () => {
  const params = Float32Array.of(1, -2);
  updateParameters(adam, { step: 1, rate: 0.1 }, params, new Float32Array(2), optimizerState(adam, 2));
  expect([...params]).toEqual([1, -2]);
});

test('state: one buffer per moment, shared when asked for', () => {
  expect(optimizerSlots(adamw)).toEqual(['firstMoment', 'secondMoment']);
  expect(optimizerSlots(sgd)).toEqual(['velocity']);
  expect(optimizerState(sgd, 3, true)[0]!.buffer).toBeInstanceOf(SharedArrayBuffer);
});

test.each([
  [{ kind: 'lion' }, 'optimizer.kind'],
  [{ ...adam, beta1: 1 }, 'optimizer.beta1'],
  [{ ...adam, beta2: 1 - 1e-9 }, 'optimizer.beta2'],
  [{ ...adam, epsilon: 0 }, 'optimizer.epsilon'],
  [{ ...adamw, weightDecay: -1 }, 'optimizer.weightDecay'],
  [{ kind: 'sgd', momentum: NaN }, 'optimizer.momentum'],
])('%j is refused', (spec, argument) => {
  const check = () => checkOptimizer(spec as OptimizerSpec);
  expect(check).toThrow(ArgumentError);
  expect(check).toThrow(expect.objectContaining({ argument }));
});

describe('learning rate', () => {
  const schedule = { peak: 2, warmup: 4, steps: 14, finalRate: 0.25 };
  test('rises linearly to the peak, falls along a cosine to the final rate and stays', () => {
    expect([1, 2, 3, 4].map((k) => learningRate(schedule, k))).toEqual([0.5, 1, 1.5, 2]);
    // Halfway: ½(1 + cos π/2) = ½, so 2·(¼ + ¾·½).
    expect(learningRate(schedule, 9)).toBe(1.25);
    expect([14, 15, 999].map((k) => learningRate(schedule, k))).toEqual([0.5, 0.5, 0.5]);
    for (let k = 4; k < 14; k++) {
      expect(learningRate(schedule, k + 1)).toBeLessThan(learningRate(schedule, k));
      const closed = 2 * (0.25 + 0.375 * (1 + Math.cos((Math.PI * (k - 4)) / 10)));
      if (!(Math.abs(learningRate(schedule, k) - closed) <= 1e-14)) expect.fail(`step ${k}`);
    }
  });

  test('no warm-up and no decay give the peak', () => {
    for (const k of [1, 5, 10])
      expect(learningRate({ peak: 3, warmup: 0, steps: 10, finalRate: 1 }, k)).toBe(3);
  });
});

describe('global norm', () => {
  test('equals a sum in any order to the last bits, whoever computes the blocks', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 * NORM_BLOCK }), fc.nat(100), (length, seed) => {
        const gradient = Float32Array.from({ length }, (_, i) => Math.sin(i * 1.7 + seed));
        const sums = new Float64Array(normBlocks(length));
        const norm = globalNorm(gradient, sums);
        const exact = Math.sqrt(gradient.reduceRight((s, g) => s + g * g, 0));
        // Two sums of n terms in float64, the square root halves the relative error.
        if (!(Math.abs(norm - exact) <= length * 2 ** -53 * exact)) expect.fail(`${norm} is not ${exact}`);
        const again = new Float64Array(sums.length);
        for (let b = sums.length - 1; b >= 0; b--) blockSquareSums(b, b + 1, gradient, again);
        expect(again).toEqual(sums);
      }),
      { numRuns: 30 },
    );
  });

  test('clipping scales down to the bound, never up, and 0 switches it off', () => {
    expect([clipScale(4, 1), clipScale(0.5, 1), clipScale(4, 0), clipScale(0, 1)]).toEqual([0.25, 1, 1, 1]);
  });
});

describe('moving average', () => {
  test('is the weighted mean of the past', () => {
    const average = Float32Array.of(1);
    for (const p of [2, 3]) updateAverage(0.75, Float32Array.of(p), average);
    // ¾·(¾·1 + ¼·2) + ¼·3
    expect(average[0]).toBe(1.6875);
    updateAverage(0, Float32Array.of(0.1), average);
    expect(average[0]).toBe(Math.fround(0.1));
    updateAverage(1, Float32Array.of(7), average);
    expect(average[0]).toBe(Math.fround(0.1));
  });

  test('warm-up follows at first and ends at the decay', () => {
    expect(averageDecay(0.999, 1)).toBe(1 / 11);
    expect(averageDecay(0.999, 1e6)).toBe(0.999);
    expect(averageDecay(0.999, 1, false)).toBe(0.999);
  });
});
