/**
 * Coefficients of a mixture at one time, as the kernels of kernels/assembly/mixture-*.ts read them: see there for what they do with them.
 *
 * Axes are padded to an even number with zeros. Components of weight 0, which the definition passes over, are left out.
 */
import { ARENA_START, type MixtureArena } from '../kernels/mixture-arena.ts';
import type { Components, LaneCoefficients, PathPoint } from './components.ts';

/** Rows that go through the kernels together. */
export const LANES = 4;
/** Above, products of many factors could overflow: the definition computes. */
export const LARGEST = 1e30;

/** Cells of the arena, by what they hold. */
export interface LaneLayout {
  readonly axes: number;
  readonly squares: number;
  readonly logNormalisers: number;
  readonly shift: number;
  readonly velocity: number;
  readonly score: number;
  readonly bounds: number;
  /** Of diagonal covariances only, for results in float32. */
  readonly columns: number;
  readonly spreads: number;
  readonly before: number;
  readonly top: number;
  readonly logarithms: number;
  readonly kept: number;
  readonly weights: number;
  readonly lists: number;
  readonly words: number;
  readonly means: number;
  /** Of full covariances only, else of no length. */
  readonly centres: number;
  readonly drifts: number;
  readonly inverses: number;
  readonly rates: number;
  readonly bases: number;
  readonly inverseBases: number;
  readonly whitened: number;
  readonly x: number;
  readonly out: number;
  /** Rows of a block: x and out hold as many. */
  readonly blockRows: number;
  /** Cells in all, from ARENA_START on. */
  readonly cells: number;
}

/** A block of rows shall fit the second-level cache beside the coefficients. */
const BLOCK_CELLS = 8192;

/** Blocks of four columns: one column for each axis, and the slopes, one for all axes if `shared`. */
export function columnBlocks(axes: number, shared: boolean): number {
  return Math.ceil((axes + (shared ? 1 : axes)) / 4);
}

export function laneLayout({ dim, count, lanes }: Components): LaneLayout {
  const axes = dim + (dim % 2);
  // Either the coefficients of axes or those of matrices.
  const full = lanes?.bases ? count * axes : 0;
  const plain = lanes?.bases ? 0 : (count + 1) * axes;
  let next = ARENA_START;
  const place = (cells: number): number => {
    const at = next;
    next += Math.ceil(cells / 8) * 8;
    return at;
  };
  const blockRows = Math.max(LANES, Math.floor(BLOCK_CELLS / axes / LANES) * LANES);
  const layout = {
    axes,
    squares: place(2 * plain),
    logNormalisers: place(count + 1),
    shift: place(axes),
    velocity: place(3 * plain),
    score: place(3 * plain),
    bounds: place(3 * axes),
    columns: place(lanes?.bases ? 0 : 4 * columnBlocks(axes, lanes?.axisStride === 0) * count),
    spreads: place(4 * plain),
    before: place(count),
    top: place(2 * LANES),
    logarithms: place((count + 2) * LANES),
    kept: place((count + 2) * LANES),
    weights: place((count + 2) * LANES),
    lists: place(count + 2),
    words: place(16),
    means: place(5 * axes * LANES),
    centres: place(full),
    drifts: place(full),
    inverses: place(full),
    rates: place(full),
    bases: place(full * axes),
    inverseBases: place(full * axes),
    whitened: place(full * LANES),
    x: place(blockRows * axes),
    out: place(Math.max(blockRows * axes, 2 * blockRows)),
    blockRows,
  };
  return { ...layout, cells: next - ARENA_START };
}

/** The numbers of the components with a weight, to `live`; returns how many they are. */
export function listLive(logNormaliser: Float64Array, live: Int32Array): number {
  let n = 0;
  for (let k = 0; k < logNormaliser.length; k++) if (logNormaliser[k] !== -Infinity) live[n++] = k;
  return n;
}

/**
 * Writes what all quantities need: logNormalisers, shift, for diagonal covariances the squares, and the words that say where everything is. Returns the largest
 * magnitude among the coefficients, NaN if there is one.
 */
export function writeWeights(
  { cells, words, address }: MixtureArena,
  layout: LaneLayout,
  c: LaneCoefficients,
  point: PathPoint,
  live: Int32Array,
  count: number,
): number {
  const { axes } = layout;
  const dim = c.sourceMean.length;
  let largest = 0;
  let shifted = false;
  // The kernel takes two components at a time: the last one may come twice.
  for (let n = 0; n <= count; n++) {
    cells[layout.logNormalisers + n] = c.logNormaliser[live[Math.min(n, count - 1)]!]!;
  }
  for (let i = 0; i < dim; i++) {
    const shift = point.sigma * c.sourceMean[i]!;
    cells[layout.shift + i] = shift;
    shifted ||= shift !== 0;
    largest = Math.max(largest, Math.abs(shift));
  }
  if (axes > dim) cells[layout.shift + dim] = 0;
  const w = 2 * layout.words;
  words.fill(0, w, w + 32);
  words[w] = count;
  words[w + 1] = axes;
  words[w + 2] = address(layout.logNormalisers);
  words[w + 3] = address(layout.squares);
  words[w + 4] = shifted ? address(layout.shift) : 0;
  words[w + 5] = address(0);
  words[w + 6] = address(layout.top);
  words[w + 7] = address(layout.top + LANES);
  words[w + 8] = address(layout.logarithms);
  words[w + 9] = address(layout.kept);
  words[w + 10] = address(layout.weights);
  words[w + 11] = address(layout.lists);
  words[w + 12] = address(layout.lists) + 4 * (count + 2);
  return Math.max(largest, c.bases ? 0 : writeSquares(cells, layout, c, point, live, count));
}

/** (αm, 1/v) [count + 1, axes, 2]; returns the largest magnitude. */
function writeSquares(
  cells: Float64Array,
  { axes, squares }: LaneLayout,
  c: LaneCoefficients,
  point: PathPoint,
  live: Int32Array,
  count: number,
): number {
  const dim = c.sourceMean.length;
  let largest = 0;
  for (let n = 0; n <= count; n++) {
    const k = live[Math.min(n, count - 1)]!;
    let at = squares + 2 * n * axes;
    for (let i = 0; i < dim; i++, at += 2) {
      const centre = point.alpha * c.means[k * dim + i]!;
      const inverse = c.inverse[k * c.componentStride + i * c.axisStride]!;
      cells[at] = centre;
      cells[at + 1] = inverse;
      largest = Math.max(largest, Math.abs(centre), inverse);
    }
    if (axes > dim) cells.fill(0, at, at + 2);
  }
  return largest;
}
