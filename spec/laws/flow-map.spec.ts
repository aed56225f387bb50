/** The laws of conditional paths, on our own paths with mistakes planted, and on foreign ones that are neither affine nor isotropic. */
import { describe, expect, it } from 'vitest';
import { gaussianPaths } from '../../src/laws/arbitraries/index.ts';
import { boundaryPath } from '../../src/laws/boundary/index.ts';
import type { PathSubject } from '../../src/laws/core/index.ts';
import { invert } from '../../src/laws/flow-map/determinant.ts';
import { flowMapInverse, flowMapVelocity, pushForward } from '../../src/laws/flow-map/index.ts';
import { mapJacobian } from '../../src/laws/flow-map/map-jacobian.ts';
import { pathCalls } from '../../src/laws/flow-map/path-calls.ts';
import { gaussianPath } from '../../src/paths/index.ts';
import { condOT, polynomial, vp } from '../../src/schedules/index.ts';

const HALF_LOG_TWO_PI = 0.9189385332046727;
/**
 * ψ = A(t) x₀ + t z with A = (1 − t) [[1, t], [0, 2 − t]] + small: coordinates mix, spreads differ, and ψ₁ = z + 0.1 x₀ rotated.
 * A = [[1 − 0.9t, t(1 − t)], [0, (1 − 0.9t)²]], ψ₀ = x₀.
 */
const sheared: PathSubject = {
  name: 'sheared',
  dim: 2,
  sample(t, x0, z, out) {
    const s = 1 - 0.9 * t;
    for (let i = 0; i < out.length; i += 2) {
      out[i] = t * z[i]! + s * x0[i]! + t * (1 - t) * x0[i + 1]!;
      out[i + 1] = t * z[i + 1]! + s * s * x0[i + 1]!;
    }
  },
  targetVelocity(t, x0, z, out) {
    const s = 1 - 0.9 * t;
    for (let i = 0; i < out.length; i += 2) {
      out[i] = z[i]! - 0.9 * x0[i]! + (1 - 2 * t) * x0[i + 1]!;
      out[i + 1] = z[i + 1]! - 1.8 * s * x0[i + 1]!;
    }
  },
  inverseFlow(t, x, z, out) {
    const s = 1 - 0.9 * t;
    for (let i = 0; i < out.length; i += 2) {
      const second = (x[i + 1]! - t * z[i + 1]!) / (s * s);
      out[i + 1] = second;
      out[i] = (x[i]! - t * z[i]! - t * (1 - t) * second) / s;
    }
  },
  logDensity(t, x, z, out) {
    const s = 1 - 0.9 * t;
    for (let r = 0; r < out.length; r++) {
      const second = (x[2 * r + 1]! - t * z[2 * r + 1]!) / (s * s);
      const first = (x[2 * r]! - t * z[2 * r]! - t * (1 - t) * second) / s;
      out[r] = -2 * HALF_LOG_TWO_PI - 0.5 * (first * first + second * second) - 3 * Math.log(s);
    }
  },
  divergence: (t) => -2.7 / (1 - 0.9 * t),
};

/** One dimension, not affine: ψ = t z + (1 − t)(x₀ + 0.2 sin x₀) + 0.1 t x₀; the density by the change of variables, with no inverse. */
const bentMap: PathSubject = {
  name: 'not affine',
  dim: 1,
  sample: (t, x0, z, out) =>
    out.forEach((_, i) => {
      out[i] = t * z[i]! + (1 - t) * (x0[i]! + 0.2 * t * Math.sin(x0[i]!)) + 0.1 * t * x0[i]!;
    }),
  ends: { alpha0: 0, sigma0: 1, alpha1: 1, sigma1: 0.1 },
};

describe('foreign paths', () => {
  it('holds for one whose coordinates mix, with the bounds that its sizes give', () => {
    for (const law of [flowMapVelocity, flowMapInverse, pushForward]) {
      const result = law(sheared).check();
      expect(result, JSON.stringify(result)).toMatchObject({
        status: 'holds',
        object: 'sheared',
        tooLoose: false,
      });
    }
    expect(boundaryPath({ dim: 1, sample: bentMap.sample, ends: bentMap.ends! }).check().status).toBe(
      'holds',
    );
  });

  it('sees a determinant that forgets one direction', () => {
    const wrong: PathSubject = { ...sheared, divergence: (t) => -1.8 / (1 - 0.9 * t) };
    expect(pushForward(wrong).check().status).toBe('violated');
  });

  it('judges maps that turn space inside out: ψ = t z − (1 − t) x₀ in one coordinate', () => {
    const mirrored = (sign: number): PathSubject => ({
      dim: 2,
      sample: (t, x0, z, out) =>
        out.forEach((_, i) => {
          out[i] = t * z[i]! + (i % 2 === 0 ? -1 : 1) * (1 - t) * x0[i]!;
        }),
      score: (t, x, z, out) =>
        out.forEach((_, i) => {
          out[i] = ((i % 2 === 0 ? sign : 1) * (t * z[i]! - x[i]!)) / ((1 - t) * (1 - t));
        }),
    });
    expect(pushForward(mirrored(1)).check().status).toBe('holds');
    expect(pushForward(mirrored(-1)).check().status).toBe('violated');
  });

  it('measures Jacobians by hand: at t = ½, A = [[0.55, 0.25], [0, 0.3025]]', () => {
    const at = { t: 0.5, x0: Float64Array.of(0.3, -1), z: Float64Array.of(2, 1) };
    const map = mapJacobian(pathCalls(sheared), at);
    [0.55, 0.25, 0, 0.3025].forEach((value, i) => {
      expect(Math.abs(map.value[i]! - value)).toBeLessThanOrEqual(map.error[i]!);
      expect(map.error[i]!).toBeLessThan(1e-13);
    });
    expect(Math.abs(map.logDeterminant - 3 * Math.log(0.55))).toBeLessThanOrEqual(map.logError);
    // Both rows of J⁻¹ = [[1/0.55, …], [0, 1/0.3025]] take part in the error.
    expect(map.logError).toBeGreaterThan(map.error[0]! / 0.55 + map.error[3]! / 0.3025);
  });

  it('differences a map that is not affine, and knows its error', () => {
    for (const x0 of [0.4, -2, 2.9]) {
      const map = mapJacobian(pathCalls(bentMap), { t: 0.5, x0: Float64Array.of(x0), z: Float64Array.of(1) });
      const right = 0.5 * (1 + 0.1 * Math.cos(x0)) + 0.05;
      expect(Math.abs(map.value[0]! - right)).toBeLessThanOrEqual(map.error[0]!);
      expect(map.error[0]!).toBeLessThan(1e-11);
    }
  });

  it('says what is missing', () => {
    const { dim, sample } = sheared;
    expect(flowMapVelocity({ dim, sample }).check()).toMatchObject({ status: 'refused', runs: 0 });
    expect(flowMapInverse({ dim, sample }).check().reason).toBe('it has no inverseFlow');
    expect(pushForward({ dim, sample }).check().reason).toContain('none of logDensity');
    expect(pushForward({ ...sheared, dim: 17 }).check().reason).toContain('16 dimensions');
  });
});

describe('inverses of matrices', () => {
  it('by hand, with rows exchanged', () => {
    const { logDeterminant, inverse } = invert(Float64Array.of(0, 2, -4, 1), 2)!;
    expect(logDeterminant).toBe(Math.log(4) + Math.log(2));
    expect(Array.from(inverse)).toEqual([0.125, -0.25, 0.5, 0]);
    expect(invert(Float64Array.of(1, 2, 2, 4), 2)).toBeNull();
  });
});

describe('flowMapVelocity', () => {
  it('refuses a path with a kink, and names the time', () => {
    const c = 0.37;
    const kinked: PathSubject = {
      dim: 1,
      sample: (t, x0, z, out) =>
        out.forEach((_, i) => {
          out[i] = (1 - t) * x0[i]! + (t < c ? t : c + 2 * (t - c)) * z[i]!;
        }),
      targetVelocity: (t, x0, z, out) =>
        out.forEach((_, i) => {
          out[i] = (t < c ? 1 : 2) * z[i]! - x0[i]!;
        }),
    };
    const refused = flowMapVelocity(kinked).check();
    expect(refused).toMatchObject({ status: 'refused', runs: 0 });
    expect(refused.reason).toMatch(/near t = 0\.3(7|69999)/);
    const { targetVelocity: _, ...unaware } = kinked;
    const smooth = (_t: number, x0: Float64Array, z: Float64Array, out: Float64Array): void =>
      out.forEach((_, i) => {
        out[i] = z[i]! - x0[i]!;
      });
    expect(flowMapVelocity({ ...unaware, targetVelocity: smooth }).check().status).toBe('violated');
  });

  it('sees a velocity that is wrong for a moment only', () => {
    const path = gaussianPath(condOT, 1);
    const wrong: PathSubject = {
      ...path,
      targetVelocity(t, x0, z, out) {
        path.targetVelocity(t, x0, z, out);
        out[0]! += 1e-4 * Math.exp(-(((t - 0.61803) / 0.003) ** 2));
      },
    };
    expect(flowMapVelocity(wrong).check().status).toBe('violated');
  });

  it('sees a velocity at points that is wrong for a moment only, though the target velocity is right', () => {
    const right = gaussianPath(condOT, 1);
    const velocity: PathSubject['velocity'] = (t, x, z, out) => {
      right.velocity(t, x, z, out);
      for (let i = 0; i < out.length; i++) out[i]! += 1e-3 * Math.exp(-(((t - 0.40312) / 0.001) ** 2));
    };
    const result = flowMapVelocity({ ...right, velocity }).check({ runs: 100 });
    expect(result.status).toBe('violated');
    expect(result.counterexample!.detail).toContain('integral of velocity');
  });

  it('faults a path that writes into its inputs', () => {
    const right = gaussianPath(condOT, 1);
    const sample: PathSubject['sample'] = (t, x0, z, out) => {
      right.sample(t, x0, z, out);
      z.fill(0);
    };
    const result = flowMapVelocity({ ...right, sample }).check();
    expect(result.status).toBe('faulty');
    expect(result.reason).toContain('z left as it was');
  });

  /** The path of a schedule that is only given as α, σ and their derivatives. */
  const pathOf = (
    alpha: (t: number) => number,
    sigma: (t: number) => number,
    alphaDot: (t: number) => number,
    sigmaDot: (t: number) => number,
  ): PathSubject => ({
    dim: 1,
    sample: (t, x0, z, out) =>
      x0.forEach((x, i) => {
        out[i] = alpha(t) * z[i]! + sigma(t) * x;
      }),
    targetVelocity: (t, x0, z, out) =>
      x0.forEach((x, i) => {
        out[i] = alphaDot(t) * z[i]! + sigmaDot(t) * x;
      }),
    velocity: (t, x, z, out) =>
      x.forEach((value, i) => {
        out[i] = alphaDot(t) * z[i]! + (sigmaDot(t) / sigma(t)) * (value - alpha(t) * z[i]!);
      }),
  });

  it('knows how ill-conditioned √(1 − α²) is near t = 1, and still sees a derivative that is wrong by 10⁻⁵', () => {
    const alpha = (t: number): number => t * (2 - t);
    const sigma = (t: number): number => Math.sqrt(1 - alpha(t) * alpha(t));
    const rooted = (factor: number): PathSubject =>
      pathOf(
        alpha,
        sigma,
        (t) => 2 - 2 * t,
        (t) => (-factor * alpha(t) * (2 - 2 * t)) / sigma(t),
      );
    expect(flowMapVelocity(rooted(1)).check({ runs: 240 }).status).toBe('holds');
    const { residual, bound } = flowMapVelocity(rooted(1 + 1e-5)).at({ t: 0.999, x0: [1], z: [0] });
    expect(residual).toBeGreaterThan(10 * bound);
  });

  it('never calls a steep path violated', () => {
    const rise = (t: number): number => 1 / (1 + Math.exp(-2e4 * (t - 0.4567)));
    const alpha = (t: number): number => 0.5 * (t + rise(t));
    const slope = (t: number): number => 0.5 + 1e4 * rise(t) * (1 - rise(t));
    const steep = pathOf(
      alpha,
      (t) => 1 - alpha(t),
      slope,
      (t) => -slope(t),
    );
    expect(flowMapVelocity(steep).check({ runs: 100 }).status).not.toBe('violated');
    const { residual, bound } = flowMapVelocity(steep).at({ t: 0.1, until: 0.7, x0: [0.5], z: [1] });
    expect(residual).toBeLessThanOrEqual(bound);
    expect(bound).toBeLessThan(1e-7);
  });

  it('takes the rounding of a velocity that vanishes along the path for no jump', () => {
    // x₀ = z stays where it is: what (σ̇/σ)(x − αz) + α̇z leaves of it is rounding.
    const still = { t: 0.001, until: 0.002, x0: [1.28], z: [1.28] };
    const { residual, bound } = flowMapVelocity(gaussianPath(polynomial({ n: 2 }), 1)).at(still);
    expect(residual).toBeLessThanOrEqual(bound);
    expect(bound).toBeLessThan(1e-13);
  });

  it('judges by velocity alone', () => {
    const { dim, sample, velocity } = gaussianPath(vp(), 2);
    expect(flowMapVelocity({ dim, sample, velocity }).check().status).toBe('holds');
  });
});

describe('families', () => {
  it('shrinks the path along with the point, and meets it again', () => {
    const family = gaussianPaths();
    const held = flowMapInverse.over({
      ...family,
      build: (data) => {
        const path = family.build(data);
        return { ...path, inverseFlow: (t, x, z, out) => path.sample(t, x, z, out) };
      },
    });
    const result = held.check();
    expect(result.status).toBe('violated');
    expect(result.counterexample!.words).toContain('schedule { kind: "cond-ot" } in 1 dimension; t = 0.25');
    expect(held.check({ replay: result.replay! }).counterexample).toEqual(result.counterexample);
  });
});
