/**
 * What can be said about a wrong answer that is no known mistake: cheap relations between it and the truth, each tried on every
 * case, the first that holds for all of them told.
 */
import type { Tensor } from '../contract.ts';

/** One answer beside the truth. */
export interface Pair {
  readonly name: string;
  readonly received: Tensor;
  readonly truth: Tensor;
  /** Largest error that roundings explain. */
  readonly bound: number;
  readonly sizes: Readonly<Record<string, number>>;
  readonly inputs: Readonly<Record<string, Tensor>>;
}

/** What a relation can be. */
export const relationIds = [
  'ratio',
  'sign',
  'offset',
  'transpose',
  'permutation',
  'broadcast',
  'non-finite',
  'zero',
  'copy',
] as const;

export interface Invariant {
  readonly id: (typeof relationIds)[number];
  readonly sentence: string;
}

const near = (a: ArrayLike<number>, b: ArrayLike<number>, tolerance: number): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    const gap = Math.abs(a[i]! - b[i]!);
    if (!(gap <= tolerance)) return false;
  }
  return true;
};

const scaled = (data: Tensor['data'], by: number, offset = 0): number[] =>
  Array.from(data, (x) => by * x + offset);

/** The factor between answer and truth at the largest element of the truth. */
function ratioOf({ received, truth }: Pair): number {
  let at = 0;
  truth.data.forEach((x, i) => {
    if (Math.abs(x) > Math.abs(truth.data[at]!)) at = i;
  });
  return received.data[at]! / truth.data[at]!;
}

const keepsRatio = (pair: Pair, ratio: number): boolean =>
  near(pair.received.data, scaled(pair.truth.data, ratio), 4 * pair.bound * Math.max(1, Math.abs(ratio)));

/** Factors that come from sizes: a mean for a sum and the like. */
function sizeFactor(pairs: readonly Pair[]): Invariant | null {
  const names = [...new Set(pairs.flatMap(({ sizes }) => Object.keys(sizes)))];
  const products = [
    ...names.map((n) => [n]),
    ...names.flatMap((a, i) => names.slice(i + 1).map((b) => [a, b])),
  ];
  for (const product of products) {
    const of = (pair: Pair): number => product.reduce((f, name) => f * (pair.sizes[name] ?? Number.NaN), 1);
    const text = product.join(' · ');
    if (pairs.every((pair) => keepsRatio(pair, of(pair)))) {
      return { id: 'ratio', sentence: `is ${text} times the truth: a sum where a mean belongs` };
    }
    if (pairs.every((pair) => keepsRatio(pair, 1 / of(pair)))) {
      return { id: 'ratio', sentence: `is the truth divided by ${text}: a mean where a sum belongs` };
    }
  }
  return null;
}

function constantRatio(pairs: readonly Pair[]): Invariant | null {
  const ratio = ratioOf(pairs[0]!);
  // What is the truth but for a little more than its bound has no factor worth a name.
  const telling = Number.isFinite(ratio) && Math.abs(ratio - 1) > 1e-4;
  if (!telling || !pairs.every((pair) => keepsRatio(pair, ratio))) return null;
  if (Math.abs(ratio + 1) < 1e-3) return { id: 'sign', sentence: 'is the truth with the other sign' };
  return { id: 'ratio', sentence: `is ${Number(ratio.toPrecision(6))} times the truth, everywhere` };
}

function constantOffset(pairs: readonly Pair[]): Invariant | null {
  const offset = pairs[0]!.received.data[0]! - pairs[0]!.truth.data[0]!;
  return Number.isFinite(offset) &&
    Math.abs(offset) > 1e-4 * Math.abs(pairs[0]!.truth.data[0]!) &&
    pairs.every(({ received, truth, bound }) => near(received.data, scaled(truth.data, 1, offset), 4 * bound))
    ? { id: 'offset', sentence: `is the truth plus ${Number(offset.toPrecision(6))}, everywhere` }
    : null;
}

const rowsOf = ({ truth }: Pair): number => (truth.shape.length === 2 ? truth.shape[0]! : truth.data.length);

function rearranged(
  pair: Pair,
  from: (i: number, j: number, rows: number, columns: number) => number,
): boolean {
  const rows = rowsOf(pair);
  const columns = pair.truth.data.length / rows;
  const other = Array.from(
    pair.truth.data,
    (_, k) => pair.truth.data[from(Math.floor(k / columns), k % columns, rows, columns)]!,
  );
  return near(pair.received.data, other, 4 * pair.bound);
}

function arrangements(pairs: readonly Pair[]): Invariant | null {
  const tells = (from: Parameters<typeof rearranged>[1]): boolean =>
    pairs.every((pair) => rearranged(pair, from));
  const columnMajor = (k: number, rows: number, columns: number): number =>
    (k % rows) * columns + Math.floor(k / rows);
  if (
    tells((i, j, rows, columns) => columnMajor(i * columns + j, rows, columns)) ||
    tells((i, j, rows, columns) => columnMajor(i * columns + j, columns, rows))
  ) {
    return { id: 'transpose', sentence: 'has the elements of the truth in column-major order: transposed' };
  }
  if (tells((i, j, rows, columns) => (rows - 1 - i) * columns + j)) {
    return { id: 'permutation', sentence: 'has the rows of the truth in reverse order' };
  }
  if (tells((i, j, _, columns) => i * columns + (columns - 1 - j))) {
    return { id: 'permutation', sentence: 'has the columns of the truth in reverse order' };
  }
  if (tells((_, j) => j)) {
    return { id: 'broadcast', sentence: 'repeats the first row of the truth: broadcast over the wrong axis' };
  }
  const sorted = (data: Tensor['data']): number[] => Array.from(data).sort((a, b) => a - b);
  if (
    pairs.every(({ received, truth, bound }) => near(sorted(received.data), sorted(truth.data), 4 * bound))
  ) {
    return { id: 'permutation', sentence: 'has the elements of the truth in another order' };
  }
  return null;
}

function simple(pairs: readonly Pair[]): Invariant | null {
  if (pairs.some(({ received }) => received.data.some((x: number) => !Number.isFinite(x)))) {
    return { id: 'non-finite', sentence: 'holds NaN or infinity where the truth is finite' };
  }
  if (pairs.every(({ received }) => received.data.every((x: number) => x === 0))) {
    return { id: 'zero', sentence: 'is 0 everywhere: never written?' };
  }
  const inputs = Object.keys(pairs[0]!.inputs);
  const copied = inputs.find((name) =>
    pairs.every(({ received, inputs: given }) => near(received.data, given[name]!.data, 0)),
  );
  return copied === undefined ? null : { id: 'copy', sentence: `is the input ${copied}, unchanged` };
}

/** The first relation that holds on all pairs of one output; null where none does. */
export function invariantOf(pairs: readonly Pair[]): Invariant | null {
  if (pairs.length === 0) return null;
  // What is the truth within its bound holds every relation that the truth holds to itself.
  if (pairs.every(({ received, truth, bound }) => near(received.data, Array.from(truth.data), 4 * bound)))
    return null;
  return (
    simple(pairs) ?? constantRatio(pairs) ?? sizeFactor(pairs) ?? constantOffset(pairs) ?? arrangements(pairs)
  );
}
