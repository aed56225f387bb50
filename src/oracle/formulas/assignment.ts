/**
 * Assignments of rows to columns with the least total cost, with the prices that prove it:
 *
 *   min over permutations π of Σᵢ C[i, π(i)]  =  max Σᵢ uᵢ + Σⱼ vⱼ   with  uᵢ + vⱼ ≤ C[i, j]
 *
 * Shortest augmenting paths, O(n³). Source: Kuhn (1955); Jonker & Volgenant (1987).
 */

export interface Assignment {
  /** Column of each row. */
  readonly columns: readonly number[];
  /** uᵢ and vⱼ. */
  readonly rowPrices: readonly number[];
  readonly columnPrices: readonly number[];
}

/** The cheapest assignment of a square matrix. */
export function assign(cost: readonly (readonly number[])[]): Assignment {
  const n = cost.length;
  const u = new Array<number>(n).fill(0);
  const v = new Array<number>(n).fill(0);
  const rowOfColumn = new Array<number>(n).fill(-1);
  for (let start = 0; start < n; start++) {
    // Dijkstra over columns, from the row that has none.
    const distance = new Array<number>(n).fill(Infinity);
    const from = new Array<number>(n).fill(-1);
    const done = new Array<boolean>(n).fill(false);
    let row = start;
    let last = -1;
    let length = 0;
    for (;;) {
      let next = -1;
      for (let j = 0; j < n; j++) {
        if (done[j]) continue;
        const through = length + cost[row]![j]! - u[row]! - v[j]!;
        if (through < distance[j]!) {
          distance[j] = through;
          from[j] = last;
        }
        if (next < 0 || distance[j]! < distance[next]!) next = j;
      }
      length = distance[next]!;
      done[next] = true;
      last = next;
      if (rowOfColumn[next]! < 0) break;
      row = rowOfColumn[next]!;
    }
    u[start]! += length;
    for (let j = 0; j < n; j++) {
      if (!done[j] || j === last) continue;
      u[rowOfColumn[j]!]! += length - distance[j]!;
      v[j]! -= length - distance[j]!;
    }
    for (let j = last; j >= 0; j = from[j]!) rowOfColumn[j] = from[j]! < 0 ? start : rowOfColumn[from[j]!]!;
  }
  const columns = new Array<number>(n);
  for (const [j, i] of rowOfColumn.entries()) columns[i] = j;
  return { columns, rowPrices: u, columnPrices: v };
}
