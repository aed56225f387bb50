/** What the laws ask of a coupling of two batches, and our own couplings in that form. */
import { optimalCoupling } from '../../couplings/optimal-coupling.ts';
import { pairedRows } from '../../couplings/paired-rows.ts';

/** A pairing or a plan, with the potentials that prove it where there are any. */
export interface CouplingAnswer {
  /** Row i of x₀ goes with row assignment[i] of x₁; [rows]. */
  readonly assignment?: Int32Array;
  /** π, the probability of each pair, [rows of x₀, rows of x₁]; rows and columns sum to 1/rows. */
  readonly plan?: Float64Array;
  /** f with fᵢ + gⱼ ≤ ‖x₀⁽ⁱ⁾ − x₁⁽ʲ⁾‖², [rows]. */
  readonly f?: Float64Array;
  /** g, [rows]. */
  readonly g?: Float64Array;
}

/** A coupling of a batch x₀ with a batch x₁, both [rows, dim] with equal weights. */
export interface CouplingSubject {
  readonly name?: string;
  /** An Int32Array is an assignment, a Float64Array a plan. */
  couple(
    x0: Float64Array,
    x1: Float64Array,
    rows: number,
    dim: number,
  ): Int32Array | Float64Array | CouplingAnswer;
  /** Claims the least Σ ‖x₀ − x₁‖². */
  readonly optimal?: boolean;
  /** Claims not to look at the points. */
  readonly independent?: boolean;
  /** The rows of x₁ and their labels in the order of the rows of x₀ that they go with: [rows, dim] and [rows]. */
  pair?(
    x0: Float64Array,
    x1: Float64Array,
    labels: Int32Array,
    rows: number,
    dim: number,
  ): { readonly x1: Float64Array; readonly labels: Int32Array };
  /** The only dimension that it couples; default any. */
  readonly dim?: number;
  /** The largest error of a marginal that a plan means to have, as a share of 1/rows in [0, 0.1]; default 0: exact up to rounding. */
  readonly marginalError?: number;
}

/**
 * An assignment as an object for the laws, with x₁ and its labels reordered by `pairedRows`.
 *
 * ```ts
 * import { independentCoupling } from 'flowproof';
 * import { assignmentCoupling, couplingMarginals } from 'flowproof/laws';
 * const coupling = assignmentCoupling((x0, x1, rows) => independentCoupling(rows), { independent: true });
 * console.log(couplingMarginals(coupling).check().status); // holds
 * ```
 */
export function assignmentCoupling(
  assignment: (x0: Float64Array, x1: Float64Array, rows: number, dim: number) => Int32Array,
  claims: Pick<CouplingSubject, 'name' | 'optimal' | 'independent' | 'dim'> = {},
): CouplingSubject {
  return {
    ...claims,
    couple: assignment,
    pair(x0, x1, labels, rows, dim) {
      const a = assignment(x0, x1, rows, dim);
      return { x1: pairedRows(a, x1, dim), labels: pairedRows(a, labels, 1) };
    },
  };
}

/** `optimalCoupling` of flowproof with its potentials. */
export const exactCoupling: CouplingSubject = {
  ...assignmentCoupling((x0, x1, _, dim) => optimalCoupling(x0, x1, dim).assignment),
  name: 'exact minibatch optimal transport',
  optimal: true,
  couple: (x0, x1, _, dim) => optimalCoupling(x0, x1, dim),
};
