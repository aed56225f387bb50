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
 * e is computed in float64 too, and that it is rounded there is not in it: relative 2⁻⁵³ a step, which the u² that |δ| ≤ u/(1 + u) leaves, and the
 * radius that is added to every bound, exceed by far.
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

/** Whether numbers below the normal ones are 0 to the machine. */
const flushes = (): boolean => machine.tiny === machine.normal;

/** An element of an input: exact, unless the machine's numbers are coarser than those of the run, or it reads the least ones as 0. */
export function given(v: number): Tracked {
  if (machine.inputU > 0) return rounded(v, 0, 0, machine.inputU);
  return flushes() && Math.abs(v) < machine.normal ? { v, e: Math.abs(v), q: v * v } : exact(v);
}

/** A number that every backend must round itself, such as π or 0.1: relative error u. */
export const constant = (v: number): Tracked => rounded(v, 0, 0, machine.u);

/** NaN, or an overflow of the machine: nothing is known of what follows. */
const unknown = (v: number): Tracked => ({ v, e: Infinity, q: Infinity });

/** v with the error e and variance q that it had, after a rounding of relative size `relative`. */
export function rounded(v: number, e: number, q: number, relative: number): Tracked {
  const size = Math.abs(v) + e;
  if (size === 0) return { v, e: 0, q };
  if (!(size <= machine.largest)) return unknown(v);
  const step = relative * size;
  // From the normal numbers on, the step holds the least one as well; but to flush counts whatever may lie below them.
  const least = flushes() ? Math.abs(v) - e : size;
  // A function that errs by k units in the last place errs by k of the least numbers.
  const units = Math.max(1, relative / (2 * machine.u));
  const under = least < machine.normal ? machine.tiny * units : 0;
  return { v, e: e + step + under, q: q + ((step + under) * (step + under)) / 3 };
}

/** Where v is 0 though none of its factors is: float64 itself has lost it, and the machine may have the least number. */
const lost = (v: number, ...factors: readonly Tracked[]): number =>
  v === 0 && factors.every((factor) => factor.v !== 0) ? machine.tiny : 0;

export const negate = (a: Tracked): Tracked => ({ v: -a.v, e: a.e, q: a.q });

export const add = (a: Tracked, b: Tracked): Tracked => rounded(a.v + b.v, a.e + b.e, a.q + b.q, machine.u);

export const subtract = (a: Tracked, b: Tracked): Tracked => add(a, negate(b));

export const multiply = (a: Tracked, b: Tracked): Tracked => product(a, b, machine.u);

/** A product of any number of factors. */
export const times = (first: Tracked, ...others: readonly Tracked[]): Tracked =>
  others.reduce(multiply, first);

export const square = (a: Tracked): Tracked => multiply(a, a);

function product(a: Tracked, b: Tracked, relative: number): Tracked {
  const v = a.v * b.v;
  const e = Math.abs(a.v) * b.e + Math.abs(b.v) * a.e + a.e * b.e + lost(v, a, b);
  return rounded(v, e, a.v * a.v * b.q + b.v * b.v * a.q, relative);
}

/** a/b. The error is ∞ where b may be 0. */
export function divide(a: Tracked, b: Tracked): Tracked {
  const v = a.v / b.v;
  const room = Math.abs(b.v) - b.e;
  const e = room > 0 ? (a.e + Math.abs(v) * b.e) / room + lost(v, a) : Infinity;
  return rounded(v, e, (a.q + v * v * b.q) / (b.v * b.v), machine.u);
}

/**
 * Σ terms in any order and association: γₙ₋₁ Σ|termᵢ|, and γₙ where a coarser accumulator rounds the terms first. From ku = ½ on it is 2ku in
 * the place of γₖ: ku alone holds for any k (Jeannerod & Rump, Improved error bounds for inner products, 2013).
 */
export const sum = (terms: readonly Tracked[]): Tracked =>
  accumulated(terms, machine.accumulateU > machine.u ? terms.length : terms.length - 1);

function accumulated(terms: readonly Tracked[], count: number): Tracked {
  let v = 0;
  let e = 0;
  let q = 0;
  let size = 0;
  const { u, accumulateU, largest, tiny } = machine;
  for (const [i, term] of terms.entries()) {
    v += term.v;
    e += term.e;
    size += Math.abs(term.v) + term.e;
    q += term.q + (i > 0 ? (accumulateU * accumulateU * v * v) / 3 : 0);
  }
  const roundings = Math.max(0, count) * accumulateU;
  const gamma = roundings / (1 - Math.min(0.5, roundings));
  if (!((1 + gamma) * size <= largest)) return unknown(v);
  // A sum below the normal numbers is exact, unless it is flushed to 0.
  const flushed = flushes() ? Math.max(0, terms.length - 1) * tiny : 0;
  const total = { v, e: e + gamma * size + flushed, q };
  return accumulateU < u ? rounded(total.v, total.e, total.q, u) : total;
}

/** Σ aᵢbᵢ as matrix products compute it: factors rounded first where the machine does so, products and sums in its accumulator. */
export function dot(a: readonly Tracked[], b: readonly Tracked[]): Tracked {
  const { factorU, accumulateU } = machine;
  // A weight is rounded alike in every row and step: its rounding counts in full and not as one of many draws.
  const factor = (x: Tracked): Tracked => {
    if (factorU === 0) return x;
    const step = factorU * (Math.abs(x.v) + x.e);
    return rounded(x.v, x.e, x.q + (2 / 3) * step * step, factorU);
  };
  const products = a.map((x, i) => product(factor(x), factor(b[i]!), accumulateU));
  return accumulated(products, products.length - 1);
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
