/** Every law of fields, held against a wrong field; the list is that of the registry. */
import type { MarginalField } from '../../../fields/marginal-field.ts';
import type { Trial } from '../../core/trial.ts';
import { probabilityFlow, type ScheduledFieldSubject, tweedie } from '../../diffusion/index.ts';
import type { TransportSubject } from '../../likelihood/index.ts';
import { type Mistake, mistakeOf, type Text } from '../mistake.ts';
import { everyLaw } from './every-law.ts';

/** A marginal field with what laws of fields may ask for beyond it. */
type WrongField = MarginalField & Partial<TransportSubject & Pick<ScheduledFieldSubject, 'beta'>>;

/** A mistake in a marginal field. */
export interface FieldMistake extends Mistake {
  /** The field with the mistake in this size: 0 the right one, 1 as written in `mistake`. */
  subject(size: number): WrongField;
}

/** Laws that are written for the source N(0, I), and refuse others. */
const STANDARD_SOURCE: readonly string[] = [tweedie.id, probabilityFlow.id];

function fieldTrialsOf(field: WrongField): Trial[] {
  const standard = field.sourceLogDensity === undefined;
  return everyLaw('field', field).filter(({ law }) => standard || !STANDARD_SOURCE.includes(law));
}

/** The mistake, held against every law of fields. */
export function fieldMistake(text: Text, subject: (size: number) => WrongField): FieldMistake {
  return { ...mistakeOf('field', text, (size) => fieldTrialsOf(subject(size))), subject };
}
