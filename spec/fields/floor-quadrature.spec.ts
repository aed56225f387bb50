/**
 * The quadrature of the floor with an integrand of our own in place of the conditional variance: integrals with closed forms, what is
 * refined, and where it stops. Each call of the integrand is one component at one time.
 */
import { describe, expect, it } from 'vitest';
import { floorByQuadrature } from '../../src/fields/floor-quadrature.ts';
import { lossFloor, type MarginalField, marginalField } from '../../src/fields/index.ts';
import { gaussLegendre } from '../../src/math/gauss-legendre.ts';
import { condOT, polynomial } from '../../src/schedules/index.ts';
import { type GaussianMixture, gaussianMixture } from '../../src/targets/index.ts';

type Integrand = (t: number, x: Float64Array, points: number) => number;

/** ∫ E f(t, X_t) dt for f of the first coordinate, and the grid size of each call. */
function integrated(
  target: GaussianMixture,
  tolerance: number,
  f: Integrand,
  source: { mean?: number[]; std?: number } = {},
): { value: number; error: number; calls: { t: number; rows: number }[] } {
  const field = marginalField({ schedule: condOT, target, source });
  const calls: { t: number; rows: number }[] = [];
  let work = 0;
  const conditionalVariance: MarginalField['conditionalVariance'] = (t, x, out) => {
    calls.push({ t, rows: out.length });
    work += out.length;
    // Twice what any of these integrals takes.
    if (work > 3e6) throw new Error('the quadrature does not stop');
    for (let r = 0; r < out.length; r++) {
      out[r] = f(t, x.subarray(r * target.dim, (r + 1) * target.dim) as Float64Array, out.length);
    }
  };
  return { ...floorByQuadrature({ ...field, conditionalVariance }, target, tolerance), calls };
}

/** How many calls there were for each grid size. */
function census(calls: { rows: number }[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { rows } of calls) counts[rows] = (counts[rows] ?? 0) + 1;
  return counts;
}

const standard = gaussianMixture({ means: [[0]], stds: [1] });
const crowd = (count: number, dim: number): GaussianMixture =>
  gaussianMixture({
    means: Array.from({ length: count }, () => Array(dim).fill(0)),
    stds: Array(count).fill(1),
  });

describe('the quadrature of the floor', () => {
  it('is ∫ Σ wₖ E[· | k] dt: moments of the path in one round of 12 and 24 times, 24 and 48 steps', () => {
    const target = gaussianMixture({ weights: [1, 0, 3], means: [[-2], [50], [1.5]], stds: [0.5, 3, 0.8] });
    const [m0, s0] = [0.4, 1.3];
    const { value, error, calls } = integrated(target, 1e-6, (t, [x]) => t * x! * x!, {
      mean: [m0],
      std: s0,
    });
    // E X_t² = t²(m² + s²) + 2t(1 − t) m m₀ + (1 − t)²(m₀² + s₀²), times t: weights 1/4, 1/12 and 1/12.
    const second = 0.25 * (4 + 0.25) + 0.75 * (2.25 + 0.64);
    const truth = second / 4 + (2 * (0.25 * -2 + 0.75 * 1.5) * m0) / 12 + (m0 * m0 + s0 * s0) / 12;
    // Exact in t; in x the grid has the second moment to 3·64·e⁻³², times squares of widths below 3.
    expect(!(Math.abs(value - truth) <= 1e-10)).toBe(false);
    expect(!(error <= 1e-10)).toBe(false);
    // Nothing changes: no second round. The component of weight 0 costs nothing.
    expect(census(calls)).toEqual({ 25: 2 * (12 + 24), 49: 2 * 12 });
  });

  it('goes over both coordinates in the plane', () => {
    const plane = gaussianMixture({ means: [[1, -2]], variances: [[0.25, 4]] });
    const { value } = integrated(plane, 1e-6, (_, [x, y]) => x! * x! * (1 + y! * y!));
    // X_t has variances v = t²/4 + (1 − t)² and w = 4t² + (1 − t)², means t and −2t: Simpson's rule, exact for degree 4 on two panels
    // up to the fourth derivative, so taken on 400.
    let truth = 0;
    for (let i = 0; i <= 400; i++) {
      const t = i / 400;
      const simpson = (i === 0 || i === 400 ? 1 : i % 2 === 1 ? 4 : 2) / 1200;
      const a = t * t + t * t * 0.25 + (1 - t) ** 2;
      truth += simpson * a * (1 + 4 * t * t + 4 * t * t + (1 - t) ** 2);
    }
    expect(!(Math.abs(value - truth) <= 1e-9)).toBe(false);
  });

  it('doubles the times alone where only they matter', () => {
    const { value, error, calls } = integrated(standard, 1e-5, (t) => Math.abs(t - 0.37));
    expect(!(Math.abs(value - (0.37 ** 2 + 0.63 ** 2) / 2) <= 10 * 1e-5 * value)).toBe(false);
    expect(!(error <= 1e-5 * value)).toBe(false);
    const counts = census(calls);
    expect(Object.keys(counts)).toEqual(['25', '49']);
    // 12, 24, …, 12·2ⁿ for the value; 12, …, 12·2ⁿ⁻¹ beside it with twice the steps.
    const last = counts[49]! / 12 + 1;
    expect(Number.isInteger(Math.log2(last))).toBe(true);
    expect(counts[25]).toBe(12 * (2 * last - 1));
    expect(last).toBeGreaterThan(4);
  });

  it('doubles the steps alone where only they matter', () => {
    const { value, error, calls } = integrated(standard, 1e-5, (_, [x]) => Math.abs(x!));
    // E|X_t| = √(2/π) √(t² + (1 − t)²), whose integral over t is ½ + ln(1 + √2)/(2√2).
    const truth = Math.sqrt(2 / Math.PI) * (0.5 + Math.log(1 + Math.SQRT2) / (2 * Math.SQRT2));
    expect(!(Math.abs(value - truth) <= 1e-5 * truth)).toBe(false);
    expect(!(error <= 1e-5 * value)).toBe(false);
    const counts = census(calls);
    const sizes = Object.keys(counts).map(Number);
    // 12 times on each grid and 24 beside it, but for the finest, which is only compared with.
    for (const [n, size] of sizes.entries()) {
      expect(size).toBe(24 * 2 ** n + 1);
      expect(counts[size]).toBe(n === sizes.length - 1 ? 12 : 36);
    }
    expect(sizes.length).toBeGreaterThan(4);
  });

  it('doubles both where both matter, adds both changes to the value, and counts both as error', () => {
    // Changes by the grid and by the rule that are known beforehand: 1, 1 + δ, 1 + δ, … and by the nodes below the first of 12.
    const edge = gaussLegendre(12).nodes[0]! * 1.0001;
    const share = (n: number): number => {
      const { nodes, weights } = gaussLegendre(n);
      return weights.reduce((sum, w, j) => sum + (nodes[j]! < edge ? w : 0), 0);
    };
    const jump = Math.abs(share(24) - share(12));
    for (const sign of [1, -1]) {
      const f: Integrand = (t, _, points) => sign * (1 + (points > 25 ? 2 * jump : 0) + (t < edge ? 1 : 0));
      const total = 1 + share(24) + 2 * jump;
      // Above the sum of both changes: one round is enough. Below it: only the grid, which changed by more than half of the tolerance, is
      // refined. Below twice the smaller change: both are.
      for (const [changes, expected] of [
        [3.03, { 25: 36, 49: 12 }],
        [2.97, { 25: 36, 49: 12 + 24, 97: 12 }],
        [2.004, { 25: 36, 49: 12 + 24, 97: 12 }],
        [1.996, { 25: 36, 49: 12 + 24 + 48, 97: 24 }],
      ] as const) {
        const { value, error, calls } = integrated(standard, (changes * jump) / total, f);
        expect(census(calls)).toEqual(expected);
        if (changes < 3) continue;
        expect(!(Math.abs(error - 3 * jump) <= 1e-12)).toBe(false);
        expect(!(Math.abs(value - sign * total) <= 1e-12)).toBe(false);
      }
    }
  });

  it('counts both ends of the grid alike', () => {
    // ±1 at ±8 widths, √(t² + (1 − t)²), and 0 between: exactly 0 together.
    const ends: Integrand = (t, [x]) => (Math.abs(x!) > 7.9 * Math.hypot(t, 1 - t) ? Math.sign(x!) : 0);
    expect(integrated(standard, 1e-5, ends)).toMatchObject({ value: 0, error: 0 });
    const plain: Integrand = (t, [x]) => (x! > 7.9 * Math.hypot(t, 1 - t) ? 1 : 0);
    // φ(8) · 16/48 on the finer grid, which is added to what the coarser one and the times say.
    const { value } = integrated(standard, 1, plain);
    const tail = (Math.exp(-32) / Math.sqrt(2 * Math.PI)) * (16 / 48);
    expect(!(Math.abs(value - tail) <= 1e-12 * tail)).toBe(false);
  });

  it('stops where one more round would take more than 2·10⁷ component evaluations', () => {
    // A round takes count² · steps · times · (2 + 2) on the line, count² · steps² · times · (2 + 4) in the plane.
    // The integrand never settles in t, or in x. What is stated is the finest rule, or grid, that was tried.
    const inTime: Integrand = (t) => 1 / t;
    const inSpace: Integrand = (_, __, points) => points;
    const finest = (target: GaussianMixture, f: Integrand): [number, number] => {
      const { calls, error } = integrated(target, 1e-3, f);
      expect(Number.isFinite(error)).toBe(true);
      const rows = Math.max(...calls.map((call) => call.rows));
      // The rule of n points is tried on the coarsest grid; the smallest node tells n.
      const first = Math.min(...calls.map((call) => call.t));
      let n = 12;
      while (gaussLegendre(n).nodes[0] !== first) n *= 2;
      return [n, rows];
    };
    for (const [count, times, steps] of [
      // 93²·24·24·4 = 1.993·10⁷: a second round in either, no third. 131²·12·24·4 = 1.977·10⁷.
      [93, 48, 96],
      [131, 24, 48],
      // 66²·48·24·4 = 2.007·10⁷ is too much; 33²·192·24·4 = 2.007·10⁷ as well.
      [66, 48, 96],
      [33, 192, 384],
    ] as const) {
      expect(finest(crowd(count, 1), inTime)).toEqual([times, 49]);
      expect(finest(crowd(count, 1), inSpace)).toEqual([24, steps + 1]);
    }
    // In the plane a grid of 24 steps has 441 points, one of 48 has 1793. 11²·48·24²·6 = 11²·12·48²·6 = 2.007·10⁷ is too much,
    // and so is 24²·12·24²·6 = 2.4·10⁷, but one round there always is.
    expect(finest(crowd(11, 2), inTime)).toEqual([48, 1793]);
    expect(finest(crowd(11, 2), inSpace)).toEqual([24, 1793]);
    expect(finest(crowd(24, 2), inTime)).toEqual([24, 1793]);
  });
});

describe('the floor of singular schedules', () => {
  it('ends at the largest rule with the error that is left', () => {
    // α̇² ~ t^−0.6: what a rule of n points misses is of the order of n^−0.8.
    const target = gaussianMixture({ means: [[0]], stds: [0.5] });
    const field = marginalField({ schedule: polynomial({ n: 0.7 }), target });
    const { value, error } = lossFloor(field);
    expect(error).toBeGreaterThan(1e-4 * value);
    // What is left beyond the last doubling is 1/(2^0.8 − 1) = 1.35 of the change under it.
    expect(!(Math.abs(value - bySubstitution(0.7, 0.5)) <= 1.5 * error)).toBe(false);
  });
});

/** The same floor with t = r¹⁰, which takes the singularity away: one Gaussian has tr Cov = s² D²/v. */
function bySubstitution(n: number, s: number): number {
  let sum = 0;
  const panels = 2000;
  for (let i = 0; i < panels; i++) {
    const r = (i + 0.5) / panels;
    const t = r ** 10;
    const [a, da] = [t ** n, n * t ** (n - 1)];
    const [sigma, sigmaDot] = [1 - t ** n, -n * t ** (n - 1)];
    const D = da * sigma - a * sigmaDot;
    sum += (((s * s * D * D) / (a * a * s * s + sigma * sigma)) * 10 * r ** 9) / panels;
  }
  return sum;
}
