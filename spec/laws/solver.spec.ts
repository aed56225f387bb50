/** The laws of solvers see planted mistakes, refuse what they cannot judge, and take foreign solvers as they are. */
import { describe, expect, it } from 'vitest';
import {
  type SolverSpan,
  type SolverSubject,
  solverAffineInvariance,
  solverComposition,
  solverOrder,
  solverQuadrature,
  solverStabilityPolynomial,
  solverTimeChange,
  solverTimeReversal,
  tableauSolver,
} from '../../src/laws/solver/index.ts';
import { euler, heun, rk4, type VelocityFunction } from '../../src/solvers/index.ts';

const laws = [
  solverOrder,
  solverTimeReversal,
  solverStabilityPolynomial,
  solverAffineInvariance,
  solverTimeChange,
  solverQuadrature,
  solverComposition,
];
const toRounding = laws.slice(2);
/** Heun's method as somebody else would write it: no tableau, no statement but its order. */
const foreign: SolverSubject = {
  order: 2,
  solve(velocity, x0, { from, to, steps }) {
    const h = (to - from) / steps;
    let x = x0;
    for (let i = 0; i < steps; i++) {
      const t = from + i * h;
      const k1 = new Float64Array(x.length);
      const k2 = new Float64Array(x.length);
      velocity(t, x, k1);
      velocity(
        t + h,
        x.map((v, n) => v + h * k1[n]!),
        k2,
      );
      x = x.map((v, n) => v + (h / 2) * (k1[n]! + k2[n]!));
    }
    return x;
  },
};

it('float32 solvers are judged at the precision of float32', () => {
  expect(tableauSolver(rk4, { dtype: 'float32' }).precision).toBe(2 ** -23);
  expect(tableauSolver(rk4)).not.toHaveProperty('precision');
});

describe('every law of solvers', () => {
  it.each(laws.map((law) => ({ id: law.id, law })))(
    '$id holds for a foreign solver that states its order alone',
    ({ law }) => {
      const result = law(foreign).check({ runs: 6 });
      expect(result.status, result.reason).toBe('holds');
      expect(result.ratio).toBeLessThan(0.5);
    },
  );

  it.each(laws.map((law) => ({ id: law.id, law })))(
    '$id finds a faulty object, and says which call',
    ({ law }) => {
      const rk = tableauSolver(rk4);
      const with_ = (solve: unknown): SolverSubject => ({ order: 4, solve }) as SolverSubject;
      const cases: [SolverSubject, RegExp][] = [
        [with_(() => new Float64Array(0)), /numbers/],
        [with_(() => undefined), /received undefined/],
        [with_((_: unknown, x: Float64Array) => x.map(() => Number.NaN)), /NaN/],
        [with_(async (_: unknown, x: Float64Array) => x), /promise/],
        [
          with_(() => {
            throw new Error('no memory');
          }),
          /no memory/,
        ],
        [
          with_((u: VelocityFunction, x: Float64Array) => {
            for (;;) u(0.5, x, new Float64Array(x.length));
          }),
          /calls of the velocity/,
        ],
        [
          with_((u: VelocityFunction, x: Float64Array) => {
            u(0.5, x.subarray(1), x);
            return x;
          }),
          /state given/,
        ],
        [
          with_((u: VelocityFunction, x: Float64Array) => {
            u(0.5, x, [] as never);
            return x;
          }),
          /buffer given/,
        ],
        [
          with_((u: VelocityFunction, x: Float64Array) => {
            u(Number.NaN, x, x.slice());
            return x;
          }),
          /time given/,
        ],
        [
          with_((u: VelocityFunction, x: Float64Array) => {
            u(
              0.5,
              x.map(() => Infinity),
              x.slice(),
            );
            return x;
          }),
          /x\[0\] given/,
        ],
        [{ ...rk, order: 1.5 }, /order/],
        [{ ...rk, stages: 0 }, /stages/],
        [{ order: 4 } as SolverSubject, /solve/],
        [null as unknown as SolverSubject, /solve/],
      ];
      for (const [solver, reason] of cases) {
        const result = law(solver).check({ runs: 1 });
        expect(result.status).toBe('faulty');
        expect(result.reason).toMatch(reason);
      }
    },
  );
});

describe('solver-stability-polynomial', () => {
  const at = { a: 1, b: 0, x: [1, 0] as const, from: 0, to: 1 };

  it('reads 1 + z + z²/2 + z³/6 + z⁴/24 from one step', () => {
    expect(solverStabilityPolynomial(tableauSolver(rk4)).at(at).residual).toBeLessThan(1e-15);
    const wrong = solverStabilityPolynomial({ ...tableauSolver(heun), order: 3, stages: 3 }).at(at);
    expect(wrong.residual).toBeCloseTo(1 / 6, 14);
    expect(wrong.detail).toContain('[1, 1, 0.5, 0]');
  });

  it('holds a method to its stages, and sees R depend on more than z', () => {
    const understated = solverStabilityPolynomial({ ...tableauSolver(rk4), order: 3, stages: 3 }).at(at);
    expect(understated).toMatchObject({ residual: 1 / 24, bound: 0 });
    const bent: SolverSubject = {
      order: 2,
      solve: (velocity, x0, span) =>
        span.dim > 2
          ? foreign.solve(velocity, x0, span)
          : (foreign.solve(velocity, x0, span) as Float64Array).map((v) => v * (1 + 1e-12)),
    };
    const result = solverStabilityPolynomial(bent).check({ runs: 10 });
    expect(result.status).toBe('violated');
    expect(result.counterexample!.words).toMatch(/^λ = .* one step from/);
  });
});

describe('the laws to rounding', () => {
  const spoiled = (size: number): SolverSubject => ({
    order: 2,
    solve: (velocity: VelocityFunction, x0: Float64Array, span: SolverSpan) =>
      (foreign.solve(velocity, x0, span) as Float64Array).map((v) => v + size * Math.abs(v)),
  });

  it('see one part in 10¹², in every law that compares to rounding', () => {
    for (const law of toRounding.filter((law) => law !== solverTimeChange)) {
      expect(law(spoiled(1e-12)).check({ runs: 20 }).status, law.id).toBe('violated');
      expect(law(spoiled(0)).check({ runs: 20 }).status, law.id).toBe('holds');
    }
    const frozen: SolverSubject = {
      order: 2,
      solve: (velocity, x0, span) =>
        foreign.solve((t, x, out) => velocity(t * (1 - 1e-10), x, out), x0, span),
    };
    expect(solverTimeChange(frozen).check({ runs: 20 }).status).toBe('violated');
  });

  it('counts calls, nfe and time outside the interval', () => {
    const at = { waves: [[1, 1, 0, 1]], x: [1], from: 0, to: 1, steps: 2, stop: 1 };
    const reported = (nfe: number): SolverSubject => ({
      ...foreign,
      solve: (velocity, x0, span) => ({
        x: foreign.solve(velocity, x0, span) as Float64Array,
        nfe: nfe * span.steps,
      }),
    });
    expect(solverComposition(reported(2)).at(at).residual).toBeLessThan(1e-15);
    expect(solverComposition(reported(3)).at(at)).toMatchObject({
      residual: 2,
      bound: 0,
      detail: 'nfe = 6 after 4 calls of the velocity',
    });
    expect(solverComposition({ ...foreign, stages: 3 }).at(at)).toMatchObject({ residual: 2, bound: 0 });
    const late: SolverSubject = {
      ...foreign,
      solve: (velocity, x0, span) => {
        velocity(1.5, x0, new Float64Array(x0.length));
        return foreign.solve(velocity, x0, span);
      },
    };
    expect(solverComposition(late).at(at)).toMatchObject({
      residual: 0.5,
      detail: 'the velocity is called 0.5 outside [from, to]',
    });
  });

  it('integrates ∫ 1 + 2t dt = 2 with order 2, and not with order 1', () => {
    const at = { coefficients: [[1, 2]], from: 0, to: 1, steps: 1 };
    expect(solverQuadrature(tableauSolver(heun)).at(at).residual).toBe(0);
    expect(solverQuadrature({ ...tableauSolver(euler), order: 2 }).at(at)).toMatchObject({ residual: 1 });
  });
});
