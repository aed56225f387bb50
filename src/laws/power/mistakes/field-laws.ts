/** Every law of fields, held against a wrong field; the list is that of the registry. */
import type { MarginalField } from '../../../fields/marginal-field.ts';
import { type Trial, trial } from '../../core/trial.ts';
import { laws } from '../../registry.ts';

export function fieldTrialsOf(field: MarginalField): Trial[] {
  return laws.filter((law) => law.kind === 'field').map((law) => trial(law(field)));
}
