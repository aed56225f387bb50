/**
 * Tweedie's formula: E[X₁ | X_t = x] = (x + σ²s(x))/α for the score s = ∇ ln p_t, against the posterior mean, and against what the
 * velocity says, (σu − σ̇x)/D, D = α̇σ − ασ̇.
 *
 * Judged as αE[X₁|x], which has no pole. The score is the field's own, or differences of ln p with their error. Bound: 4 roundings of
 * each summand, and what the weights of a mixture carry (scheduled-field.ts): with n = d + 4 + |ln p| and M the size of X₀ given x,
 * x + σ²s errs by ε(4L + 2nσM) + σ²E(s), the posterior mean by the same, and α(σu − σ̇x)/D by ε|α/D| times
 * 8(|α̇|σ + |ασ̇|)/|D| of |σu| + |σ̇x| and of what u adds up, n(|α̇|(L + σM)/α + |σ̇|M)σ.
 *
 * Blind to: an error that score, velocity and posterior share. Sources: Robbins (1956); Efron, Tweedie's formula and selection bias
 * (2011), eq. 1.4.
 */
import { type FieldPoint, fieldPoints, linePicture, pointWords } from '../arbitraries/field-points.ts';
import { times } from '../arbitraries/times.ts';
import { pointAt } from '../conversions/linear-relations.ts';
import { givenArray } from '../core/guard.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { CannotJudge, type Measurement, worstOf } from '../core/measurement.ts';
import { refusesField, roundingSizes, type ScheduledFieldSubject, valuesAt } from './scheduled-field.ts';

/**
 * The law of Tweedie's formula.
 *
 * ```ts
 * import { condOT, eightGaussians, marginalField } from 'flowproof';
 * import { tweedie } from 'flowproof/laws';
 * const field = marginalField({ schedule: condOT, target: eightGaussians() });
 * console.log(tweedie(field).check().status); // holds
 * ```
 */
export const tweedie: Law<ScheduledFieldSubject, FieldPoint> = defineLaw({
  id: 'tweedie',
  number: 7,
  title: 'E[X₁|x] = (x + σ²∇ ln p)/α = (σu − σ̇x)/(α̇σ − ασ̇)',
  kind: 'field',
  assumes: ['X_t = αX₁ + σX₀ with X₀ ~ N(0, I) and a known schedule', 'α ≠ 0, 0 < t < 1'],
  export: 'tweedie',
  runs: 30,
  refuses: refusesField,
  cases: (field) => fieldPoints(field, times()),
  words: pointWords,
  picture: (field) => linePicture(field, [0.01, 0.99]),
  measure(field, { t, x: at }) {
    const values = valuesAt(field, t, at);
    const { alpha, sigma, alphaDot, sigmaDot } = pointAt(field.schedule!, t);
    const D = alphaDot * sigma - alpha * sigmaDot;
    if (!Number.isFinite(D)) throw new CannotJudge(`the schedule has no finite slope at t = ${t}`);
    const { x, u, score, precision } = values;
    const { roundings, noise, reach } = roundingSizes(field, t, values, sigma);
    const own = precision * (4 * reach + 2 * roundings * sigma * noise);
    const parts = Math.abs(alphaDot) * sigma + Math.abs(alpha * sigmaDot);
    const posterior = field.posterior
      ? givenArray(`posterior(${t}, …)`, field.dim, (out) => field.posterior!(t, x, { x1: out }))
      : null;
    const found: Measurement[] = [];
    for (let i = 0; i < field.dim; i++) {
      const byScore = x[i]! + sigma * sigma * score.value[i]!;
      const scoreBound = own + sigma * sigma * score.error[i]!;
      if (posterior) {
        found.push(compare(i, byScore, 'its posterior mean', alpha * posterior[i]!, scoreBound + own));
      }
      // D = 0: no velocity determines x₁.
      if (D === 0) continue;
      const byVelocity = (alpha * (sigma * u[i]! - sigmaDot * x[i]!)) / D;
      const summands = Math.abs(sigma * u[i]!) + Math.abs(sigmaDot) * reach;
      const inside =
        roundings *
        sigma *
        (Math.abs(alphaDot / alpha) * (reach + sigma * noise) + Math.abs(sigmaDot) * noise);
      const bound = precision * Math.abs(alpha / D) * (8 * summands * (parts / Math.abs(D)) + inside);
      found.push(compare(i, byScore, 'the velocity', byVelocity, scoreBound + bound));
    }
    return worstOf(found);
  },
});

function compare(i: number, byScore: number, other: string, value: number, bound: number): Measurement {
  return {
    residual: Math.abs(byScore - value),
    bound,
    why: 'roundings of x, score and weights, and of the score where it is a difference of ln p',
    detail: `αE[X₁|x]${i === 0 ? '' : ` (coordinate ${i})`} by the score ${byScore}, by ${other} ${value}`,
  };
}
