/** Conditions of the two couplings: what they measure, and how much they allow, each recomputed from what its reason says. */
import { describe, expect, test } from 'vitest';
import { machineOf } from '../../../src/oracle/arithmetic/machine.ts';
import { onMachine, type Tracked } from '../../../src/oracle/arithmetic/tracked.ts';
import type { Case, Condition, Operation, Tensor } from '../../../src/oracle/contract.ts';
import { assign } from '../../../src/oracle/formulas/assignment.ts';
import { rowsOf } from '../../../src/oracle/formulas/batch.ts';
import { costMatrix, costMatrixByAnyForm, gibbsExponents } from '../../../src/oracle/formulas/couplings.ts';
import { drawCase } from '../../../src/oracle/generate.ts';
import { couplingExact } from '../../../src/oracle/operations/couplings/exact.ts';
import { couplingSinkhorn } from '../../../src/oracle/operations/couplings/sinkhorn.ts';
import { evaluate, openCase } from '../../../src/oracle/truth.ts';
import { key } from '../../../src/random/index.ts';

const machine = machineOf('float32');
/** Of float32; elementary functions are within four units in the last place. */
const u = 2 ** -24;
const functionError = 8 * u;

const open = (question: Case) => openCase(question, (_, values) => values);

/** Squared distances with their errors in float32. */
function costsOf(question: Case): readonly (readonly Tracked[])[] {
  const { floats, sizes } = open(question);
  return onMachine(machine, () =>
    costMatrixByAnyForm(rowsOf(floats.x0!, sizes.dim!), rowsOf(floats.x1!, sizes.dim!)),
  );
}

function conditionsOf(operation: Operation, question: Case, output: Tensor): readonly Condition[] {
  const { name } = operation.outputs[0]!;
  return onMachine(machine, () => operation.certify!(open(question), { [name]: output }));
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** The same but for the order of float64 operations. */
const close = (received: number, wanted: number, scale = Math.abs(wanted)): void =>
  expect(Math.abs(received - wanted)).toBeLessThanOrEqual(1e-12 * scale);

describe('coupling.exact', () => {
  const question = drawCase(couplingExact, key(71), { sizes: { rows: 7, dim: 3 } });
  const n = 7;
  const cost = costsOf(question);
  const { columns: least } = assign(cost.map((row) => row.map(({ v }) => v)));
  const of = (data: readonly number[]): readonly Condition[] =>
    conditionsOf(couplingExact, question, { dtype: 'int32', shape: [n], data: Int32Array.from(data) });
  /** Every row another column than in the best, and no transposition of rows and columns. */
  const turned = least.map((_, i) => least[(i + 2) % n]!);

  test.each([
    ['the best', least],
    ['another', turned],
  ])(
    '%s plan: the excess over the least cost, and errors of both assignments with 2n roundings of 2n prices',
    (_, pi) => {
      const [isPermutation, optimal] = of(pi);
      const over = (of: 'v' | 'e', columns: readonly number[]): number =>
        sum(columns.map((j, i) => cost[i]![j]![of]));
      const largest = Math.max(...cost.flat().map(({ v }) => v));
      expect(isPermutation).toMatchObject({ value: 0, bound: 0 });
      close(optimal!.value, over('v', pi) - over('v', least), over('v', pi));
      close(optimal!.bound, over('e', pi) + over('e', least) + 2 * n * (2 * n) * u * largest);
    },
  );

  test('counts the columns that are missing', () => {
    const missing = (data: readonly number[]): readonly number[] => of(data).map(({ value }) => value);
    expect(missing(new Array<number>(n).fill(0))).toEqual([n - 1]);
    expect(missing(new Array<number>(n).fill(n))).toEqual([n]);
    expect(missing(least.map((j) => (j === 0 ? -1 : j)))).toEqual([1]);
    expect(missing(least.map((j) => (j === 2 ? 3 : j)))).toEqual([1]);
  });
});

describe('coupling.sinkhorn', () => {
  const draw = (sizes: Record<string, number>): Case => drawCase(couplingSinkhorn, key(72), { sizes });
  const question = draw({ rows: 3, columns: 5, dim: 2 });
  const [n, m] = [3, 5];
  const truth = evaluate(couplingSinkhorn, question).outputs.plan!.map(({ v }) => v);
  const of = (data: readonly number[]): readonly Condition[] =>
    conditionsOf(couplingSinkhorn, question, {
      dtype: 'float64',
      shape: [n, m],
      data: Float64Array.from(data),
    });
  const exponents = onMachine(machine, () =>
    gibbsExponents(costsOf(question), open(question).floats.epsilon![0]!).flat(),
  );
  const errorOfExponents = Math.max(...exponents.map(({ e }) => e));

  test('rows and columns: 10⁻⁴ of the mass, and two roundings for each entry of a row and of a column', () => {
    for (const [at, width] of [[0, n] as const, [1, m] as const]) {
      // Mass moved from one line to the next is missing in the first and too much in the second.
      const moved = truth.map((p, k) => {
        const line = at === 0 ? Math.floor(k / m) : k % m;
        return line === 0 ? 0.9 * p : line === 1 ? 1.1 * p : p;
      });
      const condition = of(moved)[at]!;
      expect(Math.abs(condition.value - 0.2 / width)).toBeLessThan(1e-9);
      close(condition.bound, 1e-4 + 2 * (n + m) * u);
    }
  });

  test('kernel: what one wrong entry leaves without row and column means, and four times the errors of the logarithms', () => {
    const size = 2 * Math.max(...exponents.map(({ v }) => Math.abs(v))) + Math.log(n * m);
    const bound = 4 * (errorOfExponents + 8 * u * size + 2 * functionError);
    // δ in one entry of log P leaves δ (1 − 1/n)(1 − 1/m) there, and less elsewhere, with either sign.
    const left = (1 - 1 / n) * (1 - 1 / m);
    for (const factor of [0.99, -0.99, 1.01, -1.01]) {
      const delta = (factor * bound) / left;
      const kernel = of(truth.map((p, k) => (k === 7 ? p * Math.exp(delta) : p)))[2]!;
      close(kernel.bound, bound);
      expect(Math.abs(kernel.value - Math.abs(factor) * bound)).toBeLessThan(1e-11);
      expect(kernel.value <= kernel.bound).toBe(Math.abs(factor) < 1);
    }
    for (const wrong of [0, -1, Number.NaN]) {
      expect(of(truth.map((p, k) => (k === 7 ? wrong : p)))[2]!.value).toBe(Infinity);
    }
  });

  test('what the plan is given as its own error: that of the exponents, of sixteen functions, and four residuals', () => {
    const { floats, sizes } = open(question);
    const own = onMachine(machine, () =>
      gibbsExponents(
        costMatrix(rowsOf(floats.x0!, sizes.dim!), rowsOf(floats.x1!, sizes.dim!)),
        floats.epsilon![0]!,
      ).flat(),
    );
    const relative = 4 * Math.max(...own.map(({ e }) => e)) + 16 * functionError;
    for (const { v, e, q } of evaluate(couplingSinkhorn, question, { machine }).outputs.plan!) {
      close(e, 4e-4 + relative * Math.abs(v));
      expect(q).toBe(0);
    }
  });

  test('one row is a plan of one row: each column has its share', () => {
    const single = draw({ rows: 1, columns: 4, dim: 2 });
    const data = new Float64Array(4).fill(0.25);
    const all = conditionsOf(couplingSinkhorn, single, { dtype: 'float64', shape: [1, 4], data });
    for (const { value, bound } of all) expect(value).toBeLessThanOrEqual(bound);
  });
});
