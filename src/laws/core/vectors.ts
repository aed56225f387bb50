/** Sizes and products of vectors, from left to right. */

/** The largest magnitude, and at least `least`. */
export function largest(values: ArrayLike<number>, least = 0): number {
  let most = least;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!));
  return most;
}

/** Σ aᵢ bᵢ. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** |x|². */
export const squaredLength = (x: ArrayLike<number>): number => dot(x, x);
