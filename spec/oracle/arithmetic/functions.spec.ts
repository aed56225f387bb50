/** What functions make of an error, by hand on a machine of three bits, and at the ends of their domains. */
import { expect, test } from 'vitest';
import { angleOf } from '../../../src/oracle/arithmetic/angle.ts';
import * as f from '../../../src/oracle/arithmetic/functions.ts';
import { softmax } from '../../../src/oracle/arithmetic/softmax.ts';
import * as t from '../../../src/oracle/arithmetic/tracked.ts';
import { shortest, wrapped } from '../../../src/oracle/formulas/torus.ts';
import { is, on, power } from './coarse-machine.ts';

test('functions carry an error to the farther end of their interval', () => {
  const envelope = power(-51);
  const [rising, falling] = [(x: number) => x * x, (x: number) => 1 / x];
  const up = 7 + 9 * envelope;
  is(
    on(() => f.monotone(rising, { v: 3, e: 1, q: 2 }, 1 / 4)),
    [9, up + (9 + up) / 4, up * up * 2 + ((9 + up) / 4) ** 2 / 3],
  );
  is(
    on(() => f.monotone((x) => -x * x, { v: 3, e: 1, q: 2 }, 1 / 4)),
    [-9, up + (9 + up) / 4, up * up * 2 + ((9 + up) / 4) ** 2 / 3],
  );
  const down = 0.5 + 0.5 * envelope;
  is(
    on(() => f.monotone(falling, { v: 2, e: 1, q: 2 }, 1 / 4)),
    [0.5, down + (0.5 + down) / 4, down * down * 2 + ((0.5 + down) / 4) ** 2 / 3],
  );
  is(
    on(() => f.monotone(rising, { v: 3, e: 0, q: 2 }, 1 / 4)),
    [9, 2.25, 2.25 ** 2 / 3],
  );
  for (const compute of [
    () => f.monotone(rising, { v: 3, e: Infinity, q: 0 }, 0),
    () => f.monotone(Math.log, { v: 1, e: 2, q: 0 }, 0),
    () => f.log({ v: 1, e: 1, q: 0 }),
    () => f.log1p({ v: 0, e: 1, q: 0 }),
    () => f.sin({ v: 0, e: Infinity, q: 0 }),
  ]) {
    expect(on(compute).e).toBe(Infinity);
  }
  expect(on(() => f.log({ v: 1, e: 0.999, q: 0 })).e).toBeLessThan(Infinity);
  expect(on(() => f.log1p({ v: 0, e: 0.999, q: 0 })).e).toBeLessThan(Infinity);
});

test('√ rounds as an operation, erf counts from 1, sin and cos stay within 2', () => {
  is(
    on(() => f.sqrt(t.exact(4))),
    [2, 0.25, 0.0625 / 3],
  );
  expect(on(() => f.sqrt({ v: 1, e: 3, q: 0 }))).toMatchObject({
    v: 1,
    e: 1 + power(-50) + (2 + power(-50)) / 8,
  });
  is(
    on(() => f.erf(t.exact(0))),
    [0, 1 / 4, 1 / 48],
  );
  is(
    on(() => f.exp(t.exact(0))),
    [1, 1 / 4, 1 / 48],
  );
  const a0 = { v: 0, e: 0.5, q: 0.25 };
  const flat = 0.25 * (1 + power(-51)) * 0.5;
  const steep = 1.25 * (1 + power(-51)) * 0.5;
  is(
    on(() => f.cos(a0)),
    [1, flat + (1 + flat) / 4, ((1 + flat) / 4) ** 2 / 3],
  );
  is(
    on(() => f.sin(a0)),
    [0, steep + steep / 4, 0.25 + (steep / 4) ** 2 / 3],
  );
  is(
    on(() => f.sin({ v: 0, e: 5, q: 1 })),
    [0, 2.5, 1 + 0.25 / 3],
  );
});

test('at the ends: no angle at 0, no logarithm below it, no probability beyond 1, one turn of a torus', () => {
  expect(angleOf(0, 0)).toBe(0);
  for (const below of [0, 0.005]) {
    expect([f.log(t.exact(-below)).v, f.log1p(t.exact(-1 - below)).v]).toEqual([-Infinity, -Infinity]);
  }
  const unsure = { v: 0, e: 50, q: 0 };
  for (const { v, e } of softmax([unsure, unsure])) {
    expect(v).toBe(0.5);
    if (!(Math.abs(e - 1) < 1e-9)) throw new Error(`${e}`);
  }
  // A share that underflows may be anything when its logit is.
  const [, none] = softmax([unsure, { ...unsure, v: -800 }]);
  expect(none!.v).toBe(0);
  if (!(Math.abs(none!.e - 1) < 1e-9)) throw new Error(`${none!.e}`);
  for (const [of, v] of [
    [wrapped, 0.999],
    [wrapped, 3.005],
    [shortest, 0.495],
    [shortest, -0.495],
  ] as const) {
    const { e } = of({ v, e: 0.01, q: 0 });
    if (!(Math.abs(e - 1.01) < 1e-9)) throw new Error(`${v}: ${e}`);
    expect(of({ v, e: 0.001, q: 0 }).e < 0.01).toBe(v !== 0.999);
  }
  // Within an error of the jump, and not at twice the distance.
  for (const [of, jump, side] of [
    [wrapped, 1, -1],
    [wrapped, 0, 1],
    [shortest, 0.5, -1],
    [shortest, -0.5, 1],
  ] as const) {
    for (const [away, jumps] of [
      [0.0005, true],
      [0.002, false],
    ] as const) {
      expect(of({ v: jump + side * away, e: 0.001, q: 0 }).e > 1).toBe(jumps);
    }
  }
});
