/**
 * Philox against the known answers of Random123, and every draw against spec/random/golden.json, which
 * scripts/random-reference.py computes in Python from the text of docs/random.md alone.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { wichuraQuantile } from '../../src/math/wichura.ts';
import {
  categorical,
  categoricalInto,
  fold,
  integers,
  integersInto,
  type Key,
  key,
  normalInto,
  permutation,
  philox,
  split,
  uniform,
  uniformInto,
} from '../../src/random/index.ts';
import { normal } from '../../src/random/normal.ts';

interface Draws {
  first: number;
  bits: string[];
}
interface Case {
  seed: string;
  stream: number;
  uniform: Draws[];
  normal: Draws[];
  integers: { first: number; min: number; max: number; values: number[] }[];
  permutation: number[][];
  categorical: { first: number; weights: number[]; values: number[] }[];
  split: [number, number, number][];
  fold: { data: number; key: [number, number, number] }[];
}
const golden = JSON.parse(readFileSync(new URL('golden.json', import.meta.url), 'utf8')) as {
  cases: Case[];
  z: { u: string; z: string }[];
};

const view = new DataView(new ArrayBuffer(8));
const bits = (x: number): string => {
  view.setFloat64(0, x);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
};
const fromBits = (hex: string): number => {
  view.setBigUint64(0, BigInt(`0x${hex}`));
  return view.getFloat64(0);
};
const triple = (k: Key): number[] => [k.k0, k.k1, k.stream];

describe('Philox4x32-10', () => {
  const hex = (text: string): number[] => text.split(' ').map((w) => Number.parseInt(w, 16));
  it.each([
    ['00000000 00000000 00000000 00000000', '00000000 00000000', '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
    ['ffffffff ffffffff ffffffff ffffffff', 'ffffffff ffffffff', '408f276d 41c83b0e a20bc7c6 6d5451fd'],
    ['243f6a88 85a308d3 13198a2e 03707344', 'a4093822 299f31d0', 'd16cfe09 94fdcceb 5001e420 24126ea1'],
  ])('Random123 known answer: counter %s', (counter, k, expected) => {
    const out = new Uint32Array(4);
    const [c0, c1, c2, c3] = hex(counter) as [number, number, number, number];
    const [k0, k1] = hex(k) as [number, number];
    philox(c0, c1, c2, c3, k0, k1, out);
    expect([...out]).toEqual(hex(expected));
  });
});

describe('draws equal the Python reference', () => {
  for (const c of golden.cases) {
    const k = key(BigInt(c.seed), c.stream);
    describe(`seed ${c.seed}, stream ${c.stream}`, () => {
      it('uniform', () => {
        for (const { first, bits: expected } of c.uniform) {
          const out = new Float64Array(expected.length);
          uniformInto(k, first, out);
          expect(Array.from(out, bits)).toEqual(expected);
        }
      });
      it('normal', () => {
        for (const { first, bits: expected } of c.normal) {
          const out = new Float64Array(expected.length);
          normalInto(k, first, out);
          expect(Array.from(out, bits)).toEqual(expected);
        }
      });
      it('integers', () => {
        for (const { first, min, max, values } of c.integers) {
          const out = new Int32Array(values.length);
          integersInto(k, first, min, max, out);
          expect([...out]).toEqual(values);
        }
      });
      it('permutation', () => {
        for (const expected of c.permutation) expect([...permutation(k, expected.length)]).toEqual(expected);
      });
      it('categorical', () => {
        for (const { first, weights, values } of c.categorical) {
          const out = new Int32Array(values.length);
          categoricalInto(k, first, weights, out);
          expect([...out]).toEqual(values);
        }
      });
      it('split and fold', () => {
        expect(split(k, c.split.length).map(triple)).toEqual(c.split);
        for (const { data, key: expected } of c.fold) expect(triple(fold(k, data))).toEqual(expected);
      });
    });
  }

  it('the normal sampler on every branch', () => {
    for (const { u, z } of golden.z) expect(bits(wichuraQuantile(fromBits(u)))).toBe(z);
  });
});

describe('docs/random.md', () => {
  // Formatters pad the columns of tables.
  const text = readFileSync(new URL('../../docs/random.md', import.meta.url), 'utf8').replaceAll(/ +/g, ' ');
  const k = key(7);
  const words = new Uint32Array(4);
  philox(0, 0, 0, 0x01000000, 7, 0, words);
  const hex = (n: number): string => n.toString(16).padStart(8, '0');
  const k52 = (BigInt(words[0]!) * 4294967296n + BigInt(words[1]!)) >> 12n;
  const f64 = { dtype: 'float64' } as const;
  const rows: [string, string][] = [
    ['words', Array.from(words, hex).join(' ')],
    ['k of element 0', String(k52)],
    ['u of element 0', String((2 * Number(k52) + 1) / 2 ** 53)],
    ['z of element 0', String(normal(k, 2, f64).data[0])],
    ['z of element 1', String(normal(k, 2, f64).data[1])],
    ['uniform elements 0, 1', [...uniform(k, 2, f64).data].join(', ')],
    ['integers 1 … 6, elements 0 to 7', [...integers(k, 8, { min: 1, max: 6 }).data].join(', ')],
    ['permutation of 8', [...permutation(k, 8)].join(', ')],
    ['categorical (0.3, 0.7), elements 0 to 7', [...categorical(k, [0.3, 0.7], 8).data].join(', ')],
    ['split(key, 2)[1] as (k0, k1)', triple(split(k, 2)[1]!).slice(0, 2).map(hex).join(', ')],
    ['fold(key, 3) as (k0, k1)', triple(fold(k, 3)).slice(0, 2).map(hex).join(', ')],
  ];
  it.each(rows)('worked example: %s', (label, value) => {
    expect(text).toContain(`| ${label} | ${value} |`);
  });
});
