/** A coarse machine, whose roundings can be followed by hand. */
import type { Machine } from '../../../src/oracle/arithmetic/machine.ts';
import * as t from '../../../src/oracle/arithmetic/tracked.ts';

/** Three bits: u = ⅛. */
export const coarse: Machine = {
  u: 1 / 8,
  accumulateU: 1 / 8,
  factorU: 0,
  inputU: 0,
  functionU: 1 / 4,
  largest: 1000,
  normal: 1 / 16,
  tiny: 1 / 1024,
};

export const on = (compute: () => t.Tracked, more: Partial<Machine> = {}): t.Tracked =>
  t.onMachine({ ...coarse, ...more }, compute);

/** The expected numbers are sums of a few float64 operations. */
export function is(
  { v, e, q }: t.Tracked,
  [value, error, variance]: readonly [number, number, number],
): void {
  const same = (a: number, b: number): boolean => Object.is(a, b) || Math.abs(a - b) <= 1e-13 * Math.abs(b);
  if (!(same(v, value) && same(e, error) && same(q, variance))) {
    throw new Error(`{ v: ${v}, e: ${e}, q: ${q} }, expected ${value}, ${error}, ${variance}`);
  }
}

export const power = (n: number): number => {
  let result = 1;
  for (let i = 0; i < Math.abs(n); i++) result *= n < 0 ? 0.5 : 2;
  return result;
};
