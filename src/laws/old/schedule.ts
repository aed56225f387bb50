/**
 * The derivatives of a schedule: α̇ = dα/dt, σ̇ = dσ/dt, σσ̇ = ½ dσ²/dt, against differences of α and σ alone.
 *
 * Every other formula takes α̇ and σ̇ on trust: with wrong ones the algebra of a marginal field stays consistent, and the field is
 * that of another path. Bound: the error estimate of the extrapolation, plus 2δ/h for rounding in differences of step h
 * (schedules/measured-derivative.ts). Interior times only: at an end a derivative may be infinite.
 */
import { checkNumber } from '../../array/float-array.ts';
import { ArgumentError, show } from '../../errors.ts';
import { measuredDerivative } from '../../schedules/measured-derivative.ts';
import type { Schedule } from '../../schedules/schedule.ts';
import type { LawResult } from './law-result.ts';

/** Where the law is tried. */
export interface ScheduleLawOptions {
  /** Times, each in [0.001, 0.999]; default both of these and i/256 for i = 1 … 255. */
  readonly times?: readonly number[];
}

const [FIRST, LAST] = [1e-3, 1 - 1e-3];
const MESH: readonly number[] = [FIRST, ...Array.from({ length: 255 }, (_, i) => (i + 1) / 256), LAST];

/**
 * Tries the three derivatives of a schedule, and reports the worst of them at its worst time.
 *
 * ```ts
 * import { condOT, scheduleLaw } from 'flowproof';
 * console.log(scheduleLaw(condOT).ratio <= 1); // true
 * console.log(scheduleLaw({ ...condOT, sigmaDot: () => 1 }).ratio <= 1); // false
 * ```
 */
export function scheduleLaw(schedule: Schedule, options: ScheduleLawOptions = {}): LawResult {
  if (typeof schedule?.alpha !== 'function') {
    throw new ArgumentError({
      argument: 'schedule',
      expected: 'a Schedule such as condOT or vp()',
      received: show(schedule),
    });
  }
  const derivatives = [
    { name: 'α̇', f: (t: number) => schedule.alpha(t), given: (t: number) => schedule.alphaDot(t) },
    { name: 'σ̇', f: (t: number) => schedule.sigma(t), given: (t: number) => schedule.sigmaDot(t) },
    {
      name: 'σσ̇',
      f: (t: number) => 0.5 * schedule.sigma(t) * schedule.sigma(t),
      given: (t: number) => schedule.sigmaSigmaDot(t),
    },
  ];
  let worst = { ratio: -Infinity, residual: 0, bound: 0, t: 0, name: '', given: 0, measured: 0 };
  for (const t of options.times ?? MESH) {
    checkNumber('times', t, FIRST, LAST);
    for (const { name, f, given: derivative } of derivatives) {
      const given = derivative(t);
      const { value: measured, error: bound } = measuredDerivative(f, t, given);
      const residual = Math.abs(given - measured);
      // A constant 0 is measured without error: 0 beside a bound of 0 is agreement.
      const ratio = residual === 0 ? 0 : residual / bound;
      if (!(ratio <= worst.ratio) && !Number.isNaN(worst.ratio)) {
        worst = { ratio, residual, bound, t, name, given, measured };
      }
    }
  }
  return {
    law: 'schedule: α̇ = dα/dt, σ̇ = dσ/dt, σσ̇ = ½ dσ²/dt',
    residual: worst.residual,
    bound: worst.bound,
    why: `extrapolated differences of α and σ, their error estimate and rounding; ${worst.name}(${worst.t}) is given as ${worst.given} and measured as ${worst.measured}`,
    ratio: worst.ratio,
    worst: { t: worst.t, x: [] },
  };
}
