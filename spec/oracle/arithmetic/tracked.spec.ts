import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as f from '../../../src/oracle/arithmetic/functions.ts';
import { machineOf, own } from '../../../src/oracle/arithmetic/machine.ts';
import * as t from '../../../src/oracle/arithmetic/tracked.ts';

/** A formula twice: over tracked numbers, and in float32 with every operation rounded once. */
interface Twin {
  readonly tracked: t.Tracked;
  readonly float32: number;
}

const r = Math.fround;

/** float64's own roundings of v are 2²⁹ times smaller than those that e allows for, hence the last factor. */
function within(received: number, { v, e }: t.Tracked): void {
  if (!(Math.abs(received - v) <= e * (1 + 1e-6))) throw new Error(`${received} is not ${v} ± ${e}`);
}

const leaf = fc
  .float({ noNaN: true, min: -100, max: 100, noDefaultInfinity: true })
  .map((x): Twin => ({ tracked: t.exact(x), float32: x }));
const binary: Record<string, (a: Twin, b: Twin) => Twin> = {
  add: (a, b) => ({ tracked: t.add(a.tracked, b.tracked), float32: r(a.float32 + b.float32) }),
  subtract: (a, b) => ({ tracked: t.subtract(a.tracked, b.tracked), float32: r(a.float32 - b.float32) }),
  multiply: (a, b) => ({ tracked: t.multiply(a.tracked, b.tracked), float32: r(a.float32 * b.float32) }),
  divide: (a, b) => ({ tracked: t.divide(a.tracked, b.tracked), float32: r(a.float32 / b.float32) }),
  larger: (a, b) => ({ tracked: t.larger(a.tracked, b.tracked), float32: Math.max(a.float32, b.float32) }),
};
const unary: Record<string, (a: Twin) => Twin> = {
  tanh: (a) => ({ tracked: f.tanh(a.tracked), float32: r(Math.tanh(a.float32)) }),
  exp: (a) => ({ tracked: f.exp(a.tracked), float32: r(Math.exp(a.float32)) }),
  sqrtOfSquare: (a) => ({
    tracked: f.sqrt(t.square(a.tracked)),
    float32: r(Math.sqrt(r(a.float32 * a.float32))),
  }),
  sin: (a) => ({ tracked: f.sin(a.tracked), float32: r(Math.sin(a.float32)) }),
  cos: (a) => ({ tracked: f.cos(a.tracked), float32: r(Math.cos(a.float32)) }),
  log1pOfSquare: (a) => ({
    tracked: f.log1p(t.square(a.tracked)),
    float32: r(Math.log1p(r(a.float32 * a.float32))),
  }),
};

const plan = fc.tuple(
  fc.array(leaf, { minLength: 2, maxLength: 6 }),
  fc.array(fc.tuple(fc.constantFrom(...Object.keys(binary), ...Object.keys(unary)), fc.nat(), fc.nat()), {
    minLength: 1,
    maxLength: 8,
  }),
);

test('float32, one rounding an operation, stays within e of the value, for any formula', () => {
  let decided = 0;
  const check = ([leaves, steps]: [Twin[], [string, number, number][]]): void => {
    const values = [...leaves];
    t.onMachine(machineOf('float32'), () => {
      for (const [name, i, j] of steps) {
        const a = values[i % values.length]!;
        const b = values[j % values.length]!;
        values.push(unary[name]?.(a) ?? binary[name]!(a, b));
      }
    });
    for (const { tracked, float32 } of values) {
      // Where a denominator may be 0, and beyond an overflow, nothing is promised.
      if (!Number.isFinite(tracked.e)) continue;
      decided += 1;
      within(float32, tracked);
    }
  };
  fc.assert(fc.property(plan, check), { numRuns: 20000 });
  expect(decided).toBeGreaterThan(10_000);
});

test('sums and dot products hold in every order and association', () => {
  const numbers = fc.array(fc.float({ noNaN: true, min: -10, max: 10, noDefaultInfinity: true }), {
    minLength: 1,
    maxLength: 40,
  });
  const machine = machineOf('float32');
  fc.assert(
    fc.property(numbers, fc.infiniteStream(fc.nat()), (xs, picks) => {
      const total = t.onMachine(machine, () => t.sum(xs.map(t.exact)));
      const open = [...xs];
      while (open.length > 1) {
        const a = open.splice(picks.next().value! % open.length, 1)[0]!;
        const b = open.splice(picks.next().value! % open.length, 1)[0]!;
        open.push(r(a + b));
      }
      within(open[0]!, total);
    }),
    { numRuns: 500 },
  );
});

test('a factor of TF32 costs its 2⁻¹¹ in dot products and nowhere else', () => {
  const [a, b] = [t.exact(1 + 2.44140625e-4), t.exact(1)];
  const tf32 = machineOf('float32', { matmul: 'tf32' });
  const product = t.onMachine(tf32, () => t.dot([a], [b]));
  expect(product.e).toBeGreaterThan(2.44140625e-4);
  expect(t.onMachine(tf32, () => t.multiply(a, b)).e).toBeLessThan(2.5e-7);
  expect(t.onMachine(machineOf('float32'), () => t.dot([a], [b])).e).toBeLessThan(2.5e-7);
});

test('the machine ends with the call, by an exception as well', () => {
  const before = t.unitRoundoff();
  expect(() =>
    t.onMachine(machineOf('float32'), () => {
      throw new Error('stop');
    }),
  ).toThrow('stop');
  expect(t.unitRoundoff()).toBe(before);
  expect(before).toBe(own.u);
});

test('subnormal results may be lost by their last bit, or whole where they are flushed', () => {
  const small = t.exact(8.271806125530277e-25);
  expect(t.onMachine(machineOf('float32'), () => t.square(small)).e).toBeLessThan(1e-44);
  // (2⁻⁶⁴)² = 2⁻¹²⁸ is subnormal.
  const flushed = t.onMachine(machineOf('float32', { flushToZero: true }), () => t.square(t.exact(2 ** -64)));
  expect(flushed.e).toBeGreaterThanOrEqual(2 ** -128);
});
