/** The core of the laws: verdicts and their precedence, shrinking, replay, messages, fast-check. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentError } from '../../src/errors.ts';
import { CannotJudge, defineLaw, LawViolation, type Measurement } from '../../src/laws/core/index.ts';
import { flowproofCode } from '../../src/laws/core/snippet.ts';
import { type Counted, definition, type Limit, staysBelow } from './stays-below.ts';

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
    const counting = defineLaw<Limit, Counted>({
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
    defineLaw<Limit, Counted>({
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
    expect(faulty).toMatchObject({
      status: 'faulty',
      reason: expect.stringMatching(
        /^at n = 21: in the call answer\(21\): the object threw TypeError: no \(.*core\.spec\.ts:\d+:\d+\)$/,
      ),
    });
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
      reason: expect.stringMatching(/^the object threw Error: hands off \(.*core\.spec\.ts:\d+:\d+\)$/),
      runs: 0,
    });
    const stubborn = defineLaw<Limit, Counted>({
      ...definition,
      cases: () => {
        throw new RangeError('no cases');
      },
    });
    expect(stubborn({ limit: 1 }).check()).toMatchObject({
      status: 'faulty',
      reason: expect.stringMatching(/^the object threw RangeError: no cases \(/),
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
