/**
 * The continuity equation on a grid of finite volumes: what a cell gains between s and t has come in through its faces.
 *
 * On the line and in the plane, on cells that together hold all of p (support-box.ts). No derivative is taken of anything. Judged in three ways,
 * the worst of which counts, in units of mass:
 *
 *   each cell    m(t) − m(s) + Σ ±F = 0
 *   all cells    M(t) − M(s) + outer faces = 0: inner faces cancel by construction, so that the mass is conserved up to what leaves the grid
 *   total mass   M(s) = M(t) = 1 up to the tails outside: ln p must be normalised for this law
 *
 * Bound: the distance of two resolutions (panels in x, nodes in τ; finite-volumes.ts) of every integral that enters, which are refined until it is below the
 * rounding; Σ|term| ε(16 + d + |ln p| + 8R/ℓ) for rounding, R the reach of the box and ℓ the length over which ln p changes by about one
 * (where ln p and u scatter by more among neighbours, that: field-noise.ts);
 * for the total mass, 2∫ p/|∂ₙ ln p| over the outer faces for the tails. CannotJudge where two resolutions of the grid differ by 10⁻⁶.
 * Source: LeVeque, Finite Volume Methods for Hyperbolic Problems (2002), chapter 4.
 */
import fc from 'fast-check';
import { times } from '../arbitraries/times.ts';
import { requireField } from '../core/field-calls.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { worstOf } from '../core/measurement.ts';
import type { FieldSubject } from '../core/subjects.ts';
import { gridBalance } from './grid-balance.ts';

/** An interval of time, and where the box about p is cut into cells. */
export interface VolumesCase {
  readonly s: number;
  readonly t: number;
  /** Along each axis, ascending shares of the box in (0, 1). */
  readonly cuts: readonly (readonly number[])[];
  /** Of the draws about which the box is laid. */
  readonly seed: number;
}

/**
 * The continuity equation on finite volumes.
 *
 * ```ts
 * import { condOT, gaussianMixture, marginalField } from 'flowproof';
 * import { continuityVolumes } from 'flowproof/laws';
 * const target = gaussianMixture({ means: [[-1], [2]], stds: [0.5, 1] });
 * const field = marginalField({ schedule: condOT, target });
 * console.log(continuityVolumes(field).check().status); // holds
 * ```
 */
export const continuityVolumes: Law<FieldSubject, VolumesCase> = defineLaw({
  id: 'continuity-volumes',
  number: 3,
  title: 'change of mass of each cell + flux through its faces = 0, total mass 1',
  kind: 'field',
  assumes: [
    'one or two dimensions',
    'p and pu are smooth inside (0, 1), and not much narrower than the whole',
    'ln p is normalised, its tails are log-concave, and no part of p is an island that draws miss',
  ],
  export: 'continuityVolumes',
  runs: 2,
  refuses(field) {
    requireField(field, ['velocity', 'logDensity']);
    return field.dim <= 2 ? null : `${field.dim} dimensions are too many for a grid`;
  },
  cases: ({ dim }) =>
    fc
      .tuple(
        times({ margin: 0.05 }),
        fc.integer({ min: 20, max: 100 }),
        fc.array(cutsOf(), { minLength: dim, maxLength: dim }),
        fc.integer({ min: 1, max: 1_000_000 }),
      )
      .map(([t, share, cuts, seed]) => ({ s: earlier(t, share / 100), t, cuts, seed })),
  words: ({ s, t, cuts }) =>
    `[s, t] = [${s}, ${t}], cells cut at ${cuts.map((c) => c.join(', ')).join(' and at ')} of the box`,
  measure: (field, at) => worstOf(gridBalance(field, at)),
});

const LONGEST = 0.1;

/** A time up to 0.1, or 0.3 of the distance to the nearer end, before t. */
function earlier(t: number, share: number): number {
  return Math.round((t - share * Math.min(LONGEST, 0.3 * t, 0.3 * (1 - t))) * 1e5) / 1e5;
}

/** One to three cuts near the middle of the box, where p lives. */
function cutsOf(): fc.Arbitrary<number[]> {
  return fc
    .uniqueArray(fc.integer({ min: 32, max: 68 }), { minLength: 1, maxLength: 3 })
    .map((percents) => percents.sort((a, b) => a - b).map((percent) => percent / 100));
}
