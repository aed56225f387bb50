/** The ends of an interval, the last exponential of a softmax, the roundings of an angle: where a bound that is nearly right is none. */
import { expect, test } from 'vitest';
import { angle, arccos } from '../../../src/oracle/arithmetic/angle.ts';
import { arctan } from '../../../src/oracle/arithmetic/arctan.ts';
import { exp, outward, sin } from '../../../src/oracle/arithmetic/functions.ts';
import { machineOf } from '../../../src/oracle/arithmetic/machine.ts';
import { softmax } from '../../../src/oracle/arithmetic/softmax.ts';
import { exact, onMachine } from '../../../src/oracle/arithmetic/tracked.ts';

const U = 2 ** -53;

test('an interval is rounded outwards, and not at all where its end is a float64', () => {
  // Between 16 and 32 numbers are 2⁻⁴⁸ apart: 1.45 of that is rounded to one of them, the farther one must be taken.
  const gap = 2 ** -48;
  expect(outward(17, 1.45 * gap)).toBe(17 + 2 * gap);
  expect(outward(17, -1.45 * gap)).toBe(17 - 2 * gap);
  expect(outward(17, 2 * gap)).toBe(17 + 2 * gap);
  expect(outward(17, 1.55 * gap)).toBe(17 + 2 * gap);
  expect(outward(1.45 * gap, 17)).toBe(17 + 2 * gap);
  expect(outward(0, 0.1)).toBe(0.1);
  expect(outward(1, Infinity)).toBe(Infinity);
  // Where the steps are the least numbers, and what is lost times what was added is 0 in float64.
  expect(outward(2 ** -1021, 2 ** -1074)).toBe(2 ** -1021 + 2 ** -1073);
  expect(outward(-(2 ** -1021), -(2 ** -1074))).toBe(-(2 ** -1021) - 2 ** -1073);
  expect(outward(2 ** -540, 1.45 * 2 ** -592)).toBe(2 ** -540 + 2 * 2 ** -592);
});

test('an angle is bounded as long as its point cannot be 0', () => {
  // Of (0.3, 0.4), at a distance of ½: π/2 · 0.495/0.005.
  const e = (of: number): number => angle({ v: 0.3, e: of, q: 0 }, { v: 0.4, e: 0.25, q: 0 }).e;
  expect(Math.abs(e(0.245) / (49.5 * Math.PI) - 1)).toBeLessThan(1e-9);
  expect(e(0.25)).toBe(Infinity);
});

test('an arccosine stays between 0 and π, with the roundings of its three angles', () => {
  // 8u an angle: of v twice, once for itself and once in the difference, and of the other end.
  const silent = machineOf('float64', { functionUlps: 0 });
  const e = (v: number, by: number): number => onMachine(silent, () => arccos({ v, e: by, q: 0 })).e;
  expect(Math.abs(e(-1, 0) - 16 * U * Math.PI)).toBeLessThan(1e-3 * U);
  expect(Math.abs(e(1, 2) - Math.PI - 8 * U * Math.PI)).toBeLessThan(8 * U);
  for (const c of [1, -1]) {
    expect(Math.abs(e(c, 1e-3) - Math.acos(1 - 1e-3))).toBeLessThan(1e-12);
    expect(onMachine(silent, () => arccos(exact(1.004 * c))).v).toBe(c === 1 ? 0 : Math.PI);
  }
});

test('a sine near 0 moves by no less than its argument', () => {
  const { e } = onMachine(machineOf('float64', { functionUlps: 0 }), () => sin({ v: 0, e: 2 ** -60, q: 0 }));
  expect(e).toBeGreaterThan(2 ** -60);
});

test('an arctangent errs by its own roundings beside those of the machine', () => {
  const own = (by: number): number =>
    onMachine(machineOf('float64', { functionUlps: 4 }), () => arctan({ v: 1, e: by, q: 0 })).e;
  expect(own(0)).toBeGreaterThan(15.9 * U * Math.atan(1));
  expect(own(2 ** -80)).toBeGreaterThan(own(0));
});

test('what an error below the last place of its number does to exp is not lost', () => {
  const e = 1.45 * 2 ** -48;
  const bound = onMachine(machineOf('float64', { functionUlps: 0 }), () => exp({ v: 17, e, q: 0 }));
  // e^(17 + e) − e^17 > e · e^17.
  expect(bound.e).toBeGreaterThan(e * Math.exp(17) * (1 - 4 * U));
});

test('a share near 1 taken as e^(l − L) has the error of that exponential', () => {
  const machine = machineOf('float32');
  const [share] = onMachine(machine, () => softmax([exact(0), exact(-20)]));
  expect(share!.e).toBeGreaterThan(machine.functionU);
  const [unknown] = onMachine(machine, () => softmax([exact(0), { v: 0, e: Infinity, q: Infinity }]));
  expect(unknown!.e).toBe(Infinity);
});

test('the radius of an angle holds its own roundings', () => {
  // atan2(s, c) at 200 bits is 2⁻⁵³ · 3.26 of itself from what the halvings give.
  const { v, e } = angle(exact(0.6976680783444056), exact(2.5342908618349607));
  expect(e).toBeGreaterThan(3.27 * U * v);
});
