/** Every law of fields, held against a wrong field; the list is that of the registry. */
import type { MarginalField } from '../../../fields/marginal-field.ts';
import type { FieldSubject } from '../../core/subjects.ts';
import { type Trial, trial } from '../../core/trial.ts';
import { probabilityFlow, tweedie } from '../../diffusion/index.ts';
import { laws } from '../../registry.ts';

/** Laws that are written for the source N(0, I), and refuse others. */
const STANDARD_SOURCE: readonly string[] = [tweedie.id, probabilityFlow.id];

export function fieldTrialsOf(field: MarginalField & Partial<FieldSubject>): Trial[] {
  return laws
    .filter((law) => law.kind === 'field')
    .filter((law) => field.sourceLogDensity === undefined || !STANDARD_SOURCE.includes(law.id))
    .map((law) => trial(law(field)));
}
