/**
 * Numbers that know how far another arithmetic may be from them: running error analysis.
 *
 *   v   the value, computed in float64
 *   e   |v̂ − v| ≤ e for every v̂ that the current machine can get for this formula, whatever its order of summation
 *   q   variance of v̂ − v if each rounding were an independent draw, uniform in its interval
 *
 * e is a proof (Wilkinson; Higham 2002, §§ 3.1, 3.3: γₙ = nu/(1 − nu) for sums of any order); q is a model, from which statistical
 * bounds of a few √q follow (Higham & Mary, A new approach to probabilistic rounding error analysis, 2019). The same rules,
 * run on `own`, bound the error of v itself.
 *
 * The machine is a setting of the room, not a parameter of each call, so that formulas read like formulas: see `onMachine`.
 */
import { type Machine, own } from './machine.ts';

export interface Tracked {
  readonly v: number;
  readonly e: number;
  readonly q: number;
}

let machine: Machine = own;

/** The result of `compute` with the errors of `on`. Synchronous: the setting ends with the call. */
export function onMachine<T>(on: Machine, compute: () => T): T {
  const before = machine;
  machine = on;
  try {
    return compute();
  } finally {
    machine = before;
  }
}

/** A number that the backend has been handed to the bit. */
export const exact = (v: number): Tracked => ({ v, e: 0, q: 0 });

/** An element of an input: exact, unless the machine's numbers are coarser than those of the run. */
export const given = (v: number): Tracked =>
  machine.inputU > 0 ? rounded(v, 0, 0, machine.inputU) : exact(v);

/** A number that every backend must round itself, such as π or 0.1: relative error u. */
export const constant = (v: number): Tracked => rounded(v, 0, 0, machine.u);

/** v with the error e and variance q that it had, after a rounding of relative size `relative`. */
export function rounded(v: number, e: number, q: number, relative: number): Tracked {
  const size = Math.abs(v) + e;
  if (size === 0) return { v, e: 0, q };
  // NaN, or an overflow of the machine: nothing is known of what follows.
  if (!(size <= machine.largest)) return { v, e: Infinity, q: Infinity };
  const step = relative * size;
  const under = size < machine.normal ? machine.tiny : 0;
  return { v, e: e + step + under, q: q + (step * step) / 3 };
}

export const negate = (a: Tracked): Tracked => ({ v: -a.v, e: a.e, q: a.q });

export const add = (a: Tracked, b: Tracked): Tracked => rounded(a.v + b.v, a.e + b.e, a.q + b.q, machine.u);

export const subtract = (a: Tracked, b: Tracked): Tracked => add(a, negate(b));

export const multiply = (a: Tracked, b: Tracked): Tracked => product(a, b, machine.u);

/** A product of any number of factors. */
export const times = (first: Tracked, ...others: readonly Tracked[]): Tracked =>
  others.reduce(multiply, first);

export const square = (a: Tracked): Tracked => multiply(a, a);

function product(a: Tracked, b: Tracked, relative: number): Tracked {
  const e = Math.abs(a.v) * b.e + Math.abs(b.v) * a.e + a.e * b.e;
  return rounded(a.v * b.v, e, a.v * a.v * b.q + b.v * b.v * a.q, relative);
}

/** a/b. The error is ∞ where b may be 0. */
export function divide(a: Tracked, b: Tracked): Tracked {
  const v = a.v / b.v;
  const room = Math.abs(b.v) - b.e;
  const e = room > 0 ? (a.e + Math.abs(v) * b.e) / room : Infinity;
  return rounded(v, e, (a.q + v * v * b.q) / (b.v * b.v), machine.u);
}

/** Σ terms in any order and association: γₙ₋₁ Σ|termᵢ|. */
export function sum(terms: readonly Tracked[]): Tracked {
  let v = 0;
  let e = 0;
  let q = 0;
  let size = 0;
  const { u, accumulateU } = machine;
  for (const [i, term] of terms.entries()) {
    v += term.v;
    e += term.e;
    size += Math.abs(term.v) + term.e;
    q += term.q + (i > 0 ? (accumulateU * accumulateU * v * v) / 3 : 0);
  }
  const roundings = Math.max(0, terms.length - 1) * accumulateU;
  const total = { v, e: e + (roundings / (1 - Math.min(0.5, roundings))) * size, q };
  return accumulateU < u ? rounded(total.v, total.e, total.q, u) : total;
}

/** Σ aᵢbᵢ as matrix products compute it: factors rounded first where the machine does so, sums in its accumulator. */
export function dot(a: readonly Tracked[], b: readonly Tracked[]): Tracked {
  const { factorU, accumulateU } = machine;
  // A weight is rounded alike in every row and step: its rounding counts in full and not as one of many draws.
  const factor = (x: Tracked): Tracked => {
    if (factorU === 0) return x;
    const step = factorU * (Math.abs(x.v) + x.e);
    return rounded(x.v, x.e, x.q + (2 / 3) * step * step, factorU);
  };
  return sum(a.map((x, i) => product(factor(x), factor(b[i]!), accumulateU)));
}

/** The arithmetic mean. */
export const mean = (terms: readonly Tracked[]): Tracked => divide(sum(terms), exact(terms.length));

/** The larger of two: its error is at most the larger of their errors. */
export const larger = (a: Tracked, b: Tracked): Tracked => ({
  v: Math.max(a.v, b.v),
  e: Math.max(a.e, b.e),
  q: Math.max(a.q, b.q),
});

/** 1 where a > 0, else 0; undecided (error and variance 1, which no rounding has) where the sign of a may be lost. */
export function isPositive(a: Tracked): Tracked {
  const v = a.v > 0 ? 1 : 0;
  if (!(a.e < Infinity)) return { v, e: Infinity, q: 0 };
  const undecided = Math.abs(a.v) <= a.e && a.e > 0 ? 1 : 0;
  return { v, e: undecided, q: undecided };
}

export const absolute = (a: Tracked): Tracked => ({ v: Math.abs(a.v), e: a.e, q: a.q });

/** The relative error of elementary functions on the current machine. */
export const functionRounding = (): number => machine.functionU;

/** The machine that `onMachine` has set. */
export const currentMachine = (): Machine => machine;

/** The unit roundoff of the current machine. */
export const unitRoundoff = (): number => machine.u;
