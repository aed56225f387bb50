/** Every product equals the definition to the bit, and ndarray's arithmetic to the rounding bound. */
import fc from 'fast-check';
import ndarray from 'ndarray';
import ops from 'ndarray-ops';
import { describe, expect, test } from 'vitest';
import { kernelsOf, together } from '../../src/kernels/heap.ts';
import {
  linear,
  linearInputGradient,
  linearParameterGradient,
  linearTangent,
} from '../../src/kernels/linear.ts';
import { addProduct } from '../../src/kernels/product.ts';
import { addProductBlocks } from '../../src/kernels/product-blocks.ts';
import { addProductDefinition } from '../../src/kernels/product-definition.ts';

type Product = typeof addProduct;

/** Values over many binades, so that the order of a sum and every rounding shows in the bits. */
function values(length: number, seed: number): Float32Array {
  let state = (seed * 2654435761 + 12345) >>> 0;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 31 - 1) * 2 ** ((state % 13) - 6);
  });
}

/** The three layouts in which the network multiplies: a and b are [rows, depth] and [cols, depth] or transposed. */
const layouts = {
  'X Wᵀ': (p: Product, m: number, n: number, k: number, a: Float32Array, b: Float32Array, c: Float32Array) =>
    p(m, n, k, a, k, 1, b, k, 1, c),
  'dY W': (p: Product, m: number, n: number, k: number, a: Float32Array, b: Float32Array, c: Float32Array) =>
    p(m, n, k, a, k, 1, b, 1, n, c),
  'dYᵀ X': (p: Product, m: number, n: number, k: number, a: Float32Array, b: Float32Array, c: Float32Array) =>
    p(m, n, k, a, 1, m, b, 1, n, c),
};

const extents = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 10, max: 70 }));
const depths = fc.oneof(extents, fc.integer({ min: 250, max: 530 }));

/** The product on copies in one heap: in SIMD. */
function inHeap(...[m, n, k, a, aRow, aStep, b, bRow, bStep, c]: Parameters<Product>): void {
  const copies = together((heap) => {
    heap.float32(4096);
    return [a, b, c].map(({ length }) => heap.float32(length));
  }) as [Float32Array, Float32Array, Float32Array];
  for (const [i, x] of [a, b, c].entries()) copies[i]!.set(x);
  expect(kernelsOf(copies[2])).not.toBeNull();
  addProduct(m, n, k, copies[0], aRow, aStep, copies[1], bRow, bStep, copies[2]);
  c.set(copies[2]);
}

const implementations: Record<string, Product> = {
  'plain blocks': addProductBlocks,
  SIMD: inHeap,
  'outside a heap': addProduct,
};

describe.each(Object.entries(layouts))('product in layout %s', (_, layout) => {
  test.each(Object.entries(implementations))(
    '%s equal the definition to the bit for every shape',
    (_name, product) => {
      fc.assert(
        fc.property(extents, extents, depths, fc.nat(), (m, n, k, seed) => {
          const a = values(m * k, seed);
          const b = values(n * k, seed + 1);
          const fast = values(m * n, seed + 2);
          const defined = fast.slice();
          layout(product, m, n, k, a, b, fast);
          layout(addProductDefinition, m, n, k, a, b, defined);
          expect(new Uint32Array(fast.buffer)).toEqual(new Uint32Array(defined.buffer));
        }),
        { numRuns: 50 },
      );
    },
  );

  test('two pieces of k one after the other give the bits of one', () => {
    const [m, n, k] = [9, 10, 37];
    const a = values(m * k, 1);
    const b = values(n * k, 2);
    const whole = new Float32Array(m * n);
    layout(addProductDefinition, m, n, k, a, b, whole);
    const pieces = new Float32Array(m * n);
    const aStep = layout === layouts['dYᵀ X'] ? m : 1;
    const bStep = layout === layouts['X Wᵀ'] ? 1 : n;
    const strides = [aStep === 1 ? k : 1, aStep, bStep === 1 ? k : 1, bStep] as const;
    for (const [from, to] of [
      [0, 5],
      [5, 37],
    ] as const) {
      const [aRow, , bRow] = strides;
      addProduct(
        m,
        n,
        to - from,
        a.subarray(from * aStep),
        aRow,
        aStep,
        b.subarray(from * bStep),
        bRow,
        bStep,
        pieces,
      );
    }
    expect(pieces).toEqual(whole);
  });
});

test.each(Object.entries(implementations))('%s: subnormal products and sums are kept', (_, product) => {
  const a = values(12 * 20, 5).map((v) => v * 2 ** -70);
  const b = values(16 * 20, 6).map((v) => v * 2 ** -72);
  const [fast, defined] = [new Float32Array(12 * 16), new Float32Array(12 * 16)];
  product(12, 16, 20, a, 20, 1, b, 20, 1, fast);
  addProductDefinition(12, 16, 20, a, 20, 1, b, 20, 1, defined);
  expect(fast).toEqual(defined);
  expect(defined.some((v) => v !== 0 && Math.abs(v) < 2 ** -126)).toBe(true);
});

test('SIMD over more columns than one panel of B', () => {
  const [m, n, k] = [5, 261, 300];
  const [a, b] = [values(m * k, 7), values(n * k, 8)];
  const [fast, defined] = [new Float32Array(m * n), new Float32Array(m * n)];
  inHeap(m, n, k, a, k, 1, b, k, 1, fast);
  addProductDefinition(m, n, k, a, k, 1, b, k, 1, defined);
  expect(fast).toEqual(defined);
});

test.each(Object.entries(implementations))(
  '%s: non-finite elements reach exactly the outputs that they belong to',
  (_, product) => {
    const a = values(5 * 6, 3);
    const b = values(6 * 6, 4);
    // In the last row of a block: the row below it starts where this one ends.
    a[3 * 6 + 1] = NaN;
    b[5 * 6 + 3] = Infinity;
    const c = new Float32Array(5 * 6);
    product(5, 6, 6, a, 6, 1, b, 6, 1, c);
    for (let i = 0; i < 5; i++) {
      for (let j = 0; j < 6; j++) expect(Number.isFinite(c[i * 6 + j])).toBe(i !== 3 && j !== 5);
    }
  },
);

test('the linear layer and its derivatives agree with ndarray-ops', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      fc.nat(),
      (rows, inputs, outputs, seed) => {
        const x = values(rows * inputs, seed);
        const params = values(outputs * inputs + outputs + 3, seed + 1);
        const [weight, bias] = [2, 2 + outputs * inputs];
        const g = values(rows * outputs, seed + 2);
        const X = ndarray(x, [rows, inputs]);
        const W = ndarray(params.subarray(weight, bias), [outputs, inputs]);
        const B = ndarray(params.subarray(bias, bias + outputs), [outputs]);
        const G = ndarray(g, [rows, outputs]);

        /** Σₖ a[i, k] b[j, k] with strided views, in float64: products by ndarray-ops, their sum and their size. */
        const product = (
          a: ndarray.NdArray<Float32Array>,
          b: ndarray.NdArray<Float32Array>,
          i: number,
          j: number,
        ) => {
          const terms = ndarray(new Float64Array(a.shape[1]!), [a.shape[1]!]);
          ops.mul(terms, a.pick(i, null) as never, b.pick(j, null) as never);
          const sum = ops.sum(terms);
          ops.abseq(terms);
          return { sum, size: ops.sum(terms) };
        };
        /** n products onto a start value: γₙ₊₁ of the sizes, doubled for higher orders. */
        const check = (actual: number, sum: number, size: number, n: number): void => {
          if (!(Math.abs(actual - sum) <= 2 * (n + 1) * 2 ** -24 * size))
            expect.fail(`${actual} is not ${sum}`);
        };

        const y = new Float32Array(rows * outputs);
        linear(rows, inputs, outputs, x, params, weight, bias, y);
        const dy = new Float32Array(rows * outputs).fill(NaN);
        linearTangent(rows, inputs, outputs, x, params, weight, dy);
        const gx = new Float32Array(rows * inputs).fill(NaN);
        linearInputGradient(rows, inputs, outputs, g, params, weight, inputs, gx);
        const gradient = new Float32Array(params.length).fill(NaN);
        linearParameterGradient(rows, inputs, outputs, g, x, gradient, weight, bias);
        for (let r = 0; r < rows; r++) {
          for (let o = 0; o < outputs; o++) {
            const { sum, size } = product(X, W, r, o);
            check(y[r * outputs + o]!, sum + B.get(o), size + Math.abs(B.get(o)), inputs);
            check(dy[r * outputs + o]!, sum, size, inputs);
          }
          for (let i = 0; i < inputs; i++) {
            const { sum, size } = product(G, W.transpose(1, 0), r, i);
            check(gx[r * inputs + i]!, sum, size, outputs);
          }
        }
        const ones = ndarray(new Float32Array(rows).fill(1), [1, rows]);
        for (let o = 0; o < outputs; o++) {
          for (let i = 0; i < inputs; i++) {
            const { sum, size } = product(G.transpose(1, 0), X.transpose(1, 0), o, i);
            check(gradient[weight + o * inputs + i]!, sum, size, rows);
          }
          const { sum, size } = product(G.transpose(1, 0), ones, o, 0);
          check(gradient[bias + o]!, sum, size, rows);
        }
      },
    ),
    { numRuns: 100 },
  );
});
