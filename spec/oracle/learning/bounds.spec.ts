import { expect, test } from 'vitest';
import { machineOf } from '../../../src/oracle/arithmetic/machine.ts';
import type { Case, Operation, Outcome } from '../../../src/oracle/contract.ts';
import { drawCase } from '../../../src/oracle/generate.ts';
import { targetOf } from '../../../src/oracle/judge/target.ts';
import { activationMistakes } from '../../../src/oracle/mistakes/activations.ts';
import { mlpForward } from '../../../src/oracle/operations/mlp/forward.ts';
import { mlpOperations } from '../../../src/oracle/operations/mlp/index.ts';
import { activation } from '../../../src/oracle/operations/mlp/network.ts';
import { evaluate } from '../../../src/oracle/truth.ts';
import { fold, key } from '../../../src/random/index.ts';

const float32 = machineOf('float32');
const CASES = 10;

const casesOf = (operation: Operation): readonly Case[] =>
  Array.from({ length: CASES }, (_, i) =>
    drawCase(operation, fold(key(21), i), {
      settings: { activation: activation.values[i % activation.values.length] },
    }),
  );

const size = (values: Outcome[string]): number =>
  Math.sqrt(values.reduce((total, { v }) => total + v * v, 0) / values.length);

test.each(mlpOperations)('$name is bounded to a thousandth of its size in float32', (operation) => {
  for (const question of casesOf(operation)) {
    for (const values of Object.values(targetOf(operation, question, { machine: float32 }).outputs)) {
      const worst = values.reduce((largest, { e }) => Math.max(largest, e), 0);
      expect(worst <= 1e-3 * size(values)).toBe(true);
    }
  }
});

/** The network in true float32, each sum in one order or the other. */
function single(question: Case, backwards: boolean): number[] {
  const { dim, rows } = question.sizes;
  const round = Math.fround;
  const f = (name: string): Float32Array => question.inputs[name]!.data as Float32Array;
  const layer = (n: number, a: number[]): number[] =>
    Array.from(f(`b${n}`), (bias, i) => {
      const terms = a.map((value, j) => round(f(`w${n}`)[i * a.length + j]! * value));
      terms.push(bias);
      if (backwards) terms.reverse();
      return terms.reduce((total, term) => round(total + term));
    });
  return Array.from({ length: rows! }, (_, r) => {
    const x = [...f('x').subarray(r * dim!, (r + 1) * dim!), f('t')[r]!];
    const first = layer(1, x).map((z) => round(Math.tanh(z)));
    const second = layer(2, first).map((z) => round(Math.tanh(z)));
    return layer(3, second);
  }).flat();
}

test('true float32 stays within the bound in any order, and not by chance', () => {
  let closest = 0;
  for (let i = 0; i < 40; i++) {
    const question = drawCase(mlpForward, fold(key(22), i), { settings: { activation: 'tanh' } });
    const { y } = targetOf(mlpForward, question, { machine: float32 }).outputs;
    for (const backwards of [false, true]) {
      for (const [k, value] of single(question, backwards).entries()) {
        const ratio = Math.abs(value - y![k]!.v) / y![k]!.e;
        expect(ratio <= 1).toBe(true);
        closest = Math.max(closest, ratio);
      }
    }
  }
  // Far from 1, as thirty roundings in one direction do not happen; far from 0, as the bound counts none twice.
  expect(closest).toBeGreaterThan(0.02);
});

test('with a trace, each stretch is judged from the numbers of the backend', () => {
  const question = drawCase(mlpForward, key(23), { settings: { activation: 'gelu' } });
  const { replace } = activationMistakes.find(({ id }) => id === 'activation.gelu-tanh')!;
  const wrong = evaluate(mlpForward, question, { replace });
  const trace = Object.fromEntries(
    mlpForward.trace.map(({ name }) => [
      name,
      { dtype: 'float32', shape: [], data: Float32Array.from(wrong.probes[name]!, ({ v }) => v) } as const,
    ]),
  );
  const seen = evaluate(mlpForward, question, { machine: float32, trace });
  const misses = (name: string): number =>
    seen.probes[name]!.filter(({ v, e }, i) => !(Math.abs(v - trace[name]!.data[i]!) <= e)).length;
  expect(misses('z1')).toBe(0);
  expect(misses('h1')).toBeGreaterThan(0);
  expect(misses('z2')).toBe(0);
  expect(misses('h2')).toBeGreaterThan(0);
  expect(seen.outputs.y!.every(({ v, e }, i) => Math.abs(v - wrong.outputs.y![i]!.v) <= 2 * e)).toBe(true);
});
