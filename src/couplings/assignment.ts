/**
 * The linear assignment problem, exactly: the permutation a that minimises Σᵢ c[i, a(i)], with dual potentials as its proof.
 *
 *   min Σᵢ c[i, a(i)]  =  max Σᵢ fᵢ + Σⱼ gⱼ  subject to  fᵢ + gⱼ ≤ c[i, j];   f_i + g_a(i) = c[i, a(i)] at the optimum.
 *
 * Rows are assigned one by one along a shortest augmenting path in the reduced costs c − f − g ≥ 0 (Dijkstra on a dense graph), after which the
 * potentials are moved by the path lengths: O(n³) time, O(n) memory beside c. Ties go to the lowest column, so that the answer depends on c alone.
 * Sums and differences of costs that are exact in float64 give an exact answer; else c is met up to rounding of n additions.
 *
 * Sources: J. Munkres, J. SIAM 5 (1957); R. Jonker and A. Volgenant, Computing 38 (1987), 325–340.
 */
import { checkCount, checkFinite, checkLength } from '../array/float-array.ts';

/** An optimal assignment. */
export interface Assignment {
  /** Row i takes column assignment[i]: a permutation of 0 … n − 1. */
  readonly assignment: Int32Array;
  /** Potentials of the rows, fᵢ. */
  readonly f: Float64Array;
  /** Potentials of the columns, gⱼ ≤ 0. */
  readonly g: Float64Array;
}

/**
 * Solves the assignment problem of a cost matrix.
 *
 * @param cost c, [n, n] row-major, finite.
 * @param n rows and columns, n ≥ 0.
 * @throws {ArgumentError} for n that is no count, or a cost that is not finite.
 * @throws {ShapeError} when `cost` is not [n, n].
 * @example
 * ```ts
 * import { assign } from 'flowproof';
 *
 * const { assignment, f, g } = assign(Float64Array.of(4, 1, 2, 3), 2);
 * console.log(assignment.join(), f[0]! + f[1]! + g[0]! + g[1]!); // 1,0 3
 * ```
 */
export function assign(cost: Float64Array, n: number): Assignment {
  checkCount('n', n);
  checkLength('cost', cost, n * n);
  checkFinite('cost', cost);
  const f = new Float64Array(n);
  const g = new Float64Array(n);
  const rowOf = new Int32Array(n).fill(-1);
  const search: Search = {
    distance: new Float64Array(n),
    previous: new Int32Array(n),
    settled: new Uint8Array(n),
  };
  for (let row = 0; row < n; row++) augment(cost, n, row, f, g, rowOf, search);
  const assignment = new Int32Array(n);
  for (let j = 0; j < n; j++) assignment[rowOf[j]!] = j;
  // One rounding for each row, instead of those of all path lengths that were added to it.
  for (let i = 0; i < n; i++) f[i] = cost[i * n + assignment[i]!]! - g[assignment[i]!]!;
  return { assignment, f, g };
}

/** Buffers of one shortest-path search over the columns. */
interface Search {
  /** Length of the shortest path found to each column. */
  readonly distance: Float64Array;
  /** The column before it on that path, or −1 for the row that is being assigned. */
  readonly previous: Int32Array;
  readonly settled: Uint8Array;
}

/** Assigns `row` along a shortest augmenting path, and keeps c − f − g ≥ 0 with equality on assigned pairs. */
function augment(
  cost: Float64Array,
  n: number,
  row: number,
  f: Float64Array,
  g: Float64Array,
  rowOf: Int32Array,
  { distance, previous, settled }: Search,
): void {
  distance.fill(Infinity);
  previous.fill(-1);
  settled.fill(0);
  let [i, reached, column] = [row, 0, -1];
  for (;;) {
    let next = -1;
    for (let j = 0; j < n; j++) {
      if (settled[j]) continue;
      const length = reached + (cost[i * n + j]! - f[i]! - g[j]!);
      if (length < distance[j]!) {
        distance[j] = length;
        previous[j] = column;
      }
      if (next < 0 || distance[j]! < distance[next]!) next = j;
    }
    settled[next] = 1;
    reached = distance[next]!;
    column = next;
    if (rowOf[next]! < 0) break;
    i = rowOf[next]!;
  }
  f[row]! += reached;
  for (let j = 0; j < n; j++) {
    if (!settled[j] || j === column) continue;
    f[rowOf[j]!]! += reached - distance[j]!;
    g[j]! -= reached - distance[j]!;
  }
  for (let j = column; j >= 0; j = previous[j]!) {
    const before = previous[j]!;
    rowOf[j] = before < 0 ? row : rowOf[before]!;
  }
}
