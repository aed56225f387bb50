/**
 * Conditions on a Runge–Kutta method beside those of the trees.
 *
 *   row sums       Σ_j a_ij = c_i
 *   first same as last   a_sj = b_j, c_s = 1, and the first stage is u(t, x)
 *   dense ends     b_i(1) = b_i;  b'(0) = e₁ and b'(1) = e_m for a stage m at x⁺, so that the pieces join smoothly
 *   symmetric      a_ij + a_{s+1−i,s+1−j} = b_j, b_j = b_{s+1−j}, c_i + c_{s+1−i} = 1, for stages in an order that mirrors them
 *   symplectic     b_i a_ij + b_j a_ji = b_i b_j
 *   B(k), C(k), D(k)   the simplifying assumptions
 *
 * Source: E. Hairer, S. P. Nørsett, G. Wanner, "Solving Ordinary Differential Equations I" (1993), II.1, II.6, II.8;
 * J. C. Butcher, "Implicit Runge–Kutta processes", Math. Comp. 18 (1964) for B, C, D; J. M. Sanz-Serna, BIT 28 (1988) for symplecticness.
 */
import type { SimplifyingAssumptions } from './certificate.ts';
import type { ExactMethod } from './exact-method.ts';
import type { Tracked, TrackedArithmetic } from './tracked.ts';

const ORDERS = Array.from({ length: 10 }, (_, k) => k + 1);

/** The first k − 1 of 1, 2, 3, … that fulfil a condition. */
function until(condition: (k: number) => boolean): number {
  const failing = ORDERS.findIndex((k) => !condition(k));
  return failing < 0 ? ORDERS.length : failing;
}

/** The stages whose row sum is not their abscissa. */
export function wrongRowSums<T>(on: TrackedArithmetic<T>): number[] {
  return on.c.flatMap((c, i) => (on.vanishes(on.minus(on.sum(on.a[i]!), c)) ? [] : [i]));
}

/** The stages that are evaluated at x⁺ itself: their row of A is b. */
function endStages<T>(method: ExactMethod<T>, on: TrackedArithmetic<T>): number[] {
  const b = on.weights(method.b);
  const one = on.constant(1);
  return on.c.flatMap((c, i) => {
    const same = on.a[i]!.every((a, j) => on.vanishes(on.minus(a, b[j]!)));
    return same && on.vanishes(on.minus(c, one)) ? [i] : [];
  });
}

/** Whether the first stage is u(t, x). */
const startsAtOnce = <T>(on: TrackedArithmetic<T>): boolean =>
  on.a[0]!.every(on.vanishes) && on.vanishes(on.c[0]!);

export function isFsal<T>(method: ExactMethod<T>, on: TrackedArithmetic<T>): boolean {
  return method.stages > 1 && startsAtOnce(on) && endStages(method, on).includes(method.stages - 1);
}

/** Whether b(1) = b. */
export function isContinuous<T>(method: ExactMethod<T>, on: TrackedArithmetic<T>): boolean | null {
  if (!method.dense) return null;
  const rows = method.dense.b.map((weights) => on.weights(weights));
  return on.weights(method.b).every((b, i) => on.vanishes(on.minus(on.sum(rows.map((row) => row[i]!)), b)));
}

/** Whether b'(0) and b'(1) pick the slopes at the ends. */
export function isSmooth<T>(method: ExactMethod<T>, on: TrackedArithmetic<T>): boolean | null {
  if (!method.dense) return null;
  const rows = method.dense.b.map((weights) => on.weights(weights));
  const picks = (slope: readonly Tracked<T>[], stage: number): boolean =>
    slope.every((x, i) => on.vanishes(i === stage ? on.minus(x, on.constant(1)) : x));
  const atEnd = on.c.map((_, i) => on.sum(rows.map((row, k) => on.times(on.constant(k + 1), row[i]!))));
  return startsAtOnce(on) && picks(rows[0] ?? [], 0) && endStages(method, on).some((m) => picks(atEnd, m));
}

/** Whether the method is its own adjoint. */
export function isSymmetric<T>(method: ExactMethod<T>, on: TrackedArithmetic<T>): boolean {
  const b = on.weights(method.b).slice(0, method.stages);
  const mirror = (i: number): number => method.stages - 1 - i;
  return b.every(
    (bj, j) =>
      on.vanishes(on.minus(bj, b[mirror(j)]!)) &&
      on.vanishes(on.minus(on.sum([on.c[j]!, on.c[mirror(j)]!]), on.constant(1))) &&
      b.every((_, i) => on.vanishes(on.minus(on.sum([on.a[i]![j]!, on.a[mirror(i)]![mirror(j)]!]), bj))),
  );
}

export function isSymplectic<T>(method: ExactMethod<T>, on: TrackedArithmetic<T>): boolean {
  const b = on.weights(method.b).slice(0, method.stages);
  return b.every((bi, i) =>
    b.every((bj, j) => {
      const both = on.sum([on.times(bi, on.a[i]![j]!), on.times(bj, on.a[j]![i]!)]);
      return on.vanishes(on.minus(both, on.times(bi, bj)));
    }),
  );
}

export function simplifyingAssumptions<T>(
  method: ExactMethod<T>,
  on: TrackedArithmetic<T>,
): SimplifyingAssumptions {
  const stages = Array.from({ length: method.stages }, (_, i) => i);
  const b = on.weights(method.b);
  // cᵏ for k = 0 … 10.
  const powers = [on.c.map(() => on.constant(1))];
  for (const k of ORDERS) powers.push(powers[k - 1]!.map((x, i) => on.times(x, on.c[i]!)));
  const c = (k: number, i: number): Tracked<T> => powers[k]![i]!;
  const over = (x: Tracked<T>, k: number): Tracked<T> => on.times(x, on.constant(1, k));
  return {
    B: until((k) =>
      on.vanishes(on.minus(on.sum(stages.map((i) => on.times(b[i]!, c(k - 1, i)))), on.constant(1, k))),
    ),
    C: until((k) =>
      stages.every((i) => {
        const left = on.sum(stages.map((j) => on.times(on.a[i]![j]!, c(k - 1, j))));
        return on.vanishes(on.minus(left, over(c(k, i), k)));
      }),
    ),
    D: until((k) =>
      stages.every((j) => {
        const left = on.sum(stages.map((i) => on.times(on.times(b[i]!, c(k - 1, i)), on.a[i]![j]!)));
        const right = on.times(b[j]!, on.minus(on.constant(1), c(k, j)));
        return on.vanishes(on.minus(left, over(right, k)));
      }),
    ),
  };
}
