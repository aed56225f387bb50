/** Every law of a kind of object, held against one: what a mistake of that kind meets. */

import type { HoldOptions } from '../../core/law.ts';
import type { SubjectKind } from '../../core/law-info.ts';
import { type Trial, trial } from '../../core/trial.ts';
import { lawsOf } from '../../registry.ts';

export function everyLaw(
  kind: Exclude<SubjectKind, 'run'>,
  subject: unknown,
  options: HoldOptions = {},
): Trial[] {
  return lawsOf(kind).map((law) => trial(law(subject, options)));
}
