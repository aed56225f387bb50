/** Grids as data: their formulas, their ends, and what is refused. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ArgumentError } from '../../src/errors.ts';
import { condOT, cosine, ve, vp } from '../../src/schedules/index.ts';
import { betaQuantile } from '../../src/solvers/grids/beta-quantile.ts';
import { type GridSpec, gridName, gridSpec, gridTimes } from '../../src/solvers/index.ts';

const kinds: readonly (readonly [GridSpec, string])[] = [
  [{ kind: 'uniform' }, 'uniform'],
  [{ kind: 'log-snr' }, 'log-snr'],
  [{ kind: 'log-snr', sigmaMin: 0.01, sigmaMax: 100 }, 'log-snr σ min 0.01 σ max 100'],
  [{ kind: 'edm' }, 'edm'],
  [{ kind: 'edm', rho: 3 }, 'edm rho 3'],
  [{ kind: 'shift', shift: 3 }, 'shift 3'],
  [{ kind: 'shift', shift: 0.25 }, 'shift 0.25'],
  [{ kind: 'sway' }, 'sway'],
  [{ kind: 'sway', s: -1.5 }, 'sway s -1.5'],
  [{ kind: 'beta' }, 'beta'],
  [{ kind: 'beta', alpha: 5, beta: 2 }, 'beta alpha 5 beta 2'],
  [{ kind: 'cosine' }, 'cosine'],
];

describe.each(kinds)('%o', (spec, name) => {
  test('rises from 0 to 1, both hit exactly, in as many steps as asked for', () => {
    for (const steps of [1, 2, 3, 10, 64, 257]) {
      const times = gridTimes(spec, steps);
      expect(times).toHaveLength(steps + 1);
      expect([times[0], times[steps]]).toEqual([0, 1]);
      expect(times.every((t, i) => i === 0 || t > times[i - 1]!)).toBe(true);
    }
  });

  test('has its name, and names differ', () => {
    expect(gridName(spec)).toBe(name);
    expect(new Set(kinds.map(([one]) => gridName(one))).size).toBe(kinds.length);
  });

  test('survives JSON, with its defaults filled in', () => {
    const full = gridSpec(JSON.parse(JSON.stringify(spec)));
    expect(full).toMatchObject(spec);
    expect(gridTimes(full, 7)).toEqual(gridTimes(spec, 7));
  });
});

/** Noise level of the linear path. */
const sigmaOf = (t: number): number => (1 - t) / t;
const close = (a: number, b: number): boolean => Math.abs(a - b) <= 32 * 2 ** -52 * Math.max(1, Math.abs(b));

describe('formulas, by functions of the engine', () => {
  const N = 24;
  const inner = (spec: GridSpec, formula: (u: number, t: number) => [number, number]): void => {
    const times = gridTimes(spec, N);
    for (let i = 1; i < N; i++) {
      const [found, expected] = formula(i / N, times[i]!);
      expect(close(found, expected), `${i}: ${found} ${expected}`).toBe(true);
    }
  };

  test('uniform is i/N to the bit, so that solve takes it for equal steps', () => {
    expect([...gridTimes({ kind: 'uniform' }, 7)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((i) => i / 7));
  });

  test('cosine and sway', () => {
    inner({ kind: 'cosine' }, (u, t) => [t, (1 - Math.cos(Math.PI * u)) / 2]);
    inner({ kind: 'sway' }, (u, t) => [t, 1 - Math.cos((Math.PI * u) / 2)]);
    inner({ kind: 'sway', s: -1.2 }, (u, t) => [t, u - 1.2 * (1 - Math.cos((Math.PI * u) / 2) - u)]);
  });

  test('shift: σ = sv/(1 + (s − 1)v), and that of s by 1/s is none', () => {
    inner({ kind: 'shift', shift: 3 }, (u, t) => [1 - t, (3 * (1 - u)) / (1 + 2 * (1 - u))]);
    inner({ kind: 'shift', shift: 1 }, (u, t) => [t, u]);
  });

  test('edm: σ^{1/7} in equal steps from 80 to 0.002, the first moved to t = 0; log-snr: ln σ', () => {
    const level = (i: number): number =>
      (80 ** (1 / 7) + (i / (N - 1)) * (0.002 ** (1 / 7) - 80 ** (1 / 7))) ** 7;
    // The powers of the engine err by some ulps, seven times as many in σ.
    inner({ kind: 'edm' }, (u, t) => [t, 1 / (1 + level(u * N))]);
    inner({ kind: 'log-snr' }, (u, t) => [t, 1 / (1 + 80 * (0.002 / 80) ** ((u * N) / (N - 1)))]);
    // σ = 1 − t knows σ⁻¹ = 500 to 500² half ulps.
    expect(Math.abs(1 / sigmaOf(gridTimes({ kind: 'edm' }, N)[N - 1]!) - 500)).toBeLessThanOrEqual(
      500 * 500 * 2 ** -52,
    );
  });

  test('edm and log-snr count the noise of the schedule, and stop where it stops', () => {
    for (const schedule of [condOT, cosine, vp(), ve({ sigmaMin: 0.01, sigmaMax: 50 })]) {
      for (const kind of ['edm', 'log-snr'] as const) {
        const times = gridTimes({ kind }, N, schedule);
        const warp = (t: number): number =>
          kind === 'edm' ? (1 / schedule.snr(t)) ** (1 / 7) : Math.log(1 / schedule.snr(t));
        // The levels of ve begin and end inside, so that both ends of the grid are levels too.
        const [first, last] = schedule.name.startsWith('ve') ? [0, N] : [1, N - 1];
        const gaps = Array.from(
          { length: last - first },
          (_, i) => warp(times[first + i + 1]!) - warp(times[first + i]!),
        );
        for (const gap of gaps) {
          // Levels come back from times, which near 1 know σ = 1 − t to 2⁻⁵³/σ only.
          expect(Math.abs(gap - gaps[0]!)).toBeLessThanOrEqual(1e-9 * Math.abs(gaps[0]!));
        }
      }
    }
  });
});

describe('the quantiles of Beta', () => {
  test('are those of the uniform, arcsine and power laws, which have closed forms', () => {
    for (let i = 1; i < 40; i++) {
      const p = i / 40;
      expect(close(betaQuantile(i, 40, 1, 1), p)).toBe(true);
      expect(close(betaQuantile(i, 40, 0.5, 0.5), Math.sin((Math.PI * p) / 2) ** 2)).toBe(true);
      expect(close(betaQuantile(i, 40, 3, 1), p ** (1 / 3))).toBe(true);
      expect(close(betaQuantile(i, 40, 1, 4), 1 - (1 - p) ** (1 / 4))).toBe(true);
    }
  });

  test('are those of SciPy', () => {
    // scipy.stats.beta.ppf(i/8, 0.6, 0.6) and (i/8, 5, 2), which are good to some 1e-15 themselves.
    const tables: [number, number, number[]][] = [
      [0.6, 0.6, [0.05715636362241408, 0.17568037865269498, 0.3293814957213838]],
      [5, 2, [0.515897979690696, 0.6105205147992755, 0.6785243672865926]],
    ];
    for (const [a, b, values] of tables) {
      values.forEach((value, i) => {
        expect(Math.abs(betaQuantile(i + 1, 8, a, b) - value)).toBeLessThanOrEqual(2e-15);
      });
    }
  });

  test('mirror when a and b are exchanged, in any shape', () => {
    const shape = fc.double({ min: 0.05, max: 100, noNaN: true });
    fc.assert(
      fc.property(shape, shape, fc.integer({ min: 1, max: 19 }), (a, b, i) => {
        return Math.abs(betaQuantile(i, 20, a, b) - (1 - betaQuantile(20 - i, 20, b, a))) <= 1e-13;
      }),
      { numRuns: 50 },
    );
  });
});

describe('given times', () => {
  const times = [0, 0.1, 0.5, 1];

  test('are themselves, with or without their number of steps', () => {
    expect([...gridTimes({ kind: 'times', times })]).toEqual(times);
    expect([...gridTimes({ kind: 'times', times }, 3)]).toEqual(times);
    expect(gridName({ kind: 'times', times })).toBe('3 given steps');
    expect(() => gridTimes({ kind: 'times', times }, 4)).toThrow(/^steps: expected 3, which the times/);
  });

  test.each<[string, unknown]>([
    ['.times[2]', [0, 0.5, 0.5, 1]],
    ['.times[1]', [0, 1.5]],
    ['.times[1]', [0, '1']],
    ['.times', [0]],
    ['.times', [0, 0.5]],
    ['.times', [0.1, 1]],
    ['.times', [1, 0]],
    ['.times', 'all'],
    ['.times', undefined],
  ])('are refused at %s when they are %o', (place, wrong) => {
    expect(() => gridTimes({ kind: 'times', times: wrong as never })).toThrow(ArgumentError);
    expect(() => gridSpec({ kind: 'times', times: wrong }, 'g')).toThrow(
      new RegExp(`^g${place.replace(/[.[\]]/g, '\\$&')}: expected`),
    );
  });
});

describe('what is refused', () => {
  test.each<[string, unknown]>([
    ['grid.kind', { kind: 'fast' }],
    ['grid.kind', { kind: 'toString' }],
    ['grid.kind', 'uniform'],
    ['grid.kind', null],
    ['grid.rho', { kind: 'uniform', rho: 7 }],
    ['grid.Rho', { kind: 'edm', Rho: 7 }],
    ['grid.rho', { kind: 'edm', rho: 0 }],
    ['grid.rho', { kind: 'edm', rho: Number.NaN }],
    ['grid.sigmaMin', { kind: 'edm', sigmaMin: 0 }],
    ['grid.sigmaMax', { kind: 'log-snr', sigmaMin: 1, sigmaMax: 1 }],
    ['grid.shift', { kind: 'shift' }],
    ['grid.shift', { kind: 'shift', shift: -1 }],
    ['grid.s', { kind: 'sway', s: 1.01 }],
    ['grid.s', { kind: 'sway', s: -1.76 }],
    ['grid.alpha', { kind: 'beta', alpha: 0 }],
    ['grid.beta', { kind: 'beta', beta: Infinity }],
  ])('%s in %o', (argument, wrong) => {
    expect(() => gridSpec(wrong)).toThrow(ArgumentError);
    expect(() => gridSpec(wrong)).toThrow(new RegExp(`^${argument.replace('.', '\\.')}: expected`));
  });

  test.each([0, -3, 1.5, Number.NaN, '8', undefined])('%s steps', (steps) => {
    expect(() => gridTimes({ kind: 'uniform' }, steps as never)).toThrow(/^steps: expected an integer >= 1/);
  });

  test('steps so many that times fall together', () => {
    // The last quantile of Beta(0.05, 0.05) is 1 − 10⁻³⁶ for 64 steps.
    expect(() => gridTimes({ kind: 'beta', alpha: 0.05, beta: 0.05 }, 2)).not.toThrow();
    expect(() => gridTimes({ kind: 'beta', alpha: 0.05, beta: 0.05 }, 64)).toThrow(
      /^steps: expected times that differ/,
    );
  });
});
