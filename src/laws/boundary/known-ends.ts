/** What the laws of a marginal field's ends know of it: its own schedule, target and source, or densities that a foreign field states. */
import type { MarginalField } from '../../fields/marginal-field.ts';
import { canDrawPath } from '../core/own-field.ts';
import type { FieldSubject } from '../core/subjects.ts';
import { statedEnds } from '../schedule/stated-ends.ts';

const KNOWN = ['gaussian-mixture', 'empirical', 'uniform-boxes'];

/** The field as one of ours whose ends are known in closed form, or null. */
function asMarginal(field: FieldSubject): MarginalField | null {
  if (!canDrawPath(field) || !KNOWN.includes(String(field.target.kind))) return null;
  return field.target.kind === 'gaussian-mixture' && !field.target.covariances ? null : field;
}

/** The end of a marginal field of ours: p_t is the law of αX₁ + σX₀. */
export interface MarginalEnd {
  readonly kind: 'marginal';
  readonly field: MarginalField;
  readonly alpha: number;
  readonly sigma: number;
}

/** The end of a field that states its density there. */
interface StatedEnd {
  readonly kind: 'stated';
  readonly member: 'sourceLogDensity' | 'targetLogDensity';
}

/** What is known of the field's p₀ or p₁: what it states comes before what it is made of. Null where nothing is. */
export function knownEnd(field: FieldSubject, t: 0 | 1): MarginalEnd | StatedEnd | null {
  const member = t === 0 ? 'sourceLogDensity' : 'targetLogDensity';
  return field[member] === undefined ? marginalEnd(field, t) : { kind: 'stated', member };
}

/** The end by the coefficients that the schedule states, or null where the field is none of ours. */
export function marginalEnd(field: FieldSubject, t: 0 | 1): MarginalEnd | null {
  const own = asMarginal(field);
  if (own === null) return null;
  const { alpha0, sigma0, alpha1, sigma1 } = statedEnds(own.schedule);
  const [alpha, sigma] = t === 0 ? [alpha0, sigma0] : [alpha1, sigma1];
  return { kind: 'marginal', field: own, alpha, sigma };
}

/** True where some component of the target is a mass point, or flat: no density at σ = 0. */
export function hasMassPoints({ target }: MarginalField): boolean {
  if (target.kind === 'empirical') return true;
  if (target.kind !== 'gaussian-mixture') return false;
  const S = target.covariances;
  return (S.kind === 'full' ? S.eigenvalues : S.variances).some((v) => v === 0);
}
