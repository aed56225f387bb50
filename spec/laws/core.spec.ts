/** The core of the laws: verdicts and their precedence, shrinking, replay, families, promises, fast-check, snippets, guards. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentError, ObjectError } from '../../src/errors.ts';
import {
  givenArray,
  givenFinite,
  givenNumber,
  requireDimension,
  requireFunction,
} from '../../src/laws/core/guard.ts';
import {
  CannotJudge,
  defineAsyncLaw,
  defineLaw,
  type LawDefinition,
  LawViolation,
  type Measurement,
  trial,
} from '../../src/laws/core/index.ts';
import { ratioOf, worse, worstOf } from '../../src/laws/core/measurement.ts';
import { flowproofCode, literal } from '../../src/laws/core/snippet.ts';

/** A limit that no number of a case may reach. */
interface Limit {
  readonly name?: string;
  readonly limit: number;
  readonly answer?: (n: number) => number;
}
interface Number_ {
  readonly n: number;
}

const definition: LawDefinition<Limit, Number_> = {
  id: 'stays-below',
  number: 1,
  title: 'n < limit',
  kind: 'run',
  assumes: [],
  export: 'staysBelow',
  runs: 100,
  refuses: ({ limit }) => (limit < 0 ? 'limits below 0 are not judged' : null),
  cases: () => fc.integer({ min: 0, max: 1000 }).map((n) => ({ n })),
  words: ({ n }) => `n = ${n}`,
  measure: ({ limit, answer = (n) => n }, { n }) => ({
    residual: Math.max(0, answer(n)),
    bound: limit,
    why: 'by definition',
    detail: `${n} against ${limit}`,
  }),
};
const staysBelow = defineLaw(definition);
const staysBelowLater = defineAsyncLaw<Limit, Number_>({
  ...definition,
  export: 'staysBelowLater',
  measure: async (subject, at) => {
    await Promise.resolve();
    return definition.measure(subject, at);
  },
});

describe('check', () => {
  it('holds: the worst case, its ratio, and how many there were', () => {
    const result = staysBelow({ limit: 2000 }).check();
    expect(result).toMatchObject({
      law: 'stays-below',
      title: 'n < limit',
      object: 'run',
      status: 'holds',
      bound: 2000,
      why: 'by definition',
      counterexample: null,
      runs: 100,
      seed: 1,
      replay: null,
      tooLoose: false,
    });
    expect(result.ratio).toBe(result.residual! / 2000);
    expect(result.worst).toBe(`n = ${result.residual}: ${result.residual} against 2000`);
    expect(result.reason).toBeUndefined();
  });

  it('shrinks to the smallest violation and tells how to meet it again', () => {
    const held = staysBelow(
      { limit: 36 },
      { name: 'thirty-six', code: flowproofCode(['limits'], 'limits(36)') },
    );
    const result = held.check();
    expect(result).toMatchObject({
      object: 'thirty-six',
      status: 'violated',
      residual: 37,
      bound: 36,
      ratio: 37 / 36,
    });
    expect(result.counterexample).toEqual({
      case: { n: 37 },
      words: 'n = 37',
      snippet: [
        "import { limits } from 'flowproof';",
        "import { staysBelow } from 'flowproof/laws';",
        'const object = limits(36);',
        'console.log(staysBelow(object).at({ n: 37 }));',
      ].join('\n'),
      residual: 37,
      bound: 36,
      ratio: 37 / 36,
      detail: '37 against 36',
    });
    expect(held.at({ n: 37 })).toMatchObject({ residual: 37, bound: 36 });
    const again = held.check({ replay: result.replay! });
    expect(again.counterexample).toEqual(result.counterexample);
    expect(again.runs).toBe(1);
    // The path counts, not the seed of the options.
    expect(held.check({ replay: result.replay!, seed: 99 }).counterexample).toEqual(result.counterexample);
  });

  it('reports the first failure as it is where shrinking is off', () => {
    const held = staysBelow({ limit: 36 });
    const [quick, small] = [held.check({ shrink: false }), held.check()];
    expect(quick.status).toBe('violated');
    expect(quick.residual!).toBeGreaterThan(37);
    expect(quick.runs).toBe(small.runs);
    expect(held.check({ replay: quick.replay!, shrink: false }).counterexample).toEqual(quick.counterexample);
  });

  it('is a function of the object, the seed and the runs', () => {
    const held = staysBelow({ limit: 5000 });
    fc.assert(
      fc.property(
        fc.integer({ min: -2147483648, max: 2147483647 }),
        fc.integer({ min: 1, max: 30 }),
        (seed, runs) => {
          const seen: number[] = [];
          const first = held.check({ seed, runs, onCase: (tried, of) => seen.push(tried, of) });
          expect(held.check({ seed, runs })).toEqual(first);
          expect(seen).toEqual(Array.from({ length: runs }, (_, i) => [i + 1, runs]).flat());
          expect(first).toMatchObject({ seed, runs });
        },
      ),
      { numRuns: 30 },
    );
    expect(held.check({ seed: 1, runs: 3 }).residual).not.toBe(held.check({ seed: 2, runs: 3 }).residual);
    expect(held.check({ effort: 3 }).runs).toBe(300);
    expect(held.check({ effort: 3, runs: 7 }).runs).toBe(7);
  });

  it('says that a bound is too loose, unless what it bounds is exactly 0', () => {
    expect(staysBelow({ limit: 1e7 }).check()).toMatchObject({ status: 'holds', tooLoose: true });
    expect(staysBelow({ limit: 1e5 }).check().tooLoose).toBe(false);
    expect(staysBelow({ limit: 1e7, answer: () => 0 }).check()).toMatchObject({ ratio: 0, tooLoose: false });
    expect(staysBelow({ limit: 0, answer: () => 0 }).check()).toMatchObject({ status: 'holds', ratio: 0 });
  });

  it.each([Number.NaN, Infinity, -1])('refuses to judge by a bound of %d', (limit) => {
    const { refuses: _, ...open } = definition;
    const result = defineLaw(open)({ limit }).check();
    expect(result.status).toBe('refused');
    expect(result.reason).toContain(`the bound is ${limit}`);
  });

  it('takes a residual of NaN for a violation, also beside a bound of 0', () => {
    for (const limit of [0, 5]) {
      const result = staysBelow({ limit, answer: () => Number.NaN }).check();
      expect(result).toMatchObject({ status: 'violated', ratio: Number.NaN });
      const { failed, errorInstance } = fc.check(staysBelow({ limit, answer: () => Number.NaN }).property());
      expect(failed).toBe(true);
      expect(String(errorInstance)).toContain('residual NaN exceeds');
    }
  });

  it.each([
    [{ runs: 0 }, /runs/],
    [{ runs: 1.5 }, /runs/],
    [{ effort: 0 }, /effort/],
    [{ seed: 0.5 }, /seed/],
    [{ seed: 4294967296 }, /seed/],
    [{ replay: 'again' }, /replay/],
    [{ replay: '1:' }, /replay/],
    [{ replay: 7 as unknown as string }, /replay/],
  ])('takes %j for an error of the caller', (options, message) => {
    expect(() => staysBelow({ limit: 1 }).check(options)).toThrow(ArgumentError);
    expect(() => staysBelow({ limit: 1 }).check(options)).toThrow(message);
  });
});

describe('precedence of verdicts', () => {
  it('refuses an object before it tries a case', () => {
    let cases = 0;
    const counting = defineLaw<Limit, Number_>({
      ...definition,
      measure: () => {
        cases += 1;
        return { residual: 9, bound: 1, why: '' };
      },
    });
    const result = counting({ limit: -1 }).check();
    expect(result).toMatchObject({
      status: 'refused',
      reason: 'limits below 0 are not judged',
      runs: 0,
      residual: null,
      counterexample: null,
    });
    expect(cases).toBe(0);
    expect(() => counting({ limit: -1 }).assert()).toThrow(/cannot judge run.*\nlimits below 0/);
    expect(() => counting({ limit: -1 }).property()).toThrow(/cannot judge run: limits below 0/);
  });

  /** Violated from 100 on; what is said of the numbers from 50 to 99 is up to the test. */
  const mixed = (middle: () => Measurement): typeof staysBelow =>
    defineLaw<Limit, Number_>({
      ...definition,
      measure: (_, { n }) =>
        n >= 50 && n < 100 ? middle() : { residual: n >= 100 ? 2 : 0, bound: 1, why: '' },
    });

  it('does not shrink a violation into a case that cannot be judged, nor into a fault', () => {
    const refusing = mixed(() => {
      throw new CannotJudge('here be dragons');
    });
    const throwing = mixed(() => {
      throw new TypeError('no');
    });
    // Seeds whose first failure is a violation.
    for (const law of [refusing, throwing]) {
      const seeds = Array.from({ length: 20 }, (_, seed) => law({ limit: 1 }).check({ seed }));
      const violated = seeds.filter(({ status }) => status === 'violated');
      expect(violated.length).toBeGreaterThan(5);
      for (const { counterexample } of violated) expect(counterexample!.words).toBe('n = 100');
    }
  });

  it('reports a case that cannot be judged as refused, an exception as a fault of the object', () => {
    const refused = staysBelow({
      limit: 1e6,
      answer: (n) => {
        if (n > 20) throw new CannotJudge('too large');
        return n;
      },
    }).check();
    expect(refused).toMatchObject({
      status: 'refused',
      reason: 'at n = 21: too large',
      residual: null,
      worst: 'n = 21',
    });
    const faulty = staysBelow({
      limit: 1e6,
      answer: (n) => {
        if (n > 20) throw new TypeError('no');
        return n;
      },
    }).check();
    expect(faulty).toMatchObject({ status: 'faulty', reason: 'at n = 21: the object threw TypeError: no' });
    expect(faulty.counterexample).toMatchObject({ case: { n: 21 }, residual: null, ratio: null });
  });

  it('takes objects that throw on sight for faulty', () => {
    const hostile = {
      get limit(): number {
        throw new Error('hands off');
      },
    };
    expect(staysBelow(hostile).check()).toMatchObject({
      status: 'faulty',
      reason: 'the object threw Error: hands off',
      runs: 0,
    });
    const stubborn = defineLaw<Limit, Number_>({
      ...definition,
      cases: () => {
        throw new RangeError('no cases');
      },
    });
    expect(stubborn({ limit: 1 }).check()).toMatchObject({
      status: 'faulty',
      reason: 'the object threw RangeError: no cases',
    });
  });
});

describe('assert', () => {
  it('is silent, or throws a LawViolation that says everything', () => {
    expect(() => staysBelow({ limit: 1e6 }).assert()).not.toThrow();
    let thrown: unknown;
    try {
      staysBelow({ limit: 36, name: 'my limit' }).assert({ seed: 5 });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(LawViolation);
    const { message, result } = thrown as LawViolation;
    expect(message.split('\n')).toEqual([
      'stays-below does not hold for my limit: n < limit',
      'smallest counterexample: n = 37',
      'residual 37 against the bound 36 (by definition)',
      '37 against 36',
      "import { staysBelow } from 'flowproof/laws';",
      'const object = undefined /* put the run under test here */;',
      'console.log(staysBelow(object).at({ n: 37 }));',
      `again: check({ replay: '${result.replay}' })`,
    ]);
    expect(result.seed).toBe(5);
  });
});

describe('property', () => {
  it('runs under fast-check, which shrinks it and prints seed and path', () => {
    expect(() => fc.assert(staysBelow({ limit: 1e6 }).property())).not.toThrow();
    const details = fc.check(staysBelow({ limit: 36 }).property(), { seed: 3 });
    expect(details).toMatchObject({ failed: true, counterexample: [{ n: 37 }] });
    expect(String(details.errorInstance)).toBe(
      'Error: stays-below on run, at n = 37: residual 37 exceeds the bound 36 (by definition); 37 against 36',
    );
    expect(() => fc.assert(staysBelow({ limit: 36 }).property(), { seed: 3 })).toThrow(
      /seed: 3, path: [\s\S]*\{"n":37\}/,
    );
  });
});

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
    const { object, at } = result.counterexample!.case as { object: number; at: Number_ };
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
    const rejecting = defineAsyncLaw<Limit, Number_>({
      ...definition,
      measure: () => Promise.reject(new TypeError('gone')),
    });
    expect(await rejecting({ limit: 1 }).check()).toMatchObject({
      status: 'faulty',
      reason: 'at n = 0: the object threw TypeError: gone',
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
      'f: expected 2 finite numbers in out, received NaN in out[1], or nothing was written there',
    ],
    [
      () => givenArray('f', 1, (out) => out.fill(Infinity)),
      'f: expected 1 finite numbers in out, received Infinity in out[0]',
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
