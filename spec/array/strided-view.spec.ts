/** Views without ndarray, against ndarray; and that they stand in where it may not compile. */
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import ndarray, { type NdArray } from 'ndarray';
import { describe, expect, test } from 'vitest';
import { type NumberArray, stridedView } from '../../src/array/strided-view.ts';

type View = NdArray<NumberArray>;
type Step = readonly ['hi' | 'lo' | 'step' | 'transpose' | 'pick', readonly (number | null | undefined)[]];

/** All that can be read of a view. */
function read(view: View): unknown {
  const { shape, stride, offset, dtype, size, dimension } = view;
  const values: number[] = [];
  const visit = (at: number[]): void => {
    if (at.length === dimension) values.push(view.get(...at), view.index(...at));
    else for (let i = 0; i < shape[at.length]!; i++) visit([...at, i]);
  };
  visit([]);
  // Where strides are equal, ndarray has an order of its own.
  const order = new Set(stride.map(Math.abs)).size === stride.length && dimension > 0 ? view.order : [];
  return { shape, stride, offset, dtype, size, dimension, order, values };
}

const apply = (view: View, [name, args]: Step): View =>
  (view[name] as (...args: readonly unknown[]) => View)(...args);

const axes = (arb: fc.Arbitrary<number | null | undefined>): fc.Arbitrary<(number | null | undefined)[]> =>
  fc.array(arb, { minLength: 4, maxLength: 4 });
const nothing = fc.constantFrom(null, undefined);

/** Arguments that stay inside whatever is left of the shape. */
function stepFor(view: View): fc.Arbitrary<Step> {
  const within = (extent: number): fc.Arbitrary<number> =>
    fc.integer({ min: -1, max: Math.max(0, extent - 1) });
  const each = (of: (extent: number) => fc.Arbitrary<number | null | undefined>) =>
    fc.tuple(...view.shape.map(of)) as fc.Arbitrary<(number | null | undefined)[]>;
  const permutation = fc.shuffledSubarray(
    view.shape.map((_, axis) => axis),
    { minLength: view.dimension },
  );
  return fc.oneof(
    fc.tuple(
      fc.constant('hi' as const),
      each((extent) => fc.oneof(within(extent), nothing)),
    ),
    fc.tuple(
      fc.constant('lo' as const),
      each((extent) => fc.oneof(within(extent), nothing)),
    ),
    fc.tuple(fc.constant('step' as const), axes(fc.oneof(fc.constantFrom(1, 2, 3, -1, -2), nothing))),
    fc.tuple(fc.constant('transpose' as const), permutation),
    fc.tuple(
      fc.constant('pick' as const),
      each((extent) => fc.oneof(within(extent), nothing)),
    ),
  );
}

test('whatever is done to them, they are as those of ndarray', () => {
  const buffers = fc.constantFrom(Float32Array, Float64Array, Int32Array);
  const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(buffers, shapes, fc.infiniteStream(fc.nat()), (Buffer, shape, seeds) => {
      const size = shape.reduce((a, b) => a * b, 1);
      const make = (): NumberArray => new Buffer(Array.from({ length: size }, (_, i) => i + 1));
      let ours = stridedView(make(), shape) as View;
      let theirs = ndarray(make(), [...shape]) as View;
      expect(read(ours)).toEqual(read(theirs));
      for (let i = 0; i < 4 && theirs.size > 0 && theirs.dimension > 0; i++) {
        const [step] = fc.sample(stepFor(theirs), { numRuns: 1, seed: seeds.next().value });
        ours = apply(ours, step!);
        theirs = apply(theirs, step!);
        expect(read(ours), JSON.stringify(step)).toEqual(read(theirs));
      }
      if (theirs.size === 0) return;
      const first = theirs.shape.map(() => 0);
      expect(ours.set(...first, -7)).toBe(theirs.set(...first, -7));
      expect(ours.data).toEqual(theirs.data);
    }),
  );
});

test('T turns the axes round', () => {
  const view = stridedView(Float64Array.from([1, 2, 3, 4, 5, 6]), [2, 3]).T;
  expect(view.shape).toEqual([3, 2]);
  expect([view.get(0, 1), view.get(2, 0)]).toEqual([4, 3]);
});

describe('where nothing may be compiled', () => {
  const dist = new URL('../../dist/array/ndarray.js', import.meta.url).href;
  /** What code prints under the policy of a page without 'unsafe-eval'; `tries` counts what asked to compile. */
  const run = (code: string, flag = '--disallow-code-generation-from-strings'): string => {
    const whole = `
      let tries = 0;
      globalThis.Function = new Proxy(Function, { construct: (...a) => (tries++, Reflect.construct(...a)) });
      const { denseMatrix, toNdArray } = await import('${dist}');
      const print = (value) => console.log(JSON.stringify(value));
      ${code}`;
    const args = [...(flag ? [flag] : []), '--input-type=module', '-e', whole];
    return execFileSync(process.execPath, args, { encoding: 'utf8' });
  };
  const code = `
    const view = toNdArray(Float32Array.from([1, 2, 3, 4]), [2, 2]);
    const other = toNdArray(new Float64Array(3), [3]);
    const across = Array.from(denseMatrix('x', view.transpose(1, 0)).data);
    print([view.constructor.name, view.dtype, view.get(1, 0), other.shape, across, tries]);`;

  test('views are made all the same, and compiling is tried once', () => {
    expect(JSON.parse(run(code))).toEqual(['StridedView', 'float32', 3, [3], [1, 3, 2, 4], 1]);
  });

  test('elsewhere they are those of ndarray', () => {
    const [name, ...rest] = JSON.parse(run(code, ''));
    expect(name).not.toBe('StridedView');
    expect(rest.slice(0, 4)).toEqual(['float32', 3, [3], [1, 3, 2, 4]]);
  });
});
