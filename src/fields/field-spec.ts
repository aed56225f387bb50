/** A marginal field from its plain data, as sent between threads or read from a file. */
import { ArgumentError, show } from '../errors.ts';
import { scheduleFromSpec } from '../schedules/spec.ts';
import { targetFromSpec } from '../targets/spec.ts';
import type { ClosedFormTarget } from './components-of.ts';
import { type MarginalField, type MarginalFieldSpec, marginalField } from './marginal-field.ts';

/**
 * The field that `spec` describes; throws ArgumentError for an unknown kind, a target without a closed form or bad parameters.
 *
 * ```ts
 * import { cosine, eightGaussians, fieldFromSpec, marginalField } from 'flowproof';
 * const field = marginalField({ schedule: cosine, target: eightGaussians() });
 * fieldFromSpec(field.spec!).dim; // 2
 * ```
 */
export function fieldFromSpec(spec: MarginalFieldSpec): MarginalField {
  if (spec?.kind !== 'marginal') {
    throw new ArgumentError({
      argument: 'spec.kind',
      expected: "'marginal'",
      received: show((spec as { kind?: unknown } | undefined)?.kind),
    });
  }
  const schedule = scheduleFromSpec(spec.schedule);
  const target = targetFromSpec(spec.target) as ClosedFormTarget;
  return marginalField(spec.source ? { schedule, target, source: spec.source } : { schedule, target });
}
