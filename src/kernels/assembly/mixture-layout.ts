/**
 * What the kernels of the mixture field find in memory: addresses and extents in the order in which fields/mixture-lanes.ts and
 * fields/mixture-matrices.ts write them.
 *
 * Rows of the batch go in groups of four, a lane for each: x [groups, axes, 4]. Axes are padded to an even number with centre, inverse and coefficients 0,
 * which add +0 to every sum. Components of weight 0 are left out.
 */
@unmanaged
export class Mixture {
  count: i32;
  /** Padded. */
  axes: i32;
  /** ln of what stands before the exponential [count + 1], the last one twice. */
  logNormalisers: usize;
  /** αm + σm₀ is not formed: αm and 1/v [count + 1, axes, 2], the last component twice. */
  squares: usize;
  /** σm₀ [axes]; 0 where it is 0 everywhere. */
  shift: usize;
  /** 2^(j/1024) for exact-exp.ts. */
  table: usize;
  /** Largest logarithm and sum of the exponentials of a group [4] each. */
  top: usize;
  sum: usize;
  /** Scratch, rows of four lanes for each component and one more: logarithms, those that are kept, their exponentials and then weights. */
  logarithms: usize;
  kept: usize;
  weights: usize;
  /** Scratch [count + 1]: numbers of those that are kept; addresses of exponentials that are left to the definition. */
  numbers: usize;
  left: usize;
  /** How many of the next groups are to be tried without leaving components out. */
  patience: i32;
  /** For full covariances (mixture-full.ts), else 0: αm and α̇m + σ̇m₀ [count, axes]. */
  centres: usize;
  drifts: usize;
  /** 1/v and h/v [count, axes], rows `rowStride` bytes apart; B and B⁻¹ [count, axes, axes], `matrixStride` bytes apart: 0 where all components share them. */
  inverses: usize;
  rates: usize;
  rowStride: usize;
  bases: usize;
  inverseBases: usize;
  matrixStride: usize;
  /** Scratch: y of all components [count, axes, 4], and one vector [axes, 4]. */
  whitened: usize;
  work: usize;
}
