/** Marginal fields of random schedules and mixtures, as plain data; shrink to CondOT and N(0, I). */
import fc from 'fast-check';
import { fieldFromSpec } from '../../fields/field-spec.ts';
import type { MarginalField, MarginalFieldSpec } from '../../fields/marginal-field.ts';
import type { Family } from '../core/law.ts';
import { flowproofCode, literal } from '../core/snippet.ts';
import { scheduleSpecs } from './schedules.ts';
import { type MixtureOptions, mixtureSpecs } from './targets.ts';

/** All marginal fields of built-in schedules and Gaussian mixtures in `dim` dimensions, from the source N(0, I). */
export function marginalFields(options: MixtureOptions): Family<MarginalField, MarginalFieldSpec> {
  return {
    name: `any mixture in ${options.dim} dimension${options.dim === 1 ? '' : 's'}`,
    data: fc
      .tuple(scheduleSpecs(), mixtureSpecs(options))
      .map(([schedule, target]): MarginalFieldSpec => ({ kind: 'marginal', schedule, target })),
    build: fieldFromSpec,
    words: (spec) => `schedule ${literal(spec.schedule)}, target ${literal(spec.target)}`,
    code: (spec) => flowproofCode(['fieldFromSpec'], `fieldFromSpec(${literal(spec)})`),
  };
}
