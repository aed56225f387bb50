/**
 * Standardisation: z = (x − mean) / std, with mean and std of the training rows alone, so that nothing of the held-out rows
 * leaks into training.
 *
 * std is the population deviation √(Σ (x − mean)² / n), in float64; z is rounded to float32 once. Images use one mean and
 * std for all pixels, as many pixels are constant.
 */
import ndarray, { type NdArray } from 'ndarray';
import ops from 'ndarray-ops';
import { allocate, type FloatArray, rowsOf } from '../../array/float-array.ts';
import { FormatError } from '../../errors.ts';
import { show } from '../printable.ts';
import type { Normalisation } from './data-table.ts';

/** Mean and deviation of each column, in the column's own units. */
export interface Standardisation {
  readonly mean: Float64Array;
  readonly std: Float64Array;
}

type View = NdArray<Float64Array>;

/** Mean and deviation of the rows [rows, columns.length]. Throws when a column is constant, naming it. */
export function fitStandardisation(
  file: string,
  values: Float64Array,
  columns: readonly string[],
  normalisation: Normalisation,
): Standardisation {
  const dim = columns.length;
  const view: View = ndarray(values, [values.length / dim, dim]);
  if (normalisation === 'global') {
    const { mean, std } = moments(file, 'all columns', ndarray(values, [values.length]));
    return { mean: new Float64Array(dim).fill(mean), std: new Float64Array(dim).fill(std) };
  }
  const fits = columns.map((column, j) => moments(file, `column ${show(column)}`, view.pick(null, j)));
  return { mean: Float64Array.from(fits, (f) => f.mean), std: Float64Array.from(fits, (f) => f.std) };
}

/** (x − mean) / std of raw rows [rows, dim], as float32. Throws where that is too large for float32. */
export function standardise({ mean, std }: Standardisation, raw: FloatArray): Float32Array {
  const dim = mean.length;
  const z = Float64Array.from(raw);
  const view: View = ndarray(z, [rowsOf('raw', raw, dim), dim]);
  for (let j = 0; j < dim; j++) {
    const column = view.pick(null, j);
    ops.subseq(column, mean[j]!);
    ops.divseq(column, std[j]!);
  }
  const out = new Float32Array(z);
  const bad = out.findIndex((v) => !Number.isFinite(v));
  if (bad >= 0) {
    throw new FormatError({
      argument: `row ${Math.floor(bad / dim)}, column ${bad % dim}`,
      expected: 'a value within 3e38 standard deviations of the mean',
      received: show(raw[bad]),
    });
  }
  return out;
}

/**
 * z · std + mean: standardised rows [rows, dim], for example samples of a model, back in the units of the data. Keeps the
 * element type of `z`; each value is computed in float64 and rounded once.
 */
export function destandardise({ mean, std }: Standardisation, z: FloatArray): FloatArray {
  const dim = mean.length;
  const out = allocate(z instanceof Float32Array ? 'float32' : 'float64', z.length);
  for (let i = 0, rows = rowsOf('z', z, dim); i < rows; i++) {
    for (let j = 0; j < dim; j++) out[i * dim + j] = z[i * dim + j]! * std[j]! + mean[j]!;
  }
  return out;
}

function moments(file: string, what: string, column: View): { mean: number; std: number } {
  const n = column.size;
  // Compared as numbers: the deviation of a constant may round to something that is not quite 0.
  if (ops.sup(column) === ops.inf(column)) {
    throw new FormatError({
      argument: `${file}: ${what}`,
      expected: 'two different values among the training rows',
      received: `${show(column.get(0))} only`,
      wayOut: "leave the column out, or pass normalisation: 'global'",
    });
  }
  const mean = ops.sum(column) / n;
  const deviations = ndarray(new Float64Array(n), [n]);
  ops.subs(deviations, column, mean);
  const std = Math.sqrt(ops.norm2squared(deviations) / n);
  if (!(Number.isFinite(mean) && Number.isFinite(std) && std > 0)) {
    throw new FormatError({
      argument: `${file}: ${what}`,
      expected: 'values whose mean and deviation are positive float64 numbers',
      received: `mean ${mean}, deviation ${std}`,
      wayOut: 'scale the column',
    });
  }
  return { mean, std };
}
