/** What the laws of a marginal field's ends know of it: its own schedule, target and source, or densities that a foreign field states. */
import type { MarginalField } from '../../fields/marginal-field.ts';
import { canDrawPath } from '../core/own-field.ts';
import type { FieldSubject } from '../core/subjects.ts';
import { statedEnds } from '../schedule/stated-ends.ts';

const KNOWN = ['gaussian-mixture', 'empirical', 'uniform-boxes'];

/** The field as one of ours whose ends are known in closed form, or null. */
export function asMarginal(field: FieldSubject): MarginalField | null {
  if (!canDrawPath(field) || !KNOWN.includes(String(field.target.kind))) return null;
  return field.target.kind === 'gaussian-mixture' && !field.target.covariances ? null : field;
}

/** What the field's schedule states of an end: p_t is the law of αX₁ + σX₀. */
export function coefficients({ schedule }: MarginalField, t: 0 | 1): { alpha: number; sigma: number } {
  const { alpha0, sigma0, alpha1, sigma1 } = statedEnds(schedule);
  return t === 0 ? { alpha: alpha0, sigma: sigma0 } : { alpha: alpha1, sigma: sigma1 };
}

/** True where some component of the target is a mass point, or flat: no density at σ = 0. */
export function hasMassPoints({ target }: MarginalField): boolean {
  if (target.kind === 'empirical') return true;
  if (target.kind !== 'gaussian-mixture') return false;
  const S = target.covariances;
  return (S.kind === 'full' ? S.eigenvalues : S.variances).some((v) => v === 0);
}
