/** How a mistake is made in a marginal field: in one member, or in the schedule that all members are made of. */
import { type MarginalField, marginalField } from '../../../fields/marginal-field.ts';
import { cosine, type Schedule } from '../../../schedules/index.ts';
import { gaussianMixture } from '../../../targets/gaussian-mixture.ts';
import { blend, blendInto } from './blend.ts';
import { type Blobs, type Changes, logDensityOf, type Row, rowOf, velocityOf } from './field-formulas.ts';
import { type FieldMistake, fieldMistake } from './field-laws.ts';

export const BLOBS: Blobs = { weights: [0.2, 0.3, 0.5], means: [[-1.5], [0.25], [1]], stds: [0.5, 0.8, 0.4] };
export const RIGHT: MarginalField = marginalField({ schedule: cosine, target: gaussianMixture(BLOBS) });

type Member = 'velocity' | 'score' | 'logDensity' | 'divergence' | 'dtLogDensity';
export type Write = (t: number, x: Float64Array, out: Float64Array) => void;

/** The field with one member moved towards a wrong one. */
function withMember(right: MarginalField, name: Member, wrong: Write, size: number): MarginalField {
  const member: Write = (t, x, out) => {
    right[name](t, x, out);
    if (size === 0) return;
    const instead = new Float64Array(out.length);
    wrong(t, x, instead);
    blendInto(out, instead, size);
  };
  return { ...right, [name]: member };
}

export function inMember(
  id: string,
  formula: string,
  mistake: string,
  name: Member,
  wrong: Write,
  right: MarginalField = RIGHT,
): FieldMistake {
  return fieldMistake([id, formula, mistake], (size) => withMember(right, name, wrong, size));
}

/** A velocity of the written-out formula with changes. */
export const changed =
  (changes: Changes, schedule: Schedule = cosine): Write =>
  (t, x, out) => {
    for (let r = 0; r < x.length; r++) out[r] = velocityOf(BLOBS, schedule, t, [x[r]!], changes)[0]!;
  };

/** A log-density of the written-out formula with changes. */
export const changedDensity =
  (changes: Changes): Write =>
  (t, x, out) => {
    for (let r = 0; r < x.length; r++) out[r] = logDensityOf(BLOBS, cosine, t, [x[r]!], changes);
  };

/** A member of the right field, times what `factor` says of t. */
export const scaled =
  (name: Member, factor: (t: number) => number): Write =>
  (t, x, out) => {
    RIGHT[name](t, x, out);
    for (let i = 0; i < out.length; i++) out[i]! *= factor(t);
  };

/** Σ rₖ f(component k) at each row of the line. */
export const mean =
  (f: (row: Row, k: number) => number): Write =>
  (t, x, out) => {
    for (let r = 0; r < x.length; r++) {
      const row = rowOf(BLOBS, cosine, t, [x[r]!], {});
      out[r] = row.r.reduce((sum, weight, k) => sum + weight * f(row, k), 0);
    }
  };

/** All members made of a schedule whose derivatives are wrong: the algebra stays consistent. */
export function inSchedule(
  id: string,
  formula: string,
  mistake: string,
  wrong: (t: number) => { readonly alphaDot?: number; readonly sigmaDot?: number },
): FieldMistake {
  return fieldMistake([id, formula, mistake], (size) => {
    const sigmaDot = (t: number): number => {
      const right = cosine.sigmaDot(t);
      return blend(right, wrong(t).sigmaDot ?? right, size);
    };
    const schedule: Schedule = {
      ...cosine,
      alphaDot(t) {
        const right = cosine.alphaDot(t);
        return blend(right, wrong(t).alphaDot ?? right, size);
      },
      sigmaDot,
      sigmaSigmaDot: (t) => cosine.sigma(t) * sigmaDot(t),
    };
    return marginalField({ schedule, target: RIGHT.target });
  });
}
