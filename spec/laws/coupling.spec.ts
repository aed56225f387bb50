/** The laws of couplings see planted mistakes, refuse what they cannot judge, and take foreign couplings as they are. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assign } from '../../src/couplings/index.ts';
import { decideExchange, exchangeWeights, lightestCycle } from '../../src/laws/coupling/exchange-graph.ts';
import {
  type CouplingSubject,
  couplingCyclicalMonotonicity,
  couplingDualGap,
  couplingMarginals,
  couplingPermutationEquivariance,
  exactCoupling,
} from '../../src/laws/coupling/index.ts';
import { couplingMistakes } from '../../src/laws/power/mistakes/coupling.ts';

const laws = [
  couplingMarginals,
  couplingCyclicalMonotonicity,
  couplingDualGap,
  couplingPermutationEquivariance,
];
const line = { dim: 1, x0: [0, 5], x1: [6, 1], order0: [0, 1], order1: [0, 1] };

const couple = (answer: unknown): CouplingSubject =>
  ({ optimal: true, couple: () => answer }) as CouplingSubject;

describe('every law of couplings', () => {
  it.each(laws.map((law) => ({ id: law.id, law })))('$id holds for a plan without potentials', ({ law }) => {
    const plan: CouplingSubject = {
      optimal: true,
      couple(x0, x1, rows, dim) {
        const { assignment } = exactCoupling.couple(x0, x1, rows, dim) as { assignment: Int32Array };
        const out = new Float64Array(rows * rows);
        assignment.forEach((j, i) => {
          out[i * rows + j] = 1 / rows;
        });
        return out;
      },
    };
    expect(law(plan).check().status).toBe('holds');
  });

  it.each(laws.map((law) => ({ id: law.id, law })))(
    '$id finds a faulty object, and says which call',
    ({ law }) => {
      const cases: [CouplingSubject, RegExp][] = [
        [couple(undefined), /received undefined/],
        [couple({}), /assignment or plan/],
        [couple(Promise.resolve(Int32Array.of(0, 1))), /promise/],
        [couple(Int32Array.of()), /rows/],
        [couple(new Float64Array(0)), /numbers/],
        [{ optimal: true, couple: (_x, _y, rows) => new Int32Array(rows).fill(rows) }, /a row, 0 …/],
        [{ optimal: true, couple: (_x, _y, rows) => new Float64Array(rows * rows).fill(Number.NaN) }, /NaN/],
        [
          {
            optimal: true,
            couple: (_x, _y, rows) => ({ assignment: new Int32Array(rows), f: Float64Array.of() }),
          },
          /\.f/,
        ],
        [
          {
            optimal: true,
            couple: () => {
              throw new Error('no memory');
            },
          },
          /no memory/,
        ],
        [{ optimal: true } as unknown as CouplingSubject, /couple/],
      ];
      for (const [coupling, reason] of cases) {
        const result = law(coupling).check({ runs: 1 });
        expect(result.status, String(reason)).toBe('faulty');
        expect(result.reason).toMatch(reason);
      }
    },
  );

  it('kills each planted mistake, and none at size 0', () => {
    for (const mistake of couplingMistakes) {
      const killed = mistake.trials(1).some(({ held }) => {
        const result = held.check({ shrink: false });
        return !(result instanceof Promise) && result.status === 'violated';
      });
      expect(killed, mistake.id).toBe(true);
      for (const { held, law } of mistake.trials(0)) {
        expect(held.check({ runs: 20 }), `${mistake.id}: ${law}`).toMatchObject({ status: 'holds' });
      }
    }
  });

  it('refuses to call a coupling optimal that does not claim it', () => {
    const { optimal: _, ...silent } = exactCoupling;
    for (const law of [couplingCyclicalMonotonicity, couplingDualGap]) {
      expect(law(silent).check({ runs: 1 })).toMatchObject({
        status: 'refused',
        reason: 'it does not claim to be optimal',
      });
    }
  });
});

describe('coupling-marginals', () => {
  it('counts rows, sums plans, and follows labels', () => {
    expect(couplingMarginals(couple(Int32Array.of(0, 0))).at(line)).toMatchObject({
      residual: 1,
      bound: 0,
      detail: 'rows of x₁ are taken 2, 0 times',
    });
    expect(couplingMarginals(couple(Float64Array.of(0.5, 0, 0.25, 0.25))).at(line).residual).toBe(0.5);
    expect(couplingMarginals(couple(Float64Array.of(0.6, -0.1, -0.1, 0.6))).at(line).residual).toBeCloseTo(
      0.2,
      14,
    );
    const stated = { ...couple(Float64Array.of(0.25, 0.25, 0.25, 0.2501)), marginalError: 3e-4 };
    expect(couplingMarginals(stated).check({ runs: 1 }).status).toBe('faulty');
    const { residual, bound } = couplingMarginals(stated).at(line);
    expect(residual).toBeLessThan(bound);
    for (const marginalError of [2, 0.11, -1e-9, Number.NaN, '0', null]) {
      const bought = {
        couple: (_x0: unknown, _x1: unknown, rows: number) => new Float64Array(rows * rows),
        marginalError,
      };
      for (const law of laws) {
        expect(
          law({ ...bought, optimal: true } as never).check({ runs: 1 }),
          String(marginalError),
        ).toMatchObject({
          status: 'faulty',
          reason: expect.stringMatching(/^marginalError: expected/),
        });
      }
    }
    const swapped: CouplingSubject = { ...exactCoupling, pair: (_x0, x1, labels) => ({ x1, labels }) };
    expect(couplingMarginals(swapped).at(line)).toMatchObject({ residual: 1, bound: 0 });
    expect(() => couplingMarginals({ ...exactCoupling, pair: () => ({}) as never }).at(line)).toThrow(/pair/);
  });
});

describe('coupling-cyclical-monotonicity', () => {
  it('names the cycle and what it saves', () => {
    expect(couplingCyclicalMonotonicity(couple(Int32Array.of(0, 1))).at(line)).toMatchObject({
      residual: 36 + 16 - 2,
      detail: expect.stringMatching(/^rows (0 → 1 → 0|1 → 0 → 1) of x₀ save 50/),
    });
  });

  it('sees a cycle of three that no swap of two finds', () => {
    // A triangle turned by a third: each swap of two partners costs more, the turn back saves all.
    const costs = Float64Array.of(1, 0, 5, 5, 1, 0, 0, 5, 1);
    const run = {
      rows: 3,
      plan: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1),
      assignment: null,
      f: null,
      g: null,
    };
    const weights = exchangeWeights(run, costs, 0);
    for (const [i, j] of [
      [0, 1],
      [1, 2],
      [0, 2],
    ] as const) {
      expect(weights[i * 3 + j]! + weights[j * 3 + i]!).toBeGreaterThan(0);
    }
    expect(decideExchange(weights, 3, 0)).toMatchObject({ kind: 'cycle', gain: 3 });
  });

  it('agrees with all permutations on which pairings are optimal', () => {
    const pairing = fc
      .integer({ min: 1, max: 5 })
      .chain((n) =>
        fc.tuple(
          fc.array(fc.integer({ min: 0, max: 9 }), { minLength: n * n, maxLength: n * n }),
          fc.shuffledSubarray([...Array(n).keys()], { minLength: n, maxLength: n }),
        ),
      );
    fc.assert(
      fc.property(pairing, ([list, a]) => {
        const n = a.length;
        const costs = Float64Array.from(list);
        const plan = new Float64Array(n * n);
        a.forEach((j, i) => {
          plan[i * n + j] = 1;
        });
        const weights = exchangeWeights({ rows: n, plan, assignment: null, f: null, g: null }, costs, 0);
        const total = (p: ArrayLike<number>): number =>
          Array.from(p, (j, i) => costs[i * n + j]!).reduce((x, y) => x + y);
        const optimal = total(a) === total(assign(costs, n).assignment);
        const found = decideExchange(weights, n, 0);
        expect(found.kind).toBe(optimal ? 'optimal' : 'cycle');
        if (found.kind === 'cycle') expect(found.gain).toBeGreaterThan(0);
        else if (n > 1) expect(lightestCycle(weights, n)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 200 },
    );
  });
});

describe('coupling-dual-gap', () => {
  it('finds potentials where none are given, and judges those that are', () => {
    const {
      f: _f,
      g: _g,
      ...pairs
    } = exactCoupling.couple(Float64Array.of(0, 5), Float64Array.of(6, 1), 2, 1) as never as {
      assignment: Int32Array;
      f: Float64Array;
      g: Float64Array;
    };
    expect(couplingDualGap(couple(pairs)).at(line)).toMatchObject({ residual: 0 });
    expect(couplingDualGap(couple(pairs)).at(line).detail).toContain('the found potentials');
    const shifted = { ...pairs, f: _f.map((v) => v + 1), g: _g };
    expect(couplingDualGap(couple(shifted)).at(line)).toMatchObject({ residual: 1 });
    // The sums still agree, and one potential lies above a cost.
    const above = { ...pairs, f: Float64Array.of(_f[0]! + 1, _f[1]! - 1), g: _g };
    expect(couplingDualGap(couple(above)).at(line)).toMatchObject({ residual: 1 });
    expect(() => couplingDualGap(couple({ ...pairs, f: _f })).at(line)).toThrow(/both f and g/);
    expect(couplingDualGap(couple(Int32Array.of(0, 1))).at(line).detail).toMatch(/^no potentials exist/);
  });
});

describe('coupling-permutation-equivariance', () => {
  it('replays the smallest counterexample of a greedy search', () => {
    const greedy = couplingMistakes.find(({ id }) => id === 'coupling.greedy-nearest')!;
    const { held } = greedy.trials(1).find(({ law }) => law === 'coupling-permutation-equivariance')!;
    const first = held.check();
    if (first instanceof Promise) throw new Error('expected an answer at once');
    expect(first.status).toBe('violated');
    expect(first.counterexample!.words).toMatch(/^x₀ = .*, x₁ = .*, rows of x₀ in the order/);
    const again = held.check({ replay: first.replay! });
    if (again instanceof Promise) throw new Error('expected an answer at once');
    expect(again.counterexample).toEqual(first.counterexample);
  });

  it('asks an independent coupling not to look, and lets ties be broken either way', () => {
    const looks: CouplingSubject = { ...exactCoupling, independent: true };
    expect(couplingPermutationEquivariance(looks).check().status).toBe('violated');
    const tie = { dim: 1, x0: [0, 0], x1: [1, 2], order0: [1, 0], order1: [0, 1] };
    expect(couplingPermutationEquivariance(exactCoupling).at(tie)).toMatchObject({ residual: 0 });
    expect(couplingPermutationEquivariance(exactCoupling).at(tie).why).toContain('several are optimal');
  });
});
