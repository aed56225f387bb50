import { expect, test } from 'vitest';
import type { Case, Condition, Operation, Tensor } from '../../../src/oracle/contract.ts';
import { assign } from '../../../src/oracle/formulas/assignment.ts';
import { drawCase } from '../../../src/oracle/generate.ts';
import { tensorsFrom } from '../../../src/oracle/judge/answer.ts';
import { couplingMistakes } from '../../../src/oracle/mistakes/couplings.ts';
import { couplingExact } from '../../../src/oracle/operations/couplings/exact.ts';
import { couplingSinkhorn } from '../../../src/oracle/operations/couplings/sinkhorn.ts';
import { evaluate, openCase } from '../../../src/oracle/truth.ts';
import { fold, key } from '../../../src/random/index.ts';

const dtype = 'float64';
const draw = (operation: Operation, i: number): Case => drawCase(operation, fold(key(61), i), { dtype });

function permutations(n: number): number[][] {
  if (n === 0) return [[]];
  return permutations(n - 1).flatMap((rest) =>
    Array.from({ length: n }, (_, at) => [...rest.slice(0, at), n - 1, ...rest.slice(at)]),
  );
}

const conditions = (operation: Operation, question: Case, outputs: Record<string, Tensor>) =>
  operation.certify!(
    openCase(question, (_, values) => values),
    outputs,
  );
const broken = (all: readonly Condition[]): string[] =>
  all.filter(({ value, bound }) => !(value <= bound)).map(({ name }) => name);

/** Squared distances, by |x|² + |y|² − 2⟨x, y⟩. */
function costsOf({ inputs, sizes }: Case): number[][] {
  const row = (name: string, r: number): number[] =>
    Array.from(inputs[name]!.data.subarray(r * sizes.dim!, (r + 1) * sizes.dim!));
  const inner = (x: number[], y: number[]): number => x.reduce((total, a, i) => total + a * y[i]!, 0);
  return Array.from({ length: sizes.rows! }, (_, i) =>
    Array.from({ length: sizes.columns ?? sizes.rows! }, (__, j) => {
      const [x, y] = [row('x0', i), row('x1', j)];
      return inner(x, x) + inner(y, y) - 2 * inner(x, y);
    }),
  );
}

const total = (cost: number[][], columns: ArrayLike<number>): number =>
  cost.reduce((sum, row, i) => sum + row[columns[i]!]!, 0);

test('the exact plan costs what the best of all permutations does, and certifies itself alone', () => {
  for (let i = 0; i < 5; i++) {
    const drawn = drawCase(couplingExact, fold(key(60), i), { dtype, sizes: { rows: 6, dim: 2 } });
    const cost = costsOf(drawn);
    const all = permutations(6).map((columns) => [total(cost, columns), columns] as const);
    all.sort(([a], [b]) => a - b);
    const { permutation } = tensorsFrom(couplingExact, drawn, evaluate(couplingExact, drawn).outputs);
    expect([...permutation!.data]).toEqual(all[0]![1]);
    expect(broken(conditions(couplingExact, drawn, { permutation: permutation! }))).toEqual([]);
    // The second best, however near, is refused.
    const second = { ...permutation!, data: Int32Array.from(all[1]![1]) };
    expect(broken(conditions(couplingExact, drawn, { permutation: second }))).toEqual([
      'cost over the dual optimum',
    ]);
  }
});

test('prices prove the optimum: none exceeds a cost, and their sum is the total', () => {
  for (let i = 0; i < 20; i++) {
    const cost = costsOf(draw(couplingExact, i));
    const { columns, rowPrices, columnPrices } = assign(cost);
    const slack = cost.flatMap((row, r) => row.map((c, j) => c - rowPrices[r]! - columnPrices[j]!));
    expect(Math.min(...slack)).toBeGreaterThan(-1e-13);
    const dual = [...rowPrices, ...columnPrices].reduce((a, b) => a + b, 0);
    expect(Math.abs(total(cost, columns) - dual)).toBeLessThan(1e-12);
  }
});

test('what is no permutation is refused by that name', () => {
  const question = draw(couplingExact, 3);
  const n = question.sizes.rows!;
  for (const data of [
    Int32Array.from({ length: n }, () => 0),
    Int32Array.from({ length: n }, (_, i) => i + 1),
    Int32Array.from({ length: n }, (_, i) => i - 1),
  ]) {
    const permutation: Tensor = { dtype: 'int32', shape: [n], data };
    expect(broken(conditions(couplingExact, question, { permutation }))).toEqual(['permutation']);
  }
});

test('the Sinkhorn plan has both marginals and the cross-ratios of its kernel', () => {
  for (let i = 0; i < 5; i++) {
    const question = draw(couplingSinkhorn, i);
    const { rows, columns } = question.sizes as { rows: number; columns: number };
    const cost = costsOf(question);
    const epsilon = question.inputs.epsilon!.data[0]!;
    const P = evaluate(couplingSinkhorn, question).outputs.plan!.map(({ v }) => v);
    const at = (r: number, c: number): number => P[r * columns + c]!;
    for (let r = 0; r < rows; r++) {
      const mass = P.slice(r * columns, (r + 1) * columns).reduce((a, b) => a + b, 0);
      expect(Math.abs(mass - 1 / rows)).toBeLessThan(1e-10);
    }
    for (let c = 0; c < columns; c++) {
      const mass = P.filter((_, k) => k % columns === c).reduce((a, b) => a + b, 0);
      expect(Math.abs(mass - 1 / columns)).toBeLessThan(1e-10);
    }
    for (let r = 1; r < rows; r++) {
      for (let c = 1; c < columns; c++) {
        const ratio = (at(0, 0) * at(r, c)) / (at(0, c) * at(r, 0));
        const kernel = Math.exp(-(cost[0]![0]! + cost[r]![c]! - cost[0]![c]! - cost[r]![0]!) / epsilon);
        expect(Math.abs(ratio / kernel - 1)).toBeLessThan(1e-11);
      }
    }
  }
});

test('a plan is refused for its rows, its columns and its kernel, each by name', () => {
  const question = draw(couplingSinkhorn, 9);
  const { rows, columns } = question.sizes as { rows: number; columns: number };
  const { plan } = tensorsFrom(couplingSinkhorn, question, evaluate(couplingSinkhorn, question).outputs);
  const verdict = (change: (p: number, i: number, j: number) => number): string[] => {
    const data = Float64Array.from(plan!.data, (p, k) => change(p, Math.floor(k / columns), k % columns));
    return broken(conditions(couplingSinkhorn, question, { plan: { ...plan!, data } }));
  };
  expect(verdict((p) => p)).toEqual([]);
  expect(verdict((p, i) => (i === 0 ? 1.01 * p : p))).toContain('rows');
  expect(verdict((p, _, j) => (j === 0 ? 1.01 * p : p))).toContain('columns');
  // The independent coupling has the marginals and not the kernel.
  expect(verdict(() => 1 / (rows * columns))).toEqual(['log P + C/ε = f + g']);
  expect(verdict((p, i, j) => (i + j === 0 ? 0 : p))).toContain('log P + C/ε = f + g');
  expect(verdict((p, i, j) => (i + j === 0 ? Number.NaN : p))).toEqual([
    'rows',
    'columns',
    'log P + C/ε = f + g',
  ]);
});

test.each(
  couplingMistakes.flatMap((mistake) =>
    mistake.operations.map((name) => [mistake.id, name, mistake] as const),
  ),
)('%s violates the certificate of %s', (_, name, mistake) => {
  const operation = name === 'coupling.exact' ? couplingExact : couplingSinkhorn;
  const violated = Array.from({ length: 12 }, (__, i) => {
    const question = draw(operation, i);
    const { outputs } = evaluate(operation, question, { replace: mistake.replace });
    return broken(conditions(operation, question, tensorsFrom(operation, question, outputs))).length > 0;
  });
  expect(violated).toContain(true);
});
