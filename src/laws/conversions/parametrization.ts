/**
 * What the laws of conversions ask of a parametrization: the schedule it is about, and the conversion of a batch.
 *
 * Names, for X_t = α X₁ + σ X₀: 'x1' and 'epsilon' the two ends X₁ and X₀, 'velocity' α̇ x₁ + σ̇ x₀, 'score' −x₀/σ, 'v' α x₀ − σ x₁.
 */
import { convert, type Parametrization } from '../../paths/index.ts';
import type { Schedule, ScheduleSpec } from '../../schedules/schedule.ts';
import { scheduleFromSpec } from '../../schedules/spec.ts';
import { scheduleSpecs } from '../arbitraries/schedules.ts';
import type { Family } from '../core/law.ts';
import { literal, type ObjectCode } from '../core/snippet.ts';
import type { ScheduleSubject } from '../core/subjects.ts';

export const PARAMETRIZATIONS: readonly Parametrization[] = ['x1', 'epsilon', 'velocity', 'score', 'v'];

/** Conversions between what networks predict, on one schedule. */
export interface ParametrizationSubject {
  readonly name?: string;
  readonly schedule: ScheduleSubject;
  /** The names that it converts between, two at least; default all five. */
  readonly parametrizations?: readonly Parametrization[];
  /**
   * Writes to `out` the prediction of `to` that says the same as the `prediction` of `from` at the points x at time t; all of one
   * length. Throws where `from` does not determine `to`.
   */
  convert(
    from: Parametrization,
    to: Parametrization,
    t: number,
    x: Float64Array,
    prediction: Float64Array,
    out: Float64Array,
  ): void;
  /** ε, the relative precision of the values; default 2⁻⁵². For one that computes in float32: 2⁻²³. */
  readonly precision?: number;
}

/**
 * flowproof's own conversions on a schedule, as the laws hold them.
 *
 * ```ts
 * import { condOT } from 'flowproof';
 * import { conversions, parametrizationOf } from 'flowproof/laws';
 * console.log(conversions(parametrizationOf(condOT)).check().status); // holds
 * ```
 */
export function parametrizationOf(schedule: Schedule): ParametrizationSubject {
  return {
    name: `conversions on ${schedule.name}`,
    schedule,
    convert: (from, to, t, x, prediction, out) => convert(schedule, from, to, t, x, prediction, out),
  };
}

/** The code of flowproof's own conversions on the schedule that `expression` gives. */
export function parametrizationCode(names: readonly string[], expression: string): ObjectCode {
  return {
    imports: [
      `import { ${names.join(', ')} } from 'flowproof';`,
      "import { parametrizationOf } from 'flowproof/laws';",
    ],
    expression: `parametrizationOf(${expression})`,
  };
}

/** flowproof's own conversions on every built-in schedule. */
export function parametrizations(): Family<ParametrizationSubject, ScheduleSpec> {
  return {
    name: 'conversions on any schedule',
    data: scheduleSpecs(),
    build: (spec) => parametrizationOf(scheduleFromSpec(spec)),
    words: (spec) => `schedule ${literal(spec)}`,
    code: (spec) => parametrizationCode(['scheduleFromSpec'], `scheduleFromSpec(${literal(spec)})`),
  };
}
