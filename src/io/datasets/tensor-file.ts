/**
 * Data from named arrays: one array [n, …] of numbers, its further axes flattened, and perhaps one of classes [n].
 */
import { ArgumentError, FormatError } from '../../errors.ts';
import { printable, show } from '../printable.ts';
import type { Tensor } from '../tensor.ts';
import type { DatasetOptions, DataTable } from './data-table.ts';

/** The rows of the chosen array; uses the options array, labels and normalisation. */
export function tensorTable(
  file: string,
  tensors: ReadonlyMap<string, Tensor>,
  options: DatasetOptions,
): DataTable {
  const { labels } = options;
  const array = options.array ?? onlyArray(file, tensors, labels);
  const tensor = named(file, tensors, 'array', array);
  const [rows = 0, ...rest] = tensor.shape;
  const dim = rest.reduce((a, b) => a * b, 1);
  if (tensor.shape.length === 0 || rows === 0 || dim === 0) {
    throw new FormatError({
      argument: place(file, array),
      expected: 'rows of data, shape [n, …]',
      received: `shape ${show(tensor.shape)}`,
    });
  }
  const image = rest.length === 2 ? ([rest[0]!, rest[1]!] as const) : undefined;
  return {
    name: file,
    columns: Array.from({ length: dim }, (_, j) =>
      image ? `pixel ${Math.floor(j / image[1])},${j % image[1]}` : `x${j}`,
    ),
    leftOut: [],
    rows,
    values: Float64Array.from(tensor.data as ArrayLike<number | bigint>, (v, i) =>
      exactNumber(v, place(file, array), i),
    ),
    ...(labels === undefined ? {} : classes(file, labels, named(file, tensors, 'labels', labels), rows)),
    ...(image ? { imageShape: image } : {}),
    missing: new Array<number>(dim).fill(0),
    dropped: 0,
    normalisation: options.normalisation ?? (image ? 'global' : 'column'),
    licence: 'unknown',
    source: file,
  };
}

function onlyArray(file: string, tensors: ReadonlyMap<string, Tensor>, labels: string | undefined): string {
  const names = [...tensors.keys()].filter((n) => n !== labels);
  if (names.length !== 1) {
    throw new ArgumentError({
      argument: 'array',
      expected: `the name of an array in ${printable(file, 300)}`,
      received: 'none',
      wayOut: `it has ${show(names)}`,
    });
  }
  return names[0]!;
}

function named(file: string, tensors: ReadonlyMap<string, Tensor>, argument: string, name: string): Tensor {
  const tensor = tensors.get(name);
  if (!tensor) {
    throw new ArgumentError({
      argument,
      expected: `the name of an array in ${printable(file, 300)}`,
      received: show(name),
      wayOut: `it has ${show([...tensors.keys()])}`,
    });
  }
  return tensor;
}

function classes(
  file: string,
  name: string,
  tensor: Tensor,
  rows: number,
): { labels: Int32Array; classNames: string[] } {
  if (tensor.shape.length !== 1 || tensor.shape[0] !== rows) {
    throw new FormatError({
      argument: place(file, name),
      expected: `classes of shape [${rows}]`,
      received: `shape ${show(tensor.shape)}`,
    });
  }
  const values = Array.from(tensor.data as ArrayLike<number | bigint>, (v, i) => {
    const value = exactNumber(v, place(file, name), i);
    if (Number.isInteger(value)) return value;
    throw new FormatError({
      argument: `${place(file, name)}[${i}]`,
      expected: 'an integer class',
      received: show(value),
    });
  });
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  const index = new Map(distinct.map((v, i) => [v, i]));
  return { labels: Int32Array.from(values, (v) => index.get(v)!), classNames: distinct.map(String) };
}

function exactNumber(value: number | bigint, argument: string, i: number): number {
  const number = Number(value);
  if (typeof value === 'number' || Number.isSafeInteger(number)) return number;
  throw new FormatError({
    argument: `${argument}[${i}]`,
    expected: 'an integer within ±(2^53 − 1)',
    received: String(value),
  });
}

function place(file: string, array: string): string {
  return `${printable(file, 300)}: array ${show(array)}`;
}
