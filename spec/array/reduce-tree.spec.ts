import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reduceTree } from '../../src/array/reduce-tree.ts';
import { ArgumentError, ShapeError } from '../../src/errors.ts';

/** The sum as the tree is drawn: neighbours first, the odd one out goes up as it is. */
function drawn(values: number[]): number {
  if (values.length === 1) return values[0]!;
  const level: number[] = [];
  for (let i = 0; i < values.length; i += 2) {
    level.push(i + 1 < values.length ? Math.fround(values[i]! + values[i + 1]!) : values[i]!);
  }
  return drawn(level);
}

const value = fc.float({ noNaN: true, min: -1e6, max: 1e6 });
const shape = fc.record({ tiles: fc.integer({ min: 1, max: 33 }), size: fc.integer({ min: 1, max: 40 }) });
const partials = shape.chain(({ tiles, size }) =>
  fc.record({
    tiles: fc.constant(tiles),
    size: fc.constant(size),
    values: fc.array(value, { minLength: tiles * size, maxLength: tiles * size }),
    cuts: fc.array(fc.integer({ min: 0, max: size }), { maxLength: 8 }),
  }),
);

const bits = (a: Float32Array): Uint32Array => new Uint32Array(a.slice().buffer);

describe('reduceTree', () => {
  test('is the drawn tree, to the bit', () => {
    fc.assert(
      fc.property(partials, ({ tiles, size, values }) => {
        const buffer = new Float32Array(values);
        reduceTree(buffer, tiles, size);
        const expected = Float32Array.from({ length: size }, (_, j) =>
          drawn(Array.from({ length: tiles }, (__, i) => Math.fround(values[i * size + j]!))),
        );
        expect(bits(buffer.subarray(0, size))).toEqual(bits(expected));
      }),
    );
  });

  test('gives the same bits for any partition of the parameters, in any order', () => {
    fc.assert(
      fc.property(partials, fc.boolean(), ({ tiles, size, values, cuts }, reversed) => {
        const whole = new Float32Array(values);
        reduceTree(whole, tiles, size);
        const parts = new Float32Array(values);
        const edges = [0, ...cuts.sort((a, b) => a - b), size];
        const ranges = edges.slice(1).map((to, i): [number, number] => [edges[i]!, to]);
        for (const [from, to] of reversed ? ranges.reverse() : ranges)
          reduceTree(parts, tiles, size, from, to);
        expect(bits(parts)).toEqual(bits(whole));
      }),
    );
  });

  test('touches nothing outside its range', () => {
    const buffer = new Float32Array([1, 2, 3, 10, 20, 30]);
    reduceTree(buffer, 2, 3, 1, 2);
    expect([...buffer]).toEqual([1, 22, 3, 10, 20, 30]);
  });

  test('does not depend on the order in time but on the number of tiles: the order is a tree, not a chain', () => {
    // As a chain 2²⁴ + 1 + 1 + 1 stays 2²⁴ in float32; as a tree the last two ones add up first.
    const buffer = new Float32Array([2 ** 24, 1, 1, 1]);
    reduceTree(buffer, 4, 1);
    expect(buffer[0]).toBe(2 ** 24 + 2);
  });

  test('refuses shapes and ranges that do not fit', () => {
    const buffer = new Float32Array(6);
    expect(() => reduceTree(buffer, 4, 2)).toThrow(ShapeError);
    expect(() => reduceTree(buffer, 0, 3)).toThrow(ArgumentError);
    expect(() => reduceTree(buffer, 2, 3, -1, 3)).toThrow(ArgumentError);
    expect(() => reduceTree(buffer, 2, 3, 2, 1)).toThrow(ArgumentError);
    expect(() => reduceTree(buffer, 2, 3, 0, 4)).toThrow(ArgumentError);
  });
});
