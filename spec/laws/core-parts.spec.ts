/** The core of the laws: families, promises, names, measurements, literals, guards. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ObjectError } from '../../src/errors.ts';
import {
  givenArray,
  givenFinite,
  givenNumber,
  requireDimension,
  requireFunction,
} from '../../src/laws/core/guard.ts';
import { defineAsyncLaw, LawViolation, type Measurement, trial } from '../../src/laws/core/index.ts';
import { ratioOf, worse, worstOf } from '../../src/laws/core/measurement.ts';
import { flowproofCode, literal } from '../../src/laws/core/snippet.ts';
import { type Counted, definition, type Limit, staysBelow, staysBelowLater } from './stays-below.ts';

describe('families', () => {
  const family = {
    name: 'limits',
    data: fc.integer({ min: 0, max: 500 }),
    build: (limit: number): Limit => ({ limit }),
    words: (limit: number) => `limit ${limit}`,
    code: (limit: number) => flowproofCode(['limits'], `limits(${limit})`),
  };

  it('shrinks the object along with the case', () => {
    const result = staysBelow.over(family).check();
    expect(result).toMatchObject({ object: 'limits', status: 'violated' });
    const { object, at } = result.counterexample!.case as { object: number; at: Counted };
    expect(at.n).toBe(object + 1);
    expect(object).toBe(0);
    expect(result.counterexample!.words).toBe('limit 0; n = 1');
    expect(result.counterexample!.snippet).toContain('const object = limits(0);');
    expect(result.counterexample!.snippet).toContain('.at({ n: 1 })');
    expect(staysBelow.over(family).check({ replay: result.replay! }).counterexample).toEqual(
      result.counterexample,
    );
  });

  it('refuses when the law refuses an object, and blames objects that cannot be built', () => {
    const negative = { ...family, build: (limit: number): Limit => ({ limit: -1 - limit }) };
    expect(staysBelow.over(negative).check()).toMatchObject({
      status: 'refused',
      reason: 'at limit 0; n = 0: limits below 0 are not judged',
    });
    const broken = {
      ...family,
      build: (): Limit => {
        throw new Error('no such object');
      },
    };
    expect(staysBelow.over(broken).check().status).toBe('faulty');
  });
});

describe('laws of objects that answer with promises', () => {
  it('hold, are violated, shrink and replay as others do', async () => {
    const [now, later] = [staysBelow({ limit: 36 }).check(), await staysBelowLater({ limit: 36 }).check()];
    expect({ ...later, counterexample: null }).toEqual({ ...now, counterexample: null });
    expect(later.counterexample!.case).toEqual({ n: 37 });
    expect(await staysBelowLater({ limit: 36 }).check({ replay: later.replay! })).toMatchObject({
      runs: 1,
      residual: 37,
    });
    await expect(staysBelowLater({ limit: 1e6 }).assert()).resolves.toBeUndefined();
    await expect(staysBelowLater({ limit: 36 }).assert()).rejects.toThrow(LawViolation);
    expect(await staysBelowLater({ limit: -1 }).check()).toMatchObject({ status: 'refused', runs: 0 });
    expect(await staysBelowLater({ limit: 3 }).at({ n: 5 })).toMatchObject({ residual: 5, bound: 3 });
  });

  it('take a rejection for a fault', async () => {
    const rejecting = defineAsyncLaw<Limit, Counted>({
      ...definition,
      measure: () => Promise.reject(new TypeError('gone')),
    });
    expect(await rejecting({ limit: 1 }).check()).toMatchObject({
      status: 'faulty',
      reason: expect.stringMatching(
        /^at n = 0: the object threw TypeError: gone \(.*core-parts\.spec\.ts:\d+:\d+\)$/,
      ),
    });
    const details = await fc.check(rejecting({ limit: 1 }).property());
    expect(String(details.errorInstance)).toContain('the object threw TypeError: gone');
    await expect(fc.assert(staysBelowLater({ limit: 1e6 }).property())).resolves.toBeUndefined();
  });
});

describe('names', () => {
  it('come from the options, the object, or its kind', () => {
    expect(staysBelow({ limit: 1 }).object).toBe('run');
    expect(staysBelow({ limit: 1, name: 'one' }).object).toBe('one');
    expect(staysBelow({ limit: 1, name: '' }).object).toBe('run');
    expect(staysBelow({ limit: 1, name: 5 as unknown as string }).object).toBe('run');
    expect(staysBelow({ limit: 1, name: 'one' }, { name: 'uno' }).object).toBe('uno');
    expect(staysBelow(undefined as unknown as Limit).object).toBe('run');
    const { law, object } = trial(staysBelow({ limit: 1, name: 'one' }));
    expect([law, object]).toEqual(['stays-below', 'one']);
    const { id, number, kind, runs, export: exported } = staysBelow;
    expect([id, number, kind, runs, exported]).toEqual(['stays-below', 1, 'run', 100, 'staysBelow']);
  });
});

describe('measurements', () => {
  const of = (residual: number, bound: number): Measurement => ({ residual, bound, why: '' });

  it('compare by ratio; NaN is the worst and stays', () => {
    expect(ratioOf(of(0, 0))).toBe(0);
    expect(ratioOf(of(1, 0))).toBe(Infinity);
    expect(ratioOf(of(Number.NaN, 1))).toBeNaN();
    expect(worstOf([of(1, 2), of(3, 4), of(1, 4)])).toEqual(of(3, 4));
    expect(worstOf([of(1, 2), of(Number.NaN, 4), of(9, 4)])).toEqual(of(Number.NaN, 4));
    expect(worse(of(1, 1), of(Number.NaN, 1))).toBe(false);
    expect(() => worstOf([])).toThrow(RangeError);
  });
});

describe('literals', () => {
  const read = (text: string): unknown => new Function(`return (${text});`)();

  it('read back to the same value, −0, ∞ and NaN included', () => {
    const data = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'xsmall', maxDepth: 2 },
        fc.double(),
        fc.integer(),
        fc.string({ maxLength: 6 }),
        fc.constantFrom('\u2028', '"', '\\', '\n', '\ud800', '😀', '\u0000'),
        fc.boolean(),
        fc.constantFrom(null, undefined, -0, Infinity, -Infinity, Number.NaN, 5e-324, 1.7976931348623157e308),
        fc.bigInt(),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(
          fc.string({ maxLength: 6 }).filter((key) => key !== '__proto__'),
          tie('value'),
          { maxKeys: 3, noNullPrototype: true },
        ),
        fc.float64Array({ maxLength: 3 }),
      ),
    }));
    fc.assert(
      fc.property(data.value, (value) => {
        expect(read(literal(value))).toStrictEqual(value);
      }),
    );
    expect(Object.is(read(literal(-0)), -0)).toBe(true);
    expect(Object.is((read(literal([-0])) as number[])[0], -0)).toBe(true);
    expect(literal({ x: [-0, Infinity], 'a b': 'c' })).toBe('{ x: [-0, Infinity], "a b": "c" }');
  });
});

describe('guards', () => {
  it('let right answers through', () => {
    expect(givenNumber('f(1)', Infinity)).toBe(Infinity);
    expect(givenFinite('f(1)', -0)).toBe(-0);
    expect(Array.from(givenArray('f', 2, (out) => out.fill(3)))).toEqual([3, 3]);
    expect(Array.from(givenArray('f', 1, (out) => out.fill(-Infinity), true))).toEqual([-Infinity]);
    expect(requireDimension({ dim: 3 })).toBe(3);
    expect(() => requireFunction({ f: () => 1 }, 'f')).not.toThrow();
  });

  it.each([
    [() => givenNumber('f(1)', Number.NaN), 'f(1): expected a number, received NaN'],
    [() => givenNumber('f(1)', '1'), 'f(1): expected a number, received "1"'],
    [() => givenFinite('f(1)', Infinity), 'f(1): expected a finite number, received Infinity'],
    [
      () => givenNumber('f(1)', Promise.resolve(1)),
      'f(1): expected an answer at once, received a promise; give a function that is not async',
    ],
    [
      () => givenArray('f', 2, (out) => void (out[0] = 1)),
      'f: expected 2 finite numbers in out, received NaN in out[1], or nothing was written there (out begins as NaN: it is to be set, not added to)',
    ],
    [
      () => givenArray('f', 1, (out) => out.fill(Infinity)),
      'f: expected 1 finite number in out, received Infinity in out[0]',
    ],
    [
      () => givenArray('f', 1, async (out) => out.fill(1)),
      'f: expected an answer at once, received a promise; give a function that is not async',
    ],
    [() => requireFunction(null, 'f'), 'f: expected a function, received null'],
    [() => requireFunction({ f: 3 }, 'f'), 'f: expected a function, received 3'],
    [() => requireDimension({ dim: 0 }), 'dim: expected an integer >= 1, received 0'],
  ])('%#: an ObjectError that names the call', (call, message) => {
    expect(call).toThrow(ObjectError);
    expect(call).toThrow(message);
  });
});
