/** Problems with exact solutions, and exact arithmetic on the float64 numbers that a solver returns. */
import type { FloatArray } from '../../src/array/float-array.ts';
import type { VelocityFunction } from '../../src/solvers/velocity.ts';

/** ẋ = −(1 + 2t) x², solved by 1/x(t) = 1/x(0) + t + t²: non-linear, non-autonomous, exact without functions. */
export const riccati: VelocityFunction = (t, x, out) => {
  for (let i = 0; i < x.length; i++) out[i] = -(1 + 2 * t) * x[i]! * x[i]!;
};

/** The solution of {@link riccati} with x(0) = 1. */
export function riccatiSolution(t: number): number {
  return 1 / (1 + t + t * t);
}

/** A field of two columns with no symmetry, bounded slopes and an oscillating time dependence. */
export const swirl: VelocityFunction = (t, x, out) => {
  const c = Math.cos(5 * t);
  const s = Math.sin(3 * t + 0.25);
  for (let i = 0; i < x.length; i += 2) {
    const a = x[i]!;
    const b = x[i + 1]!;
    out[i] = s - b * c + 0.25 * a;
    out[i + 1] = a * s + c / (1 + b * b) - t;
  }
};

/** A rational number p / 2^e: every finite float64 is one. */
export interface Dyadic {
  readonly p: bigint;
  readonly e: bigint;
}

export function dyadic(value: number): Dyadic {
  let e = 0n;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    e++;
  }
  return { p: BigInt(scaled), e };
}

/** True when value = p/q exactly. */
export function equalsRational(value: number, p: bigint, q: bigint): boolean {
  const d = dyadic(value);
  return d.p * q === p * (1n << d.e);
}

export function bits(a: FloatArray): Uint8Array {
  return new Uint8Array(a.buffer, a.byteOffset, a.byteLength);
}
