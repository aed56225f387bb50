/**
 * What the fields refuse, by the error itself. Chai lets a thrown `undefined` pass as any error, so that the errors are caught here.
 */
import { describe, expect, it } from 'vitest';
import { ArgumentError, PoleError } from '../../src/errors.ts';
import { meanDrift, scheduleSpeed } from '../../src/fields/components.ts';
import { fieldFromSpec, marginalField } from '../../src/fields/index.ts';
import { condOT, polynomial } from '../../src/schedules/index.ts';
import { checkerboard, eightGaussians, empirical, pinwheel } from '../../src/targets/index.ts';

function errorOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return 'nothing thrown';
}

function expectError(
  action: () => unknown,
  kind: typeof ArgumentError | typeof PoleError,
  message: RegExp,
): void {
  const error = errorOf(action);
  expect(error).toBeInstanceOf(kind);
  expect((error as Error).message).toMatch(message);
}

const out = new Float64Array(2);
const target = eightGaussians();

describe('a marginal field', () => {
  it('needs a schedule, and a target with a closed form', () => {
    for (const schedule of [undefined, null, {}, 'vp', { ...condOT, alpha: undefined }]) {
      expectError(
        () => marginalField({ schedule: schedule as never, target }),
        ArgumentError,
        /^schedule: expected a Schedule such as condOT or vp\(\), received/,
      );
    }
    const { name } = pinwheel();
    expectError(
      () => marginalField({ schedule: condOT, target: pinwheel() as never }),
      ArgumentError,
      new RegExp(`^target: expected .* received '?"?${name}`),
    );
    expectError(
      () => marginalField({ schedule: condOT, target: 7 as never }),
      ArgumentError,
      /^target: expected .* received 7/,
    );
  });

  it('comes from the plain data of a marginal field only; the source may be left out', () => {
    for (const spec of [undefined, null, {}, { kind: 'learned' }]) {
      expectError(
        () => fieldFromSpec(spec as never),
        ArgumentError,
        /^spec\.kind: expected 'marginal', received/,
      );
    }
    const { schedule, target: own } = marginalField({ schedule: condOT, target }).spec!;
    const [a, b] = [new Float64Array(2), new Float64Array(2)];
    fieldFromSpec({ kind: 'marginal', schedule, target: own }).velocity(0.4, Float64Array.of(0.3, 1), a);
    marginalField({ schedule: condOT, target }).velocity(0.4, Float64Array.of(0.3, 1), b);
    expect(a).toEqual(b);
  });

  it('refuses numbers that are not finite, and points outside of the support', () => {
    expectError(
      () => marginalField({ schedule: condOT, target }).velocity(0.5, Float64Array.of(1, Number.NaN), out),
      ArgumentError,
      /^x\[0, 1\]: expected a finite number, received NaN/,
    );
    expectError(
      () =>
        marginalField({ schedule: condOT, target: checkerboard() }).velocity(1, Float64Array.of(-3, -1), out),
      PoleError,
      /^x, row 0, at t = 1: expected a point with p_t\(x\) > 0/,
    );
  });

  it('refuses points of mass at σ = 0, with their number', () => {
    const points = empirical({ points: [0, 1, 2, 3], dim: 2 });
    const covariance = [
      [1, 0.2],
      [0.2, 1],
    ];
    for (const source of [{}, { covariance }]) {
      expectError(
        () =>
          marginalField({ schedule: condOT, target: points, source }).velocity(1, Float64Array.of(0, 1), out),
        PoleError,
        /^t = 1: .*\(number 0\) with variance 0/,
      );
    }
  });

  it('has density, score and posterior where it has no velocity', () => {
    const field = marginalField({ schedule: polynomial({ n: 0.5 }), target });
    const x = Float64Array.of(0.3, -0.4);
    expectError(() => field.velocity(0, x, out), PoleError, /^t = 0: expected finite α̇ and σσ̇/);
    // At t = 0 the path is the source, N(0, I).
    field.score(0, x, out);
    // Eight equal components, rounded.
    for (const i of [0, 1]) expect(!(Math.abs(out[i]! + x[i]!) <= 1e-15)).toBe(false);
    field.logDensity(0, x, out.subarray(0, 1));
    expect(!(Math.abs(out[0]! + Math.log(2 * Math.PI) + 0.125) <= 1e-15)).toBe(false);
    const x0 = new Float64Array(2);
    field.posterior(0, x, { x0 });
    for (const i of [0, 1]) expect(!(Math.abs(x0[i]! - x[i]!) <= 1e-15)).toBe(false);
  });
});

describe('components of a path', () => {
  const point = { t: 1, alpha: 1, sigma: 0, alphaDot: 0.5, sigmaDot: -Infinity, sigmaSigmaDot: -1 };

  it('move with a source off the origin only where σ̇ is finite', () => {
    expect(meanDrift(point, 0)).toBe(0);
    expect(meanDrift({ ...point, sigmaDot: -3 }, 0.5)).toBe(-1.5);
    expectError(
      () => meanDrift(point, 0.5),
      PoleError,
      /^t = 1: expected a finite σ̇ for a source whose mean is not 0/,
    );
  });

  it('have α̇σ − ασ̇ only where σ̇ is finite', () => {
    expect(scheduleSpeed({ ...point, sigma: 0.25, sigmaDot: -3 })).toBe(0.125 + 3);
    expectError(() => scheduleSpeed(point), PoleError, /^t = 1: expected a finite σ̇ for the variance/);
  });
});
