import { describe, expect, test } from 'vitest';
import { toNdArray } from '../../../src/array/ndarray.ts';
import {
  bs3,
  dop853,
  dopri5,
  solveAdaptive,
  type Tableau,
  tsit5,
  type VelocityFunction,
} from '../../../src/solvers/index.ts';
import { riccati, riccatiSolution, swirl } from '../problems.ts';
import { exactProblems, largestError, swirlStart, watched } from './exact-problems.ts';

const pairs: readonly Tableau[] = [bs3, dopri5, tsit5, dop853];

describe.each(pairs)('$name', (solver) => {
  test.each(exactProblems)('follows the tolerance on $name', ({ velocity, dim, solution }) => {
    const errors = [1e-3, 1e-5, 1e-7, 1e-9].map((tolerance) => {
      const { x, status } = solveAdaptive(velocity, Float64Array.from(solution(0)), {
        dim,
        solver,
        rtol: tolerance,
        atol: tolerance,
      });
      expect(status).toBe('done');
      return largestError(x, solution(1)) / tolerance;
    });
    // Each step may err by τ (1 + |x|) ≤ 4τ as its estimate goes, which is that of the lower order; these problems amplify by e³ at most,
    // and errors of a few steps add up. Far below τ would mean that the estimate is not the error.
    for (const ratio of errors) expect(ratio).toBeLessThanOrEqual(4 * 20);
    expect(Math.max(...errors)).toBeGreaterThanOrEqual(1e-3);
  });

  test('counts every evaluation, and evaluates the end of a step only once', () => {
    const { field, times } = watched(swirl);
    const { nfe, accepted, rejected } = solveAdaptive(field, swirlStart(), {
      dim: 2,
      solver,
      rtol: 1e-6,
      firstStep: 1,
    });
    expect(nfe).toBe(times.length);
    expect(rejected).toBeGreaterThan(0);
    // One at the start, s − 1 per trial; DOP853 leaves its last stage to accepted steps that have another after them.
    const trial = solver.b.length - 1;
    const lazy = solver.name === 'dop853' ? rejected + 1 : 0;
    expect(nfe).toBe(1 + trial * (accepted + rejected) - lazy);
  });

  test('evaluates inside [from, to] only', () => {
    for (const [from, to] of [
      [0, 1],
      [1, 0],
      [0.1, 0.7],
    ] as const) {
      const { field, times } = watched(swirl);
      const run = solveAdaptive(field, swirlStart(), { dim: 2, solver, from, to, rtol: 1e-5 });
      expect(Math.min(...times)).toBeGreaterThanOrEqual(Math.min(from, to));
      expect(Math.max(...times)).toBeLessThanOrEqual(Math.max(from, to));
      expect(run.times[0]).toBe(from);
      expect(run.times.at(-1)).toBe(to);
    }
  });

  test('does not evaluate beyond the end where start and length of the last step round to more than it', () => {
    const to = 0.9;
    const firstStep = 0.3;
    expect(firstStep + (to - firstStep)).toBeGreaterThan(to);
    const { field, times } = watched((_t, _x, out) => out.fill(0));
    const run = solveAdaptive(field, new Float64Array([1]), { dim: 1, solver, to, firstStep });
    expect(run.times).toEqual(Float64Array.of(0, firstStep, to));
    expect(Math.max(...times)).toBe(to);
  });

  test('takes the mirrored steps backward, to the bit', () => {
    const mirror: VelocityFunction = (s, x, out) => {
      swirl(1 - s, x, out);
      for (let i = 0; i < out.length; i++) out[i] = -out[i]!;
    };
    for (const firstStep of [1, undefined]) {
      const options = { dim: 2, solver, rtol: 1e-5, ...(firstStep && { firstStep }) };
      const back = { from: 1, to: 0, times: [0.75, 0.25] };
      const backward = solveAdaptive(swirl, swirlStart(), { ...options, ...back });
      const mirrored = solveAdaptive(mirror, swirlStart(), { ...options, times: [0.25, 0.75] });
      expect(backward.x).toEqual(mirrored.x);
      expect(backward.path).toEqual(mirrored.path);
      expect(backward.times).toEqual(mirrored.times.map((s) => 1 - s));
      expect(backward.rejectedSteps).toEqual(mirrored.rejectedSteps.map((h) => -h));
      if (firstStep) expect(backward.rejected).toBeGreaterThan(0);
    }
  });

  test('takes the same steps from −x₀ for an odd field', () => {
    const odd: VelocityFunction = (t, x, out) => {
      for (let i = 0; i < x.length; i++) out[i] = Math.cos(5 * t) * x[i]!;
    };
    const [one, other] = [1, -1].map((sign) =>
      solveAdaptive(odd, Float64Array.of(2 * sign, -3 * sign), { dim: 2, solver, rtol: 1e-4, atol: 1e-4 }),
    );
    expect(other!.times).toEqual(one!.times);
  });

  test('returns states at times, equal to its dense output, at no cost but that of its extra stages', () => {
    const times = [0, 0.125, 0.3, 0.30001, 0.9, 1];
    const plain = solveAdaptive(swirl, swirlStart(), { dim: 2, solver, rtol: 1e-6 });
    const run = solveAdaptive(swirl, swirlStart(), { dim: 2, solver, rtol: 1e-6, times });
    const dense = solveAdaptive(swirl, swirlStart(), { dim: 2, solver, rtol: 1e-6, dense: true });
    expect(run.path!.length).toBe(times.length * 4);
    for (const [i, t] of times.entries()) {
      expect(run.path!.slice(4 * i, 4 * i + 4)).toEqual(dense.at!(t));
    }
    expect(run.path!.slice(-4)).toEqual(plain.x);
    expect(run.times).toEqual(plain.times);
    const extra = solver.dense!.a?.length ?? 0;
    const last = solver.name === 'dop853' ? 1 : 0;
    expect(dense.nfe).toBe(plain.nfe + extra * plain.accepted + last);
    expect(run.nfe).toBeLessThanOrEqual(dense.nfe);
  });
});

describe('float32 states', () => {
  const exact = [riccatiSolution(1)];
  const options = { dim: 1, solver: dopri5, rtol: 1e-6, atol: 1e-6 } as const;

  test('come back as float32, near the float64 run with the same steps', () => {
    const single = solveAdaptive(riccati, new Float32Array([1]), options);
    const double = solveAdaptive(riccati, new Float64Array([1]), options);
    expect(single.x).toBeInstanceOf(Float32Array);
    expect(single.accepted).toBe(double.accepted);
    // A dozen steps of a few roundings of values ≤ 1 in float32.
    expect(largestError(single.x, double.x)).toBeLessThanOrEqual(12 * 3 * 2 ** -24);
  });

  test('keep what rounding loses when compensated', () => {
    const small = { ...options, maxStep: 1 / 2048 };
    const plain = largestError(solveAdaptive(riccati, new Float32Array([1]), small).x, exact);
    const { x } = solveAdaptive(riccati, new Float32Array([1]), { ...small, compensated: true });
    // Half a unit in the last place of ⅓, and the error of the slopes.
    expect(largestError(x, exact)).toBeLessThanOrEqual(2 * 2 ** -26);
    expect(plain).toBeGreaterThan(4 * 2 ** -26);
  });
});

test('an ndarray comes back as one', () => {
  const start = Float64Array.of(...swirlStart(), -0.4, 0.9);
  const run = solveAdaptive(swirl, toNdArray(start, [3, 2]), { solver: tsit5, times: [0.5], dense: true });
  const plain = solveAdaptive(swirl, start, { dim: 2, solver: tsit5, times: [0.5] });
  expect(run.x.shape).toEqual([3, 2]);
  expect(run.x.data).toEqual(plain.x);
  expect(run.path!.shape).toEqual([1, 3, 2]);
  expect(run.at!(0.5).shape).toEqual([3, 2]);
  expect(run.at!(0.5).data).toEqual(plain.path);
});

test('an empty batch is done at once', () => {
  const run = solveAdaptive(swirl, new Float64Array(0), { dim: 2, solver: tsit5 });
  expect(run).toMatchObject({ status: 'done', nfe: 0, t: 1 });
});
