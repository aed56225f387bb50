/** FM ≡ CFM: the laws hold, converge spectrally, see planted mistakes, and refuse what they cannot judge. */
import { describe, expect, it } from 'vitest';
import { marginalField } from '../../src/fields/index.ts';
import type { LawResult } from '../../src/laws/core/result.ts';
import {
  type LossSubject,
  lossSubject,
  type MatchingSubject,
  matchingGap,
  matchingGradients,
  matchingMonteCarlo,
} from '../../src/laws/matching/index.ts';
import { OWN_SCHEDULES } from '../../src/laws/system/own-schedules.ts';
import { pseudoHuberLossMeanRowsNormDims } from '../../src/losses/index.ts';
import { gaussLegendre } from '../../src/math/index.ts';
import { condOT, cosine, linearVP } from '../../src/schedules/index.ts';
import { gaussianMixture } from '../../src/targets/index.ts';
import { LINE, NETWORK, object } from './matching-objects.ts';

const brief = { runs: 1, shrink: false };

/** 'n = 16: 1.2e-5, 36: …' as pairs. */
function convergence(detail: string): { n: number; difference: number }[] {
  const list = /: n = (.*)$/.exec(detail)![1]!;
  return list.split(', ').map((pair) => {
    const [n, difference] = pair.split(': ');
    return { n: Number(n), difference: Number(difference) };
  });
}

describe('matching-gradients', () => {
  it.each(OWN_SCHEDULES.map(({ schedule }) => ({ name: schedule.name, schedule })))(
    '$name: the difference falls geometrically in √n to below 1e-13',
    ({ schedule }) => {
      const { residual, bound, detail } = matchingGradients(object(schedule)).at({
        time: 0.9,
        network: NETWORK,
      });
      expect(residual <= bound).toBe(true);
      const found = convergence(detail!);
      // √n rises by 2: the factor is e^(−4a) with a ≈ 1.6 here, from the zeros of p_t; until rounding, one rung is a tenth or less.
      for (let i = 1; i < found.length; i++) {
        const [before, now] = [found[i - 1]!.difference, found[i]!.difference];
        if (!(now <= 0.1 * before || now <= 1e-14)) expect.fail(`${detail}`);
      }
      if (!(found.length >= 4 && found[0]!.difference > 1e-8)) expect.fail(`nothing to see: ${detail}`);
      if (!(found.at(-1)!.difference <= 1e-13)) expect.fail(`${detail}`);
    },
  );

  it('finds the σ̇ε term dropped, says where, and meets it again', () => {
    const right = object(cosine);
    const wrong: MatchingSubject = {
      ...right,
      path: {
        ...right.path,
        targetVelocity: (t, _x0, z, out) => out.set(z.map((v) => cosine.alphaDot(t) * v)),
      },
    };
    const result = matchingGradients(wrong, { name: 'cosine without noise' }).check();
    expect(result.status).toBe('violated');
    expect(result.residual! > 1e6 * result.bound!).toBe(true);
    expect(result.counterexample!.words).toMatch(/^t = 0\.25, tanh network of 2 hidden units with seed 0$/);
    expect(result.counterexample!.detail).toMatch(/^parameter \d+ of \d+; difference relative/);
    expect(matchingGradients(wrong).at(result.counterexample!.case as never).residual).toBe(result.residual);
    const again = matchingGradients(wrong).check({ replay: result.replay! });
    expect(again.counterexample!.words).toBe(result.counterexample!.words);
  });

  it('sees a velocity that is wrong by 10⁻¹²', () => {
    const right = object();
    const off: MatchingSubject = {
      ...right,
      field: {
        velocity(t, x, out) {
          right.field.velocity(t, x, out);
          for (let i = 0; i < out.length; i++) out[i]! *= 1 + 1e-12;
        },
      },
    };
    expect(matchingGradients(off).check(brief).status).toBe('violated');
  });

  it('holds for a foreign path, x = sinh(αz + σx₀), that gives functions only; not for the velocity of another', () => {
    const inner = marginalField({ schedule: condOT, target: LINE });
    const foreign = (cosh: (y: number) => number): MatchingSubject => ({
      dim: 1,
      target: { weights: [0.3, 0.7], means: [[-0.9], [0.7]], stds: [0.8, 1] },
      path: {
        sample: (t, x0, z, out) => out.set(z.map((v, i) => Math.sinh(t * v + (1 - t) * x0[i]!))),
        targetVelocity: (t, x0, z, out) =>
          out.set(z.map((v, i) => cosh(t * v + (1 - t) * x0[i]!) * (v - x0[i]!))),
      },
      field: {
        velocity(t, x, out) {
          const y = x.map(Math.asinh);
          inner.velocity(t, y, out);
          for (let i = 0; i < out.length; i++) out[i]! *= Math.cosh(y[i]!);
        },
      },
      times: [0.1, 0.5],
    });
    const right = matchingGradients(foreign(Math.cosh)).at({ time: 0.3, network: NETWORK });
    expect(right.residual <= right.bound, right.detail).toBe(true);
    const wrong = matchingGradients(foreign((y) => 1 + 0.5 * y * y)).at({ time: 0.3, network: NETWORK });
    expect(wrong.residual > wrong.bound).toBe(true);
  });

  it('holds where x_t bends across the fibres too: noise whose size depends on z', () => {
    // x = tz + s(z)(1 − t)x₀ with s = 1 + ¼ tanh z; u by the trapezoidal rule in z, exact to rounding for this smooth integrand.
    const s = (z: number): number => 1 + 0.25 * Math.tanh(z);
    const velocity = (t: number, x: number): number => {
      let [mass, sum] = [0, 0];
      for (let z = -8; z <= 8; z += 0.1) {
        const x0 = (x - t * z) / (s(z) * (1 - t));
        const p = Math.exp(-0.5 * (z * z + x0 * x0)) / s(z);
        mass += p;
        sum += p * (z - s(z) * x0);
      }
      return sum / mass;
    };
    const bent: MatchingSubject = {
      dim: 1,
      target: { means: [[0]], stds: [1] },
      path: {
        sample: (t, x0, z, out) => out.set(z.map((v, i) => t * v + s(v) * (1 - t) * x0[i]!)),
        targetVelocity: (_t, x0, z, out) => out.set(z.map((v, i) => v - s(v) * x0[i]!)),
      },
      field: { velocity: (t, x, out) => out.set(x.map((v) => velocity(t, v))) },
    };
    const { residual, bound, detail } = matchingGradients(bent).at({ time: 0.5, network: NETWORK });
    expect(residual <= bound, detail).toBe(true);
    expect(bound).toBeLessThan(1e-9);
  });

  it('refuses a path with a kink, whose quadratures fall like a power of n, unless it is wrong by more', () => {
    // |y| of a path y whose law is even has the velocity of y for x > 0; its jump at 1.56 deviations stays between the same nodes.
    const even = object(condOT, gaussianMixture({ means: [[-2], [2]], stds: [0.8, 0.8] }));
    const status = (share: number): string =>
      matchingGradients({
        ...even,
        path: {
          sample: (t, x0, z, out) => out.set(z.map((v, i) => Math.abs(t * v + (1 - t) * x0[i]!))),
          targetVelocity: (t, x0, z, out) =>
            out.set(z.map((v, i) => Math.sign(t * v + (1 - t) * x0[i]!) * (v - x0[i]!))),
        },
        field: {
          velocity(t, x, out) {
            even.field.velocity(t, x, out);
            for (let i = 0; i < out.length; i++) out[i]! *= share;
          },
        },
      }).at({ time: 0.5, network: NETWORK }).residual > 0
        ? 'violated'
        : 'holds';
    expect(() => status(1)).toThrow('does not converge spectrally');
    expect(status(0.5)).toBe('violated');
  });
});

it('matching-gradients judges where the last rungs change by rounding that the terms do not show', () => {
  const plane = gaussianMixture({
    weights: [0.4, 0.6],
    means: [
      [-0.3, 0.2],
      [0.4, -0.1],
    ],
    stds: [0.9, 1.1],
  });
  const network = { hidden: [3], activation: 'silu', seed: 74 } as const;
  const found = matchingGradients(object(linearVP, plane)).at({ time: 0.02, network });
  expect(found.residual).toBeLessThanOrEqual(found.bound);
  expect(found.bound).toBeLessThan(1e-12);
});

describe('matching-gap', () => {
  it('is s²/((1 − t)² + t²s²) for N(0, 1) → N(m, s²) under the linear path, πs/2 over time', () => {
    const s = 0.5;
    const at = (t: number): number => (s * s) / ((1 - t) * (1 - t) + t * t * s * s);
    const rule = gaussLegendre(40);
    const floor = rule.nodes.reduce((sum, t, i) => sum + rule.weights[i]! * at(t), 0);
    // 40 nodes: the poles of the integrand lie ±0.4i from 0.8, so that (1.7)⁻⁸⁰ is left, and rounding.
    if (!(Math.abs(floor - (Math.PI * s) / 2) <= 1e-14)) expect.fail(String(floor));
    const { path, field, ...rest } = object(condOT, gaussianMixture({ means: [[2]], stds: [s] }));
    const withVariance = (share: number): MatchingSubject => ({
      ...rest,
      path,
      field: { velocity: field.velocity, conditionalVariance: (t, _x, out) => out.fill(share * at(t)) },
    });
    expect(matchingGap(withVariance(1)).check(brief).status).toBe('holds');
    const result = matchingGap(withVariance(1 + 1e-12)).check(brief);
    expect(result.status).toBe('violated');
    expect(result.counterexample!.detail).toContain('against the conditional variance');
  });

  it('needs no conditional variance to see that a gap depends on θ', () => {
    const right = object();
    const bare = { ...right, field: { velocity: right.field.velocity } };
    expect(matchingGap(bare).check(brief).status).toBe('holds');
    expect(matchingGap({ ...bare, fmWeight: (t) => t }).check(brief).status).toBe('violated');
  });
});

describe('the losses of the user', () => {
  it('pseudo-Huber on both sides breaks the equality: its gradient is not linear in the target', () => {
    const huber: LossSubject = lossSubject('pseudo-Huber', (rows, dim, p, u, gradient, options) =>
      pseudoHuberLossMeanRowsNormDims(rows, dim, p, u, 0.5, gradient, options),
    );
    const subject = { ...object(), cfmLoss: huber, fmLoss: huber };
    for (const law of [matchingGradients, matchingGap])
      expect(law(subject).check(brief).status).toBe('violated');
  });
});

describe('what is no matching subject', () => {
  const right = object();
  const withVelocity = (velocity: unknown): MatchingSubject => ({ ...right, field: { velocity } as never });
  const faults: [string, MatchingSubject, RegExp][] = [
    [
      'NaN',
      withVelocity((_t: number, _x: unknown, out: Float64Array) => out.fill(Number.NaN)),
      /NaN in out\[0\]/,
    ],
    ['nothing written', withVelocity(() => {}), /nothing was written/],
    [
      'a promise',
      withVelocity(async (_t: number, _x: unknown, out: Float64Array) => void out.fill(0)),
      /a promise/,
    ],
    [
      'a throw',
      withVelocity(() => {
        throw new RangeError('no such time');
      }),
      /RangeError: no such time/,
    ],
    ['no velocity', { ...right, field: {} as never }, /velocity: expected a function/],
    ['no path', { ...right, path: undefined as never }, /sample: expected a function/],
    ['no target', { ...right, target: 3 as never }, /target: expected a Gaussian mixture/],
    ['no dimension', { ...right, dim: 0 }, /dim: expected an integer/],
    ['wrong times', { ...right, times: [0, 1] }, /times: expected/],
    ['a weight of NaN', { ...right, cfmWeight: () => Number.NaN }, /cfmWeight\(0\.25\)/],
  ];
  it.each(faults)('%s is a fault that names the call', (_, subject, reason) => {
    for (const law of [matchingGradients, matchingGap, matchingMonteCarlo]) {
      const result: LawResult = law(subject).check({ runs: 1 });
      expect(result.status).toBe('faulty');
      expect(result.reason).toMatch(reason);
    }
  });
});
