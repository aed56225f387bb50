/**
 * Many rows of a mixture at once, in SIMD: the bits of mixture-rows.ts, for the components that have {@link Components.lanes}.
 *
 * Each method evaluates as many of the first rows as it can and returns their number; the rest is for the definition: all rows without SIMD or where they are
 * too few to pay, a block with a row that is not finite, far out, or without density. So errors, too, are those of the definition.
 */
import type { FloatArray } from '../array/float-array.ts';
import { type MixtureArena, mixtureArena } from '../kernels/mixture-arena.ts';
import { log } from '../math/index.ts';
import type { Components, PathPoint } from './components.ts';
import { writeBefore, writeColumns, writeMeans, writeSpreads } from './mixture-coefficients.ts';
import { columnBlocks, LANES, LARGEST, laneLayout, listLive, writeWeights } from './mixture-lanes.ts';
import { writeMatrices } from './mixture-matrices.ts';

export type Spread = 'divergence' | 'velocityVariance' | 'dtLogDensity';

export interface MixtureBatch {
  /** To be called when the components have been set to another time. */
  forget(): void;
  /** Means to out [rows, dim]. */
  means(of: 'velocity' | 'score', point: PathPoint, rows: number, x: FloatArray, out: FloatArray): number;
  /** Scalars to out [rows]. */
  spread(of: Spread, point: PathPoint, rows: number, x: FloatArray, out: FloatArray): number;
  /** ln p to out [rows]. */
  logDensity(point: PathPoint, rows: number, x: FloatArray, out: FloatArray): number;
}

/** Fewer rows than these, or fewer components in all of them, cost about as much in the definition, which needs no arena. */
const LEAST_ROWS = 4;
const LEAST_WORK = 16;
const SPREADS: readonly Spread[] = ['divergence', 'velocityVariance', 'dtLogDensity'];

/** n ≥ 1 rows of x from `first` on into lanes, the last group filled with the last row; returns the sum of their magnitudes. */
function toLanes(
  cells: Float64Array,
  at: number,
  axes: number,
  dim: number,
  x: FloatArray,
  first: number,
  n: number,
): number {
  const last = (first + n - 1) * dim;
  // A sum is NaN if one of them is, which the largest would not be.
  let size = 0;
  let to = at;
  for (let row = first * dim; row <= last; row += LANES * dim) {
    let a = row;
    let b = Math.min(last, a + dim);
    let c = Math.min(last, b + dim);
    let d = Math.min(last, c + dim);
    for (let i = 0; i < dim; i++, to += LANES) {
      const p = x[a++]!;
      const q = x[b++]!;
      const r = x[c++]!;
      const s = x[d++]!;
      cells[to] = p;
      cells[to + 1] = q;
      cells[to + 2] = r;
      cells[to + 3] = s;
      size += Math.abs(p) + Math.abs(q) + Math.abs(r) + Math.abs(s);
    }
    if (axes > dim) {
      for (let lane = 0; lane < LANES; lane++) cells[to++] = 0;
    }
  }
  return size;
}

/** The way back. */
function fromLanes(
  cells: Float64Array,
  at: number,
  axes: number,
  dim: number,
  out: FloatArray,
  first: number,
  n: number,
): void {
  const whole = n - (n % LANES);
  const step = LANES * axes;
  let from = at;
  let to = first * dim;
  for (let r = 0; r < whole; r += LANES, from += step, to += LANES * dim) {
    for (let i = 0; i < dim; i++) {
      const cell = from + i * LANES;
      out[to + i] = cells[cell]!;
      out[to + dim + i] = cells[cell + 1]!;
      out[to + 2 * dim + i] = cells[cell + 2]!;
      out[to + 3 * dim + i] = cells[cell + 3]!;
    }
  }
  for (let lane = 0; lane < n - whole; lane++) {
    for (let i = 0; i < dim; i++) out[to++] = cells[from + lane + i * LANES]!;
  }
}

/** How many times of fields there have been. */
let times = 0;

export function mixtureBatch(components: Components): MixtureBatch | null {
  const { lanes: coefficients, dim, count } = components;
  if (!coefficients) return null;
  const layout = laneLayout(components);
  const { axes, blockRows } = layout;
  const full = coefficients.bases !== undefined;
  const live = new Int32Array(count);
  let time = ++times;

  const arenaFor = (rows: number): MixtureArena | null =>
    rows < LEAST_ROWS || rows * count < LEAST_WORK ? null : mixtureArena(layout.cells);
  /** The arena with the coefficients of all quantities, or null for the definition. */
  const begin = (point: PathPoint, rows: number): MixtureArena | null => {
    const arena = arenaFor(rows);
    const n = listLive(coefficients.logNormaliser, live);
    if (arena === null || n === 0) return null;
    arena.contents = 0;
    const largest = writeWeights(arena, layout, coefficients, point, live, n);
    if (!(largest <= LARGEST)) return null;
    if (!full) return arena;
    return writeMatrices(arena, layout, coefficients, point, live, n) <= LARGEST ? arena : null;
  };
  /** Rows from `first` on, at most a block, into lanes; 0 if one of them is for the definition. The last group is filled with its last row. */
  const stage = ({ cells }: MixtureArena, first: number, rows: number, x: FloatArray): number => {
    const n = Math.min(blockRows, rows - first);
    return toLanes(cells, layout.x, axes, dim, x, first, n) <= LARGEST ? n : 0;
  };
  /** Block by block: `run` for the groups, true if it could, then `take` for the rows. */
  const blocks = (
    arena: MixtureArena,
    rows: number,
    x: FloatArray,
    run: (arena: MixtureArena, groups: number) => boolean,
    take: (cells: Float64Array, first: number, n: number) => void,
  ): number => {
    for (let first = 0; first < rows; ) {
      const n = stage(arena, first, rows, x);
      if (n === 0 || !run(arena, Math.ceil(n / LANES))) return first;
      take(arena.cells, first, n);
      first += n;
    }
    return rows;
  };
  const liveCount = (arena: MixtureArena): number => arena.words[2 * layout.words]!;

  /** As `begin`, with the coefficients of means; what lies there already is not written again. */
  const beginMeans = (
    of: 'velocity' | 'score',
    point: PathPoint,
    rows: number,
    narrow: boolean,
  ): MixtureArena | null => {
    const contents = 4 * time + (of === 'score' ? 2 : 0) + (narrow ? 1 : 0);
    const there = arenaFor(rows);
    if (there === null || there.contents === contents) return there;
    const arena = begin(point, rows);
    if (arena === null) return null;
    const n = liveCount(arena);
    if (!full && !(writeMeans(arena.cells, layout, of, coefficients, point, live, n) <= LARGEST)) return null;
    if (narrow) writeColumns(arena.cells, layout, of, coefficients, n);
    arena.contents = contents;
    return arena;
  };

  const runFullMeans = (a: MixtureArena, of: 'velocity' | 'score', groups: number): number =>
    a.simd.mixtureFullMeans(
      a.address(layout.words),
      of === 'score',
      groups,
      a.address(layout.x),
      a.address(layout.means),
      a.address(layout.out),
    );
  const runPlainMeans = (a: MixtureArena, of: 'velocity' | 'score', groups: number): number =>
    a.simd.mixtureMeans(
      a.address(layout.words),
      groups,
      a.address(layout.x),
      a.address(layout[of]),
      a.address(layout.bounds),
      a.address(layout.out),
    );
  const shared = coefficients.axisStride === 0;
  const runNarrowMeans = (a: MixtureArena, of: 'velocity' | 'score', groups: number): number =>
    a.simd.mixtureNarrowMeans(
      a.address(layout.words),
      groups,
      a.address(layout.x),
      dim,
      a.address(layout[of]),
      a.address(layout.bounds),
      a.address(layout.columns),
      columnBlocks(axes, shared),
      shared,
      a.address(layout.means),
      a.address(layout.out),
    );
  const takeScalars =
    (out: FloatArray) =>
    (cells: Float64Array, first: number, n: number): void => {
      for (let r = 0; r < n; r++) out[first + r] = cells[layout.out + r]!;
    };
  const fullSpread = (
    arena: MixtureArena,
    of: Spread,
    n: number,
    rows: number,
    x: FloatArray,
    out: FloatArray,
  ): number => {
    if (!(writeBefore(arena.cells, layout, components[of], live, n) <= LARGEST)) return 0;
    const run = (a: MixtureArena, groups: number): boolean =>
      a.simd.mixtureFullSpreads(
        a.address(layout.words),
        of === 'velocityVariance',
        groups,
        a.address(layout.x),
        a.address(layout.before),
        a.address(layout.means),
        a.address(layout.out),
      ) === groups;
    return blocks(arena, rows, x, run, takeScalars(out));
  };

  return {
    forget() {
      time = ++times;
    },
    means(of, point, rows, x, out) {
      const narrow = !full && out instanceof Float32Array;
      const arena = beginMeans(of, point, rows, narrow);
      if (arena === null) return 0;
      const runMeans = full ? runFullMeans : narrow ? runNarrowMeans : runPlainMeans;
      return blocks(
        arena,
        rows,
        x,
        (a, groups) => runMeans(a, of, groups) === groups,
        (cells, first, n) => {
          fromLanes(cells, layout.out, axes, dim, out, first, n);
        },
      );
    },
    spread(of, point, rows, x, out) {
      // An infinite σ̇ is an error in the definition; ∂ₜ ln p of full covariances has no kernel.
      if (!Number.isFinite(point.sigmaDot) || (full && of === 'dtLogDensity')) return 0;
      const arena = begin(point, rows);
      if (arena === null) return 0;
      const n = liveCount(arena);
      if (full) return fullSpread(arena, of, n, rows, x, out);
      let largest = writeMeans(arena.cells, layout, 'velocity', coefficients, point, live, n);
      if (of === 'divergence') writeMeans(arena.cells, layout, 'score', coefficients, point, live, n);
      if (of !== 'dtLogDensity') {
        largest = Math.max(largest, writeBefore(arena.cells, layout, components[of], live, n));
      }
      writeSpreads(arena.cells, layout, coefficients, point, live, n);
      if (!(largest <= LARGEST)) return 0;
      return blocks(
        arena,
        rows,
        x,
        (a, groups) =>
          a.simd.mixtureSpreads(
            a.address(layout.words),
            SPREADS.indexOf(of),
            groups,
            a.address(layout.x),
            a.address(layout.velocity),
            a.address(layout.score),
            a.address(layout.spreads),
            a.address(layout.before),
            a.address(layout.means),
            a.address(layout.means + axes * LANES),
            a.address(layout.out),
          ) === groups,
        takeScalars(out),
      );
    },
    logDensity(point, rows, x, out) {
      const arena = begin(point, rows);
      if (arena === null) return 0;
      return blocks(
        arena,
        rows,
        x,
        (a, groups) => {
          a.simd.mixtureTotals(a.address(layout.words), groups, a.address(layout.x), a.address(layout.out));
          return true;
        },
        (cells, first, n) => {
          for (let r = 0; r < n; r++) {
            const top = layout.out + 2 * (r - (r % LANES)) + (r % LANES);
            const largest = cells[top]!;
            out[first + r] = largest === -Infinity ? largest : largest + log(cells[top + LANES]!);
          }
        },
      );
    },
  };
}
