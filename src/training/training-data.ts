/**
 * What a run learns from: rows of a data set, passed over in shuffled epochs, or a distribution, drawn afresh for
 * every step. Plain data over shared buffers, so that every thread sees the same one.
 *
 * Row r of step s is draw g = s·batch + r of the run. With n rows of data it is row π_e(g mod n) of epoch e = ⌊g/n⌋,
 * π_e a permutation keyed by (seed, e): a batch may span two epochs, no row is ever left out, and the order needs no
 * state to resume.
 */
import { checkCount, checkFinite, checkLength } from '../array/float-array.ts';
import { ArgumentError, ShapeError, show } from '../errors.ts';
import { fold, type Key, permutation } from '../random/index.ts';
import { type Target, type TargetSpec, targetFromSpec } from '../targets/index.ts';
import { firstOf } from './first-of.ts';

/** Rows [count, dim] in one standardised unit, with a class for each row if there are classes. */
export interface RowData {
  readonly kind: 'rows';
  readonly rows: Float32Array;
  readonly labels?: Int32Array;
  /** Rows that are never trained on, for the held-out loss. */
  readonly heldOut: Float32Array;
  readonly heldOutLabels?: Int32Array;
}

/** A distribution as plain data. */
export interface TargetData {
  readonly kind: 'target';
  readonly target: TargetSpec;
}

export type TrainingData = RowData | TargetData;

/** Moves the buffers into memory that all threads see; what is shared already stays where it is. */
export function shareData(data: TrainingData): TrainingData {
  if (data.kind === 'target') return data;
  const { labels, heldOutLabels } = data;
  return {
    kind: 'rows',
    rows: shareFloats(data.rows),
    heldOut: shareFloats(data.heldOut),
    ...(labels && { labels: shareInts(labels) }),
    ...(heldOutLabels && { heldOutLabels: shareInts(heldOutLabels) }),
  };
}

function shareFloats(a: Float32Array): Float32Array {
  if (a.buffer instanceof SharedArrayBuffer) return a;
  const shared = new Float32Array(new SharedArrayBuffer(a.byteLength));
  shared.set(a);
  return shared;
}

function shareInts(a: Int32Array): Int32Array {
  if (a.buffer instanceof SharedArrayBuffer) return a;
  const shared = new Int32Array(new SharedArrayBuffer(a.byteLength));
  shared.set(a);
  return shared;
}

/** Throws unless the data fit a network of `dim` dimensions and `classes` classes (0: none), and are finite. */
export function checkData(data: TrainingData, dim: number, classes: number): void {
  if (data.kind === 'target') {
    const target = targetFromSpec(data.target);
    if (target.dim !== dim) {
      throw new ShapeError({
        argument: 'data.target',
        expected: `dimension ${dim}`,
        received: show(target.dim),
      });
    }
    if (classes > 0) {
      throw new ArgumentError({
        argument: 'network.classes',
        expected: 'no classes for a target without labels',
        received: show(classes),
      });
    }
    return;
  }
  checkRows('data.rows', data.rows, dim, data.labels, classes);
  checkRows('data.heldOut', data.heldOut, dim, data.heldOutLabels, classes);
}

function checkRows(
  name: string,
  rows: Float32Array,
  dim: number,
  labels: Int32Array | undefined,
  classes: number,
) {
  const count = rows.length / dim;
  checkCount(`${name}: rows`, count, 1);
  checkLength(name, rows, count * dim);
  checkFinite(name, rows);
  if (classes === 0) return;
  if (labels?.length !== count) {
    throw new ShapeError({
      argument: `${name}: labels`,
      expected: `${count} labels`,
      received: show(labels),
    });
  }
  for (const label of labels) checkCount(`${name}: label`, label, -1, classes - 1);
}

/** Copies data rows to the rows of a tile: a reader of {@link TrainingData} with the permutations it is using. */
export class DataReader {
  private readonly data: TrainingData;
  private readonly dim: number;
  private readonly key: Key;
  private readonly heldOutKey: Key;
  private readonly target: Target | undefined;
  private readonly orders = new Map<number, ArrayLike<number>>();

  constructor(data: TrainingData, dim: number, key: Key) {
    this.data = data;
    this.dim = dim;
    this.key = key;
    this.heldOutKey = fold(key, HELD_OUT);
    this.target = data.kind === 'target' ? targetFromSpec(data.target) : undefined;
  }

  /** Rows `first` … of the run's draws, to `x1` [rows, dim] and `labels` [rows] (−1 where there is none). */
  read(first: number, rows: number, x1: Float32Array, labels: Int32Array): void {
    if (this.data.kind === 'target') {
      this.target!.sampleInto(this.key, first, firstOf(x1, rows * this.dim));
      labels.fill(-1, 0, rows);
      return;
    }
    const count = this.data.rows.length / this.dim;
    for (let r = 0; r < rows; r++) {
      const draw = first + r;
      const epoch = Math.floor(draw / count);
      this.copyRow(
        this.data.rows,
        this.data.labels,
        this.order(epoch, count)[draw - epoch * count]!,
        r,
        x1,
        labels,
      );
    }
  }

  /** Held-out row `index`: taken in turn from the held-out rows, or drawn with a key of its own. */
  readHeldOut(first: number, rows: number, x1: Float32Array, labels: Int32Array): void {
    if (this.data.kind === 'target') {
      this.target!.sampleInto(this.heldOutKey, first, firstOf(x1, rows * this.dim));
      labels.fill(-1, 0, rows);
      return;
    }
    const { heldOut, heldOutLabels } = this.data;
    const count = heldOut.length / this.dim;
    for (let r = 0; r < rows; r++) this.copyRow(heldOut, heldOutLabels, (first + r) % count, r, x1, labels);
  }

  private copyRow(
    from: Float32Array,
    fromLabels: Int32Array | undefined,
    row: number,
    to: number,
    x1: Float32Array,
    labels: Int32Array,
  ): void {
    const source = row * this.dim;
    const destination = to * this.dim;
    for (let j = 0; j < this.dim; j++) x1[destination + j] = from[source + j]!;
    labels[to] = fromLabels ? fromLabels[row]! : -1;
  }

  private order(epoch: number, count: number): ArrayLike<number> {
    let order = this.orders.get(epoch);
    if (!order) {
      for (const old of this.orders.keys()) if (old < epoch - 1) this.orders.delete(old);
      order = permutation(fold(this.key, epoch), count);
      this.orders.set(epoch, order);
    }
    return order;
  }
}

const HELD_OUT = 0xffffffff;
