/** Which cases a check asks: each rule of the choice on an operation whose mistakes lie as far away as a script says. */
import { describe, expect, test } from 'vitest';
import type { Tracked } from '../../../src/oracle/arithmetic/tracked.ts';
import type { Operation } from '../../../src/oracle/contract.ts';
import { formula, instead } from '../../../src/oracle/formula.ts';
import { drawCase } from '../../../src/oracle/generate.ts';
import { type ChooseOptions, chooseCases } from '../../../src/oracle/judge/choose-cases.ts';
import type { Mistake } from '../../../src/oracle/mistakes/mistake.ts';
import { fold, key } from '../../../src/random/index.ts';
import { madeUp, mistakeNamed, tracked } from './tensors.ts';

/** The truth is 0 with a bound of 1: half from the machine and half as the radius of the truth itself. */
const zero = formula('spec.zero', (_x: number): readonly Tracked[] => [tracked(0, 0.5), tracked(0, 0.5)]);
const drawn = (more: Partial<Operation> = {}): Operation =>
  madeUp({
    inputs: [{ name: 'x', type: 'float', shape: [], meaning: '', domain: { kind: 'normal' } }],
    evaluate: ({ floats }) => ({ y: zero(floats.x![0]!.v) }),
    ...more,
  });

const options = { key: key(3), dtype: 'float64' } as const;
/** Candidate i is known again by its x. */
const candidates = new Map(
  Array.from({ length: 80 }, (_, i) => [
    drawCase(drawn(), fold(options.key, i), { dtype: 'float64' }).inputs.x!.data[0]!,
    i,
  ]),
);

/** Mistakes a, b, … whose answers to candidate i lie so many bounds away, in the first element or in both. */
const scripted = (...scripts: readonly ((i: number) => number | readonly [number, number])[]): Mistake[] =>
  scripts.map((script, k) => ({
    ...mistakeNamed('abc'[k]!),
    replace: [
      instead(zero, (_, x) => {
        const answer = script(candidates.get(x)!);
        return [answer, 0]
          .flat()
          .map((v) => tracked(v, 0.5))
          .slice(0, 2);
      }),
    ],
  }));

const numbers = (known: readonly Mistake[], more: Partial<ChooseOptions> = {}): readonly number[] =>
  chooseCases(drawn(), { ...options, edge: 0, known, ...more }).map(({ id }) => Number(id.split('/').at(-1)));

/** As far as `far` says for candidate i, and out of sight else. */
const at =
  (far: Readonly<Record<number, number>>) =>
  (i: number): number =>
    far[i] ?? 0;

describe('without settings', () => {
  test('the first three stay, and twelve in a row that bring nothing end the search', () => {
    expect(numbers([])).toEqual([0, 1, 2]);
    expect(numbers(scripted(at({ 14: 10 })))).toEqual([0, 1, 2, 14]);
    expect(numbers(scripted(at({ 15: 10 })))).toEqual([0, 1, 2]);
    expect(numbers(scripted(at({ 14: 10, 26: 1e3, 39: 1e3 })))).toEqual([0, 1, 2, 14, 26]);
    expect(numbers(scripted(at({ 5: 10 })), { candidates: 5 })).toEqual([0, 1, 2]);
    expect(numbers(scripted(at({ 5: 10 })), { candidates: 6 })).toEqual([0, 1, 2, 5]);
  });

  test('sixty are drawn at most', () => {
    const known = scripted(at({ 10: 10, 22: 21, 34: 43, 46: 87, 58: 175 }), at({ 59: 10, 60: 21 }));
    expect(numbers(known)).toEqual([0, 1, 2, 10, 22, 34, 46, 58, 59]);
  });

  test('a mistake is better seen at twice the distance, up to a hundred bounds', () => {
    // Not yet visible below ten bounds.
    expect(numbers(scripted(at({ 3: 9.999, 4: 10 })))).toEqual([0, 1, 2, 4]);
    expect(numbers(scripted(at({ 3: 10, 4: 20, 5: 20.5, 6: 41, 7: 42, 8: 99, 9: 199 })))).toEqual([
      0, 1, 2, 3, 5, 7, 8, 9,
    ]);
    expect(numbers(scripted(at({ 3: 100, 4: 1e6 })))).toEqual([0, 1, 2, 3]);
    // What the first three show counts.
    expect(numbers(scripted(at({ 1: 100, 4: 1e6 })))).toEqual([0, 1, 2]);
    // A worse sight, of a case that stays for another mistake, takes nothing away.
    expect(numbers(scripted(at({ 3: 60, 4: 10, 5: 110 }), at({ 4: 1e5 })))).toEqual([0, 1, 2, 3, 4]);
  });

  test('two mistakes are told apart where an output differs by more than a thousandth', () => {
    const pair = (a: number | readonly [number, number], b: number | readonly [number, number]) =>
      scripted(
        (i) => (i === 4 || i === 6 ? a : i < 3 ? 4096 : 0),
        (i) => (i === 4 || i === 6 ? b : i < 3 ? 4096 : 0),
      );
    const both = (...ab: Parameters<typeof pair>) => numbers(pair(...ab));
    expect(both(4096, 4096)).toEqual([0, 1, 2]);
    // Once is enough.
    expect(both(4096, 4101)).toEqual([0, 1, 2, 4]);
    expect(both(4101, 4096)).toEqual([0, 1, 2, 4]);
    expect(both(4096, 4100)).toEqual([0, 1, 2]);
    expect(both(2000, 1998)).toEqual([0, 1, 2]);
    expect(both(2000, 1997.99)).toEqual([0, 1, 2, 4]);
    expect(both(-2000, -1998)).toEqual([0, 1, 2]);
    expect(both(-1998, -2000)).toEqual([0, 1, 2]);
    expect(both(-2000, 2000)).toEqual([0, 1, 2, 4]);
    expect(both([0, 2000], [0, 1990])).toEqual([0, 1, 2, 4]);
    expect(both([2000, 0], [2000, -5])).toEqual([0, 1, 2, 4]);
    expect(both([2000, 2000], [1990, 2000])).toEqual([0, 1, 2, 4]);
    // A mistake that is not seen is not told from another.
    expect(both(4096, 9)).toEqual([0, 1, 2]);
    // The same where all numbers are small.
    const small = drawn({
      evaluate: ({ floats }) => ({
        y: zero(floats.x![0]!.v).map(({ v, e }) => tracked(v / 4096, e / 4096)),
      }),
    });
    const kept = (known: readonly Mistake[]) => chooseCases(small, { ...options, edge: 0, known }).length;
    expect([kept(pair(4096, 4096)), kept(pair(4096, 4101))]).toEqual([3, 4]);
  });

  test('of three mistakes each pair', () => {
    const far = (i: number): number => (i < 3 ? 4096 : 0);
    const [a, b, c] = [
      { 4: 4096, 5: 4096, 7: 4096, 8: 4096 },
      { 4: 9000, 6: 4096, 7: 4096, 8: 9000 },
      { 5: 9000, 6: 9000, 8: 1e4 },
    ];
    const known = scripted(...[a, b, c].map((far2) => (i: number) => far(i) + at(far2)(i)));
    expect(numbers(known)).toEqual([0, 1, 2, 4, 5, 6]);
  });

  test('of several outputs one is enough', () => {
    const outputs = [
      { name: 'y', type: 'float', shape: [2], meaning: '' },
      { name: 'z', type: 'float', shape: [2], meaning: '' },
    ] as const;
    const one = drawn({
      outputs,
      evaluate: ({ floats }) => ({ y: zero(-1), z: zero(floats.x![0]!.v) }),
    });
    candidates.set(-1, -1);
    const known = scripted(
      (i) => (i === 4 ? 4096 : i < 3 ? 4096 : 0),
      (i) => (i === 4 ? 9000 : i < 3 ? 4096 : 0),
    );
    const ids = chooseCases(one, { ...options, edge: 0, known }).map(({ id }) => id);
    expect(ids).toContain('made.up/float64/main/4');
    expect(ids).toHaveLength(4);
  });
});

describe('with settings', () => {
  const setting = (name: string, ...values: readonly unknown[]) => ({ name, meaning: '', values });
  const asked = (operation: Operation, more: Partial<ChooseOptions> = {}) =>
    chooseCases(operation, { ...options, known: [], edge: 0, ...more }).map(({ id, settings }) => [
      id.split('/').at(-1),
      ...Object.values(settings),
    ]);

  test('each value is shown twice, no two settings in step', () => {
    const two = drawn({ settings: [setting('p', 'r', 's'), setting('q', 1, 2), setting('o', 5, 6, 7)] });
    expect(asked(two)).toEqual([
      ['0', 'r', 1, 5],
      ['1', 's', 2, 6],
      ['2', 'r', 2, 7],
      ['3', 's', 1, 5],
      ['4', 'r', 1, 7],
      ['6', 'r', 2, 6],
    ]);
  });

  test('a long setting has ten candidates for each value, and four rounds of patience', () => {
    const values = Array.from({ length: 9 }, (_, i) => i);
    const long = drawn({ settings: [setting('p', ...values)] });
    const ids = (known: readonly Mistake[], more: Partial<ChooseOptions> = {}) =>
      asked(long, { known, ...more }).map(([id]) => Number(id));
    const twice = Array.from({ length: 18 }, (_, i) => i);
    expect(ids([])).toEqual(twice);
    expect(ids(scripted(at({ 53: 10 })))).toEqual([...twice, 53]);
    expect(ids(scripted(at({ 54: 10 })))).toEqual(twice);
    expect(ids(scripted(at({ 53: 10, 79: 21 })))).toEqual([...twice, 53, 79]);
  });

  test('a second setting moves on with each round of the first, however many', () => {
    const two = drawn({ settings: [setting('p', 0, 1), setting('q', 0, 1)] });
    const last = chooseCases(two, { ...options, known: [], edge: 34 }).at(-1)!;
    expect(last.settings).toEqual({ p: 99 % 2, q: (99 + 49) % 2 });
  });

  test('a value is known by its content', () => {
    const kinds = [{ kind: 'a' }, { kind: 'b', n: 1 }, { kind: 'b', n: 2 }];
    expect(asked(drawn({ settings: [setting('p', ...kinds)] })).map(([, value]) => value)).toEqual([
      ...kinds,
      ...kinds,
    ]);
  });

  test('edge cases follow, from draws of their own, with every third setting', () => {
    const operation = drawn({
      sizes: { rows: [3, 4] },
      settings: [setting('p', 'a', 'b', 'c', 'd', 'e')],
    });
    const cases = chooseCases(operation, { ...options, known: [], candidates: 2 });
    expect(cases.slice(0, 2)).toEqual(
      ['a', 'b'].map((p, i) =>
        drawCase(operation, fold(options.key, i), {
          id: `made.up/float64/main/${i}`,
          dtype: 'float64',
          settings: { p },
        }),
      ),
    );
    expect(cases.slice(2)).toEqual(
      ['a', 'd', 'b', 'e', 'c', 'a'].map((p, i) =>
        drawCase(operation, fold(options.key, 2 + i), {
          id: `made.up/float64/edge/${i}`,
          dtype: 'float64',
          tier: 'edge',
          settings: { p },
        }),
      ),
    );
    expect(chooseCases(operation, { ...options, dtype: 'float32', known: [], edge: 1 }).at(-1)).toMatchObject(
      {
        id: 'made.up/float32/edge/0',
        dtype: 'float32',
      },
    );
  });
});
