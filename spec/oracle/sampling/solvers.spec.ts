import { expect, test } from 'vitest';
import { machineOf } from '../../../src/oracle/arithmetic/machine.ts';
import type { Case, Operation, Tensor } from '../../../src/oracle/contract.ts';
import { drawCase } from '../../../src/oracle/generate.ts';
import { solverMistakes } from '../../../src/oracle/mistakes/solvers.ts';
import { solverSolve } from '../../../src/oracle/operations/solvers/solve.ts';
import { solverStep } from '../../../src/oracle/operations/solvers/step.ts';
import { evaluate } from '../../../src/oracle/truth.ts';
import { fold, key } from '../../../src/random/index.ts';
import { type Fixed, fixed, toNumber } from './fixed-point.ts';
import { fieldOf, pointsOf, solve } from './fixed-solve.ts';

const scalar = (question: Case, name: string): Fixed => fixed(question.inputs[name]!.data[0]!);

/** Two cases of the main tier and one of the edge tier. */
const casesOf = (operation: Operation, solver: string): readonly Case[] =>
  (['float64', 'float32', 'float64'] as const).map((dtype, i) =>
    drawCase(operation, fold(key(31), i), { dtype, tier: i < 2 ? 'main' : 'edge', settings: { solver } }),
  );

test.each(
  [solverStep, solverSolve].flatMap((operation) =>
    operation.settings[0]!.values.map((solver) => [operation.name, solver as string, operation] as const),
  ),
)('%s: %s is what loops in fixed point give', (_, solver, operation) => {
  for (const question of casesOf(operation, solver)) {
    const field = fieldOf(question);
    const [t0, t1] = [scalar(question, 't0'), scalar(question, 't1')];
    const steps = question.sizes.steps ?? 1;
    const expected = pointsOf(question, 'x').flatMap((x) => solve(solver, field, t0, t1, steps, x));
    const { x } = evaluate(operation, question).outputs;
    for (const [i, { v, e }] of x!.entries()) {
      expect(Math.abs(v - toNumber(expected[i]!))).toBeLessThanOrEqual(e);
      expect(e).toBeLessThan(1e-11);
    }
  }
});

test('with the states of a backend, each step is judged by itself', () => {
  const question = drawCase(solverSolve, key(32), {
    settings: { solver: 'rk4' },
    sizes: { rows: 2, dim: 2, steps: 4 },
  });
  const machine = machineOf('float32');
  const right = evaluate(solverSolve, question);
  const data = Float32Array.from(right.probes.states!, ({ v }) => v);
  // The backend makes its second step wrong and goes on from there.
  data[2 * 4] = data[2 * 4]! + 0.25;
  const states: Tensor = { dtype: 'float32', shape: [4, 2, 2], data };
  const judged = evaluate(solverSolve, question, { machine, trace: { states } });
  const off = judged.probes.states!.map(({ v, e }, i) => !(Math.abs(v - data[i]!) <= e));
  // State 2 is wrong; state 3 of the same row is what rk4 makes of the right state 2, so that it misses the true one.
  expect(off.slice(0, 8).some(Boolean)).toBe(false);
  expect(off[8]).toBe(true);
  expect(off.slice(9, 12).some(Boolean)).toBe(false);
  expect(off[12]).toBe(true);
  expect(off.slice(14).some(Boolean)).toBe(false);
  expect(judged.outputs.x!.every(({ v }, i) => Math.abs(v - right.outputs.x![i]!.v) < 1e-5)).toBe(true);
});

test('a loop that ends early leaves the last state but one', () => {
  const question = drawCase(solverSolve, key(33), { settings: { solver: 'heun' }, dtype: 'float64' });
  const { replace } = solverMistakes.find(({ id }) => id === 'solver.last-step-missing')!;
  const { outputs, probes } = evaluate(solverSolve, question, { replace });
  const width = outputs.x!.length;
  expect(outputs.x!.map(({ v }) => v)).toEqual(probes.states!.slice(-width).map(({ v }) => v));
});
