/** Integrals over (0, 1) of what two quantile functions of n and m equal steps are made of. */

/**
 * Σ over the cells of the common refinement of the steps i/n and j/m, divided by nm; `cell` is given the width in units of 1/(nm), in which
 * breaks are integers and none is missed by rounding, and the steps i and j.
 */
export function commonRefinement(
  n: number,
  m: number,
  cell: (width: number, i: number, j: number) => number,
): number {
  let total = 0;
  let position = 0;
  for (let i = 0, j = 0; i < n && j < m; ) {
    const next = Math.min((i + 1) * m, (j + 1) * n);
    total += cell(next - position, i, j);
    position = next;
    if ((i + 1) * m === next) i++;
    if ((j + 1) * n === next) j++;
  }
  return total / (n * m);
}
