/**
 * Every kernel in SIMD gives the bits of its definition in TypeScript: the same call on buffers in one heap and on ordinary ones, for
 * shapes that fill no lane, one and several, and for elements of every kind: subnormal, ±0, ±∞, NaN at its place.
 */
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { ACTIVATION_NUMBERS, type ActivationName, activate } from '../../src/kernels/activations.ts';
import { averageInto, multiplyInto } from '../../src/kernels/elementwise.ts';
import { kernelsOf, together } from '../../src/kernels/heap.ts';
import {
  hiddenLayer,
  linear,
  linearInputGradient,
  linearParameterGradient,
  linearTangent,
} from '../../src/kernels/linear.ts';
import { normalsInto } from '../../src/kernels/normals.ts';
import { ADAM_CONSTANTS, adamConstants, adamUpdate } from '../../src/kernels/parameter-updates.ts';
import { samplePath } from '../../src/kernels/path-sampling.ts';
import { addProduct } from '../../src/kernels/product.ts';
import { addProductDefinition } from '../../src/kernels/product-definition.ts';
import { sumTiles } from '../../src/kernels/tile-sum.ts';
import { key, normalInto } from '../../src/random/index.ts';

/** Large enough that `together` takes a heap for it. */
const AT_LEAST = 4096;

/** Of kernels in SIMD: where there were none, both twins are the definition. */
let calls = 0;
afterEach(() => {
  expect(calls, 'calls of SIMD').toBeGreaterThan(0);
  calls = 0;
});

/** Copies in one heap, whose kernels are counted. */
function inHeap(...arrays: Float32Array[]): Float32Array[] {
  const copies = together((heap) => {
    heap.float32(AT_LEAST);
    return arrays.map(({ length }) => heap.float32(length));
  });
  const bound = kernelsOf(copies[0]!)!;
  const simd = new Proxy(bound.simd, {
    get(exports, name) {
      calls++;
      return Reflect.get(exports, name);
    },
  });
  Object.assign(bound, { simd });
  for (const [i, copy] of copies.entries()) copy.set(arrays[i]!);
  return copies;
}

/** Bits, all NaN alike: WebAssembly leaves the payload of a NaN open. */
const bits = (x: Float32Array): Uint32Array =>
  new Uint32Array(x.slice().buffer).map((word, i) => (Number.isNaN(x[i]) ? 0x7fc00000 : word));

/** Runs `kernel` on the arrays and on their copies in a heap, and holds every array to the same bits afterwards. */
function expectTwins(kernel: (...arrays: Float32Array[]) => void, ...arrays: Float32Array[]): void {
  const copies = inHeap(...arrays);
  kernel(...copies);
  kernel(...arrays);
  for (const [i, array] of arrays.entries()) {
    const [fast, defined] = [bits(copies[i]!), bits(array)];
    const at = fast.findIndex((word, j) => word !== defined[j]);
    expect(at, `array ${i}: ${copies[i]![at]} in SIMD, ${array[at]} defined, at`).toBe(-1);
  }
}

const SPECIAL = [
  0,
  -0,
  Infinity,
  -Infinity,
  NaN,
  2 ** -149,
  -(2 ** -140),
  2 ** -126,
  3.4028234663852886e38,
  1,
  -1,
];

/** Values over many binades, so that the order of a sum and every rounding shows in the bits; if `special`, one in eight is of SPECIAL. */
function values(length: number, seed: number, special: boolean): Float32Array {
  let state = (seed * 2654435761 + 12345) >>> 0;
  const next = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0);
  return Float32Array.from({ length }, () => {
    const word = next();
    if (special && word >>> 29 === 0) return SPECIAL[next() % SPECIAL.length]!;
    return (word / 2 ** 31 - 1) * 2 ** ((word % 13) - 6);
  });
}

/** Holds the twins of a kernel equal for extents up to `most`, on arrays of the lengths that these give. */
function twins<E extends readonly number[]>(
  most: E,
  lengths: (...extents: number[]) => number[],
  kernel: (extents: number[], arrays: Float32Array[]) => void,
): void {
  const extents = fc.tuple(...most.map((max) => fc.integer({ min: 0, max })));
  fc.assert(
    fc.property(extents, fc.nat(), fc.boolean(), (sizes, seed, special) => {
      const arrays = lengths(...sizes).map((length, i) => values(length, seed + i, special));
      expectTwins((...views) => kernel(sizes, views), ...arrays);
    }),
    { numRuns: 60 },
  );
}

describe('activations', () => {
  const names = Object.keys(ACTIVATION_NUMBERS) as ActivationName[];

  test.each(names)('%s', (name) => {
    twins(
      [23],
      (n) => [n!, n!],
      ([n], [z, a]) => activate(name, n!, z!, a!),
    );
  });

  test.each(names)('%s over both signs, from subnormal to overflow', (name) => {
    const sizes = Float32Array.from({ length: 30_001 }, (_, i) => 2 ** (-140 + i / 115));
    const both = Float32Array.from([...sizes, ...sizes.map((x) => -x)]);
    expectTwins((z, a) => activate(name, z!.length, z!, a!), both, new Float32Array(both.length));
  });
});

describe('products', () => {
  const layouts = {
    'X Wᵀ': ([_m, _n, k]: number[]) => [k!, 1, k!, 1] as const,
    'dY W': ([_m, n, k]: number[]) => [k!, 1, 1, n!] as const,
    'dYᵀ X': ([m, n, _k]: number[]) => [1, m!, 1, n!] as const,
  };
  const most = [
    [19, 21, 33],
    [6, 9, 530],
    [5, 540, 7],
  ];

  test.each(
    Object.entries(layouts).flatMap(([name, strides]) => most.map((sizes) => ({ name, strides, sizes }))),
  )('$name, up to $sizes', ({ strides, sizes }) => {
    twins(
      sizes,
      (m, n, k) => [m! * k!, n! * k!, m! * n!],
      ([m, n, k], [a, b, c]) => {
        const [aRow, aStep, bRow, bStep] = strides([m!, n!, k!]);
        const product = kernelsOf(c!) ? addProduct : addProductDefinition;
        product(m!, n!, k!, a!, aRow, aStep, b!, bRow, bStep, c!);
      },
    );
  });
});

describe('linear layers', () => {
  const most = [9, 11, 13];
  const lengths = (rows: number, inputs: number, outputs: number): number[] => [
    Math.max(rows * inputs, rows * outputs),
    3 + (inputs + 1) * outputs,
    Math.max(rows * inputs, rows * outputs),
  ];

  test.each<[string, (extents: number[], arrays: Float32Array[]) => void]>([
    [
      'values',
      ([rows, inputs, outputs], [x, p, y]) =>
        linear(rows!, inputs!, outputs!, x!, p!, 3, 3 + inputs! * outputs!, y!),
    ],
    [
      'tangents',
      ([rows, inputs, outputs], [x, p, y]) => linearTangent(rows!, inputs!, outputs!, x!, p!, 3, y!),
    ],
    [
      'gradients of the inputs',
      ([rows, inputs, outputs], [g, p, x]) =>
        linearInputGradient(rows!, inputs!, outputs!, g!, p!, 3, Math.min(2, inputs!), x!),
    ],
    [
      'gradients of the parameters',
      ([rows, inputs, outputs], [g, p, x]) =>
        linearParameterGradient(rows!, inputs!, outputs!, g!, x!, p!, 3, 3 + inputs! * outputs!),
    ],
  ])('%s', (_, kernel) => {
    twins(most, lengths as (...extents: number[]) => number[], kernel);
  });

  const names = Object.keys(ACTIVATION_NUMBERS) as ActivationName[];
  const hidden = (most: readonly number[], name: ActivationName, slopes: boolean): void =>
    twins(
      most,
      (rows, inputs, outputs) => [...lengths(rows!, inputs!, outputs!), rows! * outputs!],
      ([rows, inputs, outputs], [x, p, z, a]) => {
        const bias = 3 + inputs! * outputs!;
        hiddenLayer(rows!, inputs!, outputs!, x!, p!, 3, bias, name, slopes, z!, a!);
        // Left as it may be.
        if (!slopes) z!.fill(0);
      },
    );

  test.each(names)('hidden, with %s', (name) => {
    hidden(most, name, true);
    hidden(most, name, false);
  });

  test('hidden, of more columns and steps than are copied at once', () => {
    hidden([6, 530, 9], 'silu', true);
    hidden([6, 9, 530], 'silu', true);
  });
});

describe('elementwise', () => {
  test('products', () => {
    twins(
      [23, 5],
      (n) => [n!, n!],
      ([n, from], [x, y]) => multiplyInto(Math.min(from!, n!), n!, x!, y!),
    );
  });

  test('moving averages', () => {
    twins(
      [23, 5],
      (n) => [n!, n!],
      ([n, from], [x, y]) => averageInto(Math.min(from!, n!), n!, x!, 0.1, y!),
    );
  });

  test('Adam', () => {
    twins(
      [23, 5],
      (n) => [n!, n!, n!, n!],
      ([n, from], [p, g, m, v]) => {
        for (let i = 0; i < n!; i++) v![i] = Math.abs(v![i]!);
        const constants = new Float32Array(ADAM_CONSTANTS);
        adamConstants(0.7, 1e-3, 0.9, 0.999, 0.1, 0.001, 1e-8, 0.99, constants);
        adamUpdate(Math.min(from!, n!), n!, p!, g!, m!, v!, constants);
      },
    );
  });

  test('sums of tiles in a tree', () => {
    twins(
      [6, 23],
      (tiles, size) => [(tiles! + 1) * size!],
      ([tiles, size], [x]) => sumTiles(x!, tiles! + 1, size!, Math.min(3, size!), size!),
    );
  });

  test('path sampling', () => {
    twins(
      [5, 11],
      (rows, dim) => [...Array(4).fill(rows! * dim!), ...Array(4).fill(rows!)],
      ([rows, dim], [x0, x1, xt, u, a, s, aDot, sDot]) =>
        samplePath(rows!, dim!, x0!, x1!, a!, s!, aDot!, sDot!, xt!, u!),
    );
  });
});

test('normal draws', () => {
  fc.assert(
    fc.property(
      fc.nat(),
      fc.oneof(fc.nat({ max: 9 }), fc.constantFrom(8589934589, 2 ** 52 - 40_001)),
      fc.nat({ max: 40_000 }),
      (seed, first, count) => {
        const [fast] = inHeap(new Float32Array(count)) as [Float32Array];
        const defined = new Float32Array(count);
        normalsInto(key(seed, seed % 5), first, fast);
        normalInto(key(seed, seed % 5), first, defined);
        expect(Buffer.compare(Buffer.from(fast.slice().buffer), Buffer.from(defined.buffer))).toBe(0);
      },
    ),
    { numRuns: 30 },
  );
});
