/** Whether a field is a marginal field of this project: what laws may then take from it beyond the interface of a foreign one. */
import type { MarginalField } from '../../fields/marginal-field.ts';

/**
 * True where the field names a schedule, a source and a target that can be drawn from. A foreign field may carry members of these names that are
 * plain data, or something else: it is then judged as any other.
 */
export function canDrawPath<F extends object>(field: F): field is F & MarginalField {
  const { schedule, target, source } = field as Partial<MarginalField>;
  return (
    typeof schedule?.alpha === 'function' &&
    typeof schedule.sigma === 'function' &&
    typeof target?.sampleInto === 'function' &&
    typeof source === 'object' &&
    source !== null
  );
}
