/** Laws of losses: planted mistakes are seen where they are, and wrong objects are refused. */
import { describe, expect, it } from 'vitest';
import {
  type LossSubject,
  lossGradient,
  lossReduction,
  lossSubject,
  matchingWeights,
  pseudoHuberLimits,
  squaredError,
} from '../../src/laws/matching/index.ts';
import {
  fmLossMeanRowsSumDims,
  matchingWeight,
  pseudoHuberLossMeanRowsNormDims,
} from '../../src/losses/index.ts';
import { condOT, cosine } from '../../src/schedules/index.ts';

const BATCH = { rows: 2, dim: 2, prediction: [1, 2, 0, 3], target: [0, 0, 0.5, 3], weights: [2, 1] };
const fm = lossSubject('fm', fmLossMeanRowsSumDims);
const huber = (c: number, stated = c): LossSubject =>
  lossSubject(
    'pseudo-Huber',
    (rows, dim, p, u, gradient, options) =>
      pseudoHuberLossMeanRowsNormDims(rows, dim, p, u, c, gradient, options),
    { huber: stated, reduction: { rows: 'mean', dims: 'norm' } },
  );

describe('loss-gradient', () => {
  it('knows the gradient of a batch in numbers', () => {
    // (2·(1 + 4) + 1·0.25)/2 = 5.125; 2·2/2·(1, 2) and 2·1/2·(−0.5, 0).
    const gradient = new Float64Array(4);
    const [p, u, w] = [BATCH.prediction, BATCH.target, BATCH.weights].map((a) => Float64Array.from(a));
    expect(squaredError.value(p!, u!, 2, 2, w)).toBe(5.125);
    squaredError.gradient(p!, u!, 2, 2, gradient, w);
    expect([...gradient]).toEqual([2, 4, -0.5, 0]);
    const { residual, bound } = lossGradient(squaredError).at(BATCH);
    expect(residual <= bound).toBe(true);
  });

  it('sees a float32 gradient that is wrong by 10⁻⁶, and says which element', () => {
    const off: LossSubject = {
      ...fm,
      gradient(p, u, rows, dim, out, weights) {
        fm.gradient(p, u, rows, dim, out, weights);
        for (let i = 0; i < out.length; i++) out[i]! *= 1 + 1e-6;
      },
    };
    const result = lossGradient(off).check();
    expect(result.status).toBe('violated');
    expect(result.counterexample!.detail).toMatch(/^gradient\[\d+\] is given as .* and measured as/);
    expect(lossGradient(off).check({ replay: result.replay! }).counterexample!.words).toBe(
      result.counterexample!.words,
    );
  });

  it('refuses a loss that no step resolves', () => {
    const rough: LossSubject = {
      value: (p, u) => Math.sin(12345 * (p[0]! - u[0]! + 0.1)),
      gradient: (_p, _u, _rows, _dim, out) => out.fill(0),
    };
    const { status, reason } = lossGradient(rough).check();
    expect(status).toBe('refused');
    expect(reason).toContain('not smooth');
  });
});

describe('loss-reduction', () => {
  it('takes the reduction that is stated, and no other', () => {
    const mean: LossSubject = {
      value: (p, u, rows, dim) => squaredError.value(p, u, rows, dim) / dim,
      gradient(p, u, rows, dim, out) {
        squaredError.gradient(p, u, rows, dim, out);
        for (let i = 0; i < out.length; i++) out[i]! /= dim;
      },
    };
    const stated = { ...mean, reduction: { rows: 'mean', dims: 'mean' } } as const;
    expect(lossReduction(stated).check().status).toBe('holds');
    expect(lossReduction(mean).check().status).toBe('violated');
    // (10 + 0.25)/2 is 5.125 for the sum over dimensions; the mean gives half of it without the weights: (5 + 0.25)/4.
    const { detail } = lossReduction(mean).at(BATCH);
    expect(detail).toBe('the value is 1.3125, and 2.625 from its elements');
  });

  it('sees a loss that does not vanish, and weights that only the value knows', () => {
    const kept: LossSubject = { ...squaredError, value: (...batch) => squaredError.value(...batch) + 1e-300 };
    expect(lossReduction(kept).check().counterexample!.detail).toBe('value(target, target) is 1e-300');
    const forgotten: LossSubject = {
      ...squaredError,
      gradient: (p, u, rows, dim, out) => squaredError.gradient(p, u, rows, dim, out),
    };
    expect(lossReduction(forgotten).at(BATCH).detail).toMatch(/^gradient\[0\] is 1, and 2 from row 0 alone$/);
  });
});

describe('pseudo-huber-limits', () => {
  it('holds for the c that is stated, and sees one that is off by 5 %', () => {
    expect(pseudoHuberLimits(huber(0.5)).check().status).toBe('holds');
    const result = pseudoHuberLimits(huber(0.5, 0.525)).check();
    expect(result.status).toBe('violated');
    expect(result.counterexample!.words).toMatch(/^an error along \(.*\) of length c·2\^-?\d$/);
    expect(pseudoHuberLimits(fm).check().reason).toContain('states no `huber`');
  });

  it('sees a loss on the wrong side of its limit', () => {
    const c = 0.5;
    const mirrored = (where: (norm: number) => boolean): string =>
      pseudoHuberLimits({
        ...squaredError,
        huber: c,
        value(p, u) {
          const norm = Math.sqrt(p.reduce((sum, v, i) => sum + (v - u[i]!) * (v - u[i]!), 0));
          const loss = Math.sqrt(norm * norm + c * c) - c;
          const limit = norm < c ? (norm * norm) / (2 * c) : norm - c;
          return where(norm) ? 2 * limit - loss : loss;
        },
      }).check().status;
    expect(mirrored(() => false)).toBe('holds');
    expect(mirrored((norm) => norm < c)).toBe('violated');
    expect(mirrored((norm) => norm > c)).toBe('violated');
  });
});

describe('matching-weights', () => {
  const weighted = (weight: (t: number) => number, loss: LossSubject = squaredError): LossSubject => ({
    ...loss,
    weighting: { schedule: cosine, matching: 'noise', weight },
  });

  it('knows ‖ε̂ − x₀‖² in numbers', () => {
    // CondOT, D = 1: x = 0.25·4 + 0.75·0 = 1, u = 4; for v̂ = 2, ε̂ = 1 − 0.25·2 = ½, so that ‖ε̂ − 0‖² = ¼ = 0.25²·2².
    const noise: LossSubject = {
      ...squaredError,
      weighting: { schedule: condOT, matching: 'noise', weight: (t) => matchingWeight(condOT, 'noise', t) },
    };
    const { residual, detail } = matchingWeights(noise).at({ t: 0.25, x1: [4], x0: [0], guess: [2] });
    expect(residual).toBe(0);
    expect(detail).toBe('the weighted velocity loss is 0.25, the matching loss 0.25');
  });

  it('sees the weight of another matching, and needs one that is stated', () => {
    const right = (t: number): number => matchingWeight(cosine, 'noise', t);
    expect(matchingWeights(weighted(right)).check().status).toBe('holds');
    expect(matchingWeights(weighted(right, fm)).check().status).toBe('holds');
    expect(matchingWeights(weighted((t) => (1 + 1e-12) * right(t))).check().status).toBe('violated');
    const swapped = matchingWeights(weighted((t) => matchingWeight(cosine, 'target', t))).check();
    expect(swapped.status).toBe('violated');
    expect(swapped.counterexample!.words).toMatch(/^t = .*, x₁ = \(.*\), x₀ = \(.*\), v̂ = \(.*\)$/);
    expect(matchingWeights(fm).check()).toMatchObject({ status: 'refused', runs: 0 });
  });
});

describe('what is no loss', () => {
  const faults: [string, LossSubject, RegExp][] = [
    ['NaN', { ...squaredError, value: () => Number.NaN }, /value\(prediction, target.*NaN/],
    ['a promise', { ...squaredError, value: (async () => 0) as never }, /a promise/],
    ['nothing written', { ...squaredError, gradient: () => {} }, /nothing was written/],
    ['no gradient', { ...squaredError, gradient: undefined as never }, /gradient: expected a function/],
    [
      'a throw',
      {
        ...squaredError,
        gradient: () => {
          throw new Error('out of memory');
        },
      },
      /out of memory/,
    ],
  ];
  it.each(faults)('%s is a fault', (_, loss, reason) => {
    for (const law of [lossGradient, lossReduction]) {
      const result = law(loss).check({ runs: 1, shrink: false });
      expect(result.status).toBe('faulty');
      expect(result.reason).toMatch(reason);
    }
  });
});
