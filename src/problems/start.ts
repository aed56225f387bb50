/** The states at t = 0 of a problem, out of their plain data. */
import { checkCount } from '../array/float-array.ts';
import { ArgumentError, ShapeError, show } from '../errors.ts';
import { type GaussianSource, placeSource } from '../fields/gaussian-source.ts';
import { normalQuantile } from '../math/index.ts';
import { key, normalInto } from '../random/index.ts';
import type { StartSpec } from './problem.ts';

/** More rows than this are a mistake, not a benchmark. */
const MAX_ROWS = 1_000_000;

/**
 * x at t = 0, [rows, dim]: the rows themselves, or `scale`·X₀ with X₀ of the source; `scale` is σ(0), which is 1 but for paths whose
 * noise explodes.
 *
 * @throws {ArgumentError} for an unknown kind, a count that is no integer ≥ 1, quantiles in more than one dimension, no or not finite
 * points.
 * @throws {ShapeError} for points of another dimension.
 */
export function startStates(
  spec: StartSpec,
  dim: number,
  source: GaussianSource | null,
  scale: number,
): Float64Array {
  switch (spec?.kind) {
    case 'normal-quantiles': {
      const count = checkCount('start.count', spec.count, 1, MAX_ROWS);
      if (dim !== 1) {
        throw new ArgumentError({
          argument: 'start.kind',
          expected: `'normal' or 'points' in ${dim} dimensions`,
          received: "'normal-quantiles'",
          wayOut: 'quantiles exist on the line only',
        });
      }
      const noise = Float64Array.from({ length: count }, (_, i) => normalQuantile((i + 0.5) / count));
      return placed(noise, source, scale);
    }
    case 'normal': {
      const count = checkCount('start.count', spec.count, 1, MAX_ROWS);
      const seed = checkCount('start.seed', spec.seed ?? 0);
      const noise = new Float64Array(count * dim);
      normalInto(key(seed), 0, noise);
      return placed(noise, source, scale);
    }
    case 'points':
      return points(spec.points, dim);
    default:
      throw new ArgumentError({
        argument: 'start.kind',
        expected: "'normal-quantiles', 'normal' or 'points'",
        received: show((spec as { kind?: unknown } | undefined)?.kind),
      });
  }
}

function placed(noise: Float64Array, source: GaussianSource | null, scale: number): Float64Array {
  if (source) placeSource(source, noise, noise);
  if (scale !== 1) for (let i = 0; i < noise.length; i++) noise[i]! *= scale;
  return noise;
}

function points(rows: readonly (readonly number[])[], dim: number): Float64Array {
  if (!Array.isArray(rows) || rows.length === 0 || rows.length > MAX_ROWS) {
    throw new ArgumentError({
      argument: 'start.points',
      expected: `1 to ${MAX_ROWS} rows of ${dim} numbers`,
      received: show(rows),
    });
  }
  const out = new Float64Array(rows.length * dim);
  rows.forEach((row: readonly number[], r: number) => {
    if (!Array.isArray(row) || row.length !== dim) {
      throw new ShapeError({
        argument: `start.points[${r}]`,
        expected: `${dim} numbers, the dimension of the problem`,
        received: show(row),
      });
    }
    for (let i = 0; i < dim; i++) {
      const value: unknown = row[i];
      if (typeof value !== 'number' || !Number.isFinite(value)) {
        throw new ArgumentError({
          argument: `start.points[${r}][${i}]`,
          expected: 'a finite number',
          received: show(value),
        });
      }
      out[r * dim + i] = value;
    }
  });
  return out;
}
