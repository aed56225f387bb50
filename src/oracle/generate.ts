/**
 * Cases by chance: every element depends on the key alone, so that a corpus is the same on every machine.
 *
 * The main tier avoids what cannot tell mistakes apart (t = ½ ± 0.1, one row, one dimension, square matrices); the edge tier asks
 * exactly that, and the ends of time where the formula is finite.
 */
import { exp, log } from '../math/index.ts';
import { fold, type Key, normalInto, uniformInto, withStream } from '../random/index.ts';
import type { Case, Domain, InputField, Operation, Tensor } from './contract.ts';
import { countOf, extentOf, shapeOf, tensorFor } from './shape.ts';

export type Tier = 'main' | 'edge';

export interface DrawOptions {
  readonly id?: string;
  readonly dtype?: 'float32' | 'float64';
  readonly tier?: Tier;
  /** Settings that are not left to chance. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly sizes?: Readonly<Record<string, number>>;
}

function uniforms(key: Key, count: number): Float64Array {
  const out = new Float64Array(count);
  uniformInto(key, 0, out);
  return out;
}

/** Distinct sizes where there is room, so that no transposition goes unseen. */
function drawSizes(operation: Operation, key: Key, tier: Tier): Record<string, number> {
  const ranges = Object.entries(operation.sizes);
  const draws = uniforms(key, ranges.length);
  const sizes: Record<string, number> = {};
  const taken = new Set<number>();
  for (const [i, [name, [least, most]]] of ranges.entries()) {
    const from = tier === 'edge' ? 1 : least;
    const room = Array.from({ length: most - from + 1 }, (_, k) => from + k);
    const free = tier === 'edge' ? room : room.filter((n) => !taken.has(n));
    const pool = free.length > 0 ? free : room;
    const size = tier === 'edge' && draws[i]! < 0.5 ? from : pool[Math.floor(draws[i]! * pool.length)]!;
    sizes[name] = size;
    taken.add(size);
  }
  return sizes;
}

function drawTimes(u: Float64Array, ends: readonly (0 | 1)[], tier: Tier): Float64Array {
  if (tier === 'main') return u.map((x) => (x < 0.5 ? 0.08 + 0.64 * x : 0.28 + 0.64 * x));
  const special = [...ends, 0.5];
  return u.map((x) => (x < 0.75 ? special[Math.floor((x / 0.75) * special.length)]! : x));
}

function perRow(count: number, width: number, write: (begin: number) => void): void {
  for (let begin = 0; begin + width <= count; begin += width) write(begin);
}

function drawValues(
  domain: Domain,
  shape: readonly number[],
  key: Key,
  tier: Tier,
  sizes: Case['sizes'],
): Float64Array {
  const count = countOf(shape);
  const width = shape.at(-1) ?? 1;
  const out = new Float64Array(count);
  switch (domain.kind) {
    case 'normal':
      normalInto(key, 0, out);
      return out.map((x) => (domain.shift ?? 0) + (domain.scale ?? 1) * x);
    case 'uniform':
      return uniforms(key, count).map((x) => domain.from + (domain.to - domain.from) * x);
    case 'time':
      return drawTimes(uniforms(key, count), domain.ends, tier);
    case 'positive': {
      const low = log(domain.from);
      const high = log(domain.to);
      return uniforms(key, count).map((x) => exp(low + (high - low) * x));
    }
    case 'simplex': {
      const raw = uniforms(key, count).map((x) => 0.15 + x);
      perRow(count, width, (begin) => {
        const row = raw.subarray(begin, begin + width);
        const total = row.reduce((a, b) => a + b, 0);
        row.forEach((x, i) => {
          row[i] = x / total;
        });
      });
      return raw;
    }
    case 'direction':
      normalInto(key, 0, out);
      perRow(count, width, (begin) => {
        const row = out.subarray(begin, begin + width);
        const length = Math.sqrt(row.reduce((a, x) => a + x * x, 0));
        row.forEach((x, i) => {
          row[i] = x / length;
        });
      });
      return out;
    case 'signs':
      return uniforms(key, count).map((x) => (x < 0.5 ? -1 : 1));
    case 'index': {
      const below = extentOf(domain.below, sizes);
      return uniforms(key, count).map((x) => Math.floor(x * below));
    }
  }
}

function drawInput(
  field: InputField,
  key: Key,
  tier: Tier,
  dtype: 'float32' | 'float64',
  sizes: Case['sizes'],
): Tensor {
  return tensorFor(field, drawValues(field.domain, shapeOf(field, sizes), key, tier, sizes), sizes, dtype);
}

/**
 * One case: the same for the same key. Sizes and settings that are not given are drawn from the operation's own.
 *
 * @example
 * ```ts
 * import { key } from 'flowproof';
 * import { drawCase, operations } from 'flowproof/oracle';
 *
 * const operation = operations.find(({ name }) => name === 'path.sample')!;
 * const { inputs } = drawCase(operation, key(7), { dtype: 'float64', sizes: { rows: 3, dim: 2 } });
 * console.log(inputs.x0!.shape, inputs.t!.shape); // [ 3, 2 ] [ 3 ]
 * ```
 */
export function drawCase(operation: Operation, key: Key, options: DrawOptions = {}): Case {
  const { tier = 'main', dtype = 'float32', id = '' } = options;
  const sizes = { ...drawSizes(operation, withStream(key, 1), tier), ...options.sizes };
  const choices = uniforms(withStream(key, 2), operation.settings.length);
  const settings: Record<string, unknown> = {};
  for (const [i, { name, values }] of operation.settings.entries()) {
    settings[name] = options.settings?.[name] ?? values[Math.floor(choices[i]! * values.length)];
  }
  const inputs: Record<string, Tensor> = {};
  for (const [i, field] of operation.inputs.entries()) {
    inputs[field.name] = drawInput(field, fold(withStream(key, 3), i), tier, dtype, sizes);
  }
  const drawn: Case = { id, operation: operation.name, dtype, sizes, settings, inputs };
  return operation.arrange?.(drawn) ?? drawn;
}
