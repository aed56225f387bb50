/**
 * Running error analysis: numbers that carry a bound on how far float64 may have gone astray, for code that is written over an arithmetic.
 * Source: J. H. Wilkinson, "Error analysis revisited", IMA Bulletin 22 (1986).
 */

/** The four operations, so that one formula runs in float64 and with its error bound. */
export interface Arithmetic<N> {
  number(x: number): N;
  add(a: N, b: N): N;
  subtract(a: N, b: N): N;
  multiply(a: N, b: N): N;
  divide(a: N, b: N): N;
}

export const float64: Arithmetic<number> = {
  number: (x) => x,
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
};

/** A float64 and a bound on its distance to the exact value. */
export interface Bounded {
  readonly value: number;
  readonly error: number;
}

const UNIT = 2 ** -53;
const rounded = (value: number, error: number): Bounded => ({ value, error: error + UNIT * Math.abs(value) });

export const bounded: Arithmetic<Bounded> = {
  number: (value) => ({ value, error: 0 }),
  add: (a, b) => rounded(a.value + b.value, a.error + b.error),
  subtract: (a, b) => rounded(a.value - b.value, a.error + b.error),
  multiply: (a, b) =>
    rounded(a.value * b.value, Math.abs(a.value) * b.error + Math.abs(b.value) * a.error + a.error * b.error),
  divide: (a, b) => {
    const value = a.value / b.value;
    return rounded(value, (a.error + Math.abs(value) * b.error) / (Math.abs(b.value) - b.error));
  },
};
