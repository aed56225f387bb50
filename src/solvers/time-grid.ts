/**
 * The uniform grid t_i = from + (to − from) · i/N, and the stage times between its points.
 *
 * Time is a function of the index and never a running sum: adding h in float32 drifts by 1e-5 over a thousand steps.
 * A stage at the fraction c = p/q of step i sits at u = (iq + p)/(Nq), one correctly rounded quotient of integers, so
 * that c = 1 is the next grid point to the bit, both ends are hit exactly, and time reversed on [0, 1] is
 * 1 − u for the same u: solving u(t, x) from 1 to 0 has the times 1 − s of solving −u(1 − s, x) from 0 to 1.
 */

/** The time of stage c = p/q of step i, inside [from, to] whatever the rounding. */
export function stageTime(
  from: number,
  to: number,
  steps: number,
  step: number,
  c: { readonly p: number; readonly q: number },
): number {
  const u = (step * c.q + c.p) / (steps * c.q);
  if (u === 1) return to;
  // Inside without a clamp: u ≤ 1 − 1/(Nq) outweighs the rounding of to − from, and rounding is monotone.
  return from + (to - from) * u;
}

const START = { p: 0, q: 1 };

/** t_0 = from, …, t_N = to; shape [steps + 1]. */
export function timeGrid(from: number, to: number, steps: number): Float64Array {
  const times = new Float64Array(steps + 1);
  for (let i = 0; i <= steps; i++) times[i] = stageTime(from, to, steps, i, START);
  return times;
}
