/** From refuted operations to findings: which mistake is named first, and what is said where none fits. */
import { expect, test } from 'vitest';
import { machineOf } from '../../../src/oracle/arithmetic/machine.ts';
import { add, exact, multiply } from '../../../src/oracle/arithmetic/tracked.ts';
import type { Operation, Tensor } from '../../../src/oracle/contract.ts';
import { drawCase } from '../../../src/oracle/generate.ts';
import { judgeCase } from '../../../src/oracle/judge/case-verdict.ts';
import { findingsOf } from '../../../src/oracle/judge/findings.ts';
import { judgeOperation } from '../../../src/oracle/judge/operation-verdict.ts';
import { coarserArithmetic } from '../../../src/oracle/judge/precision.ts';
import { prepare } from '../../../src/oracle/judge/prepared.ts';
import type { Mistake } from '../../../src/oracle/mistakes/mistake.ts';
import { mistakes, operations } from '../../../src/oracle/registry.ts';
import { fold, key } from '../../../src/random/index.ts';
import { judged, operationNamed, square, wrong, xs } from './squares.ts';
import { question, tensor } from './tensors.ts';

const plusOne = wrong('plus-one', ['a', 'b'], (y) => add(y, exact(1)));
const cube = wrong('cube', ['a'], (y, x) => multiply(y, x));

test('the mistake that explains most comes first, with its root and what is next', () => {
  const findings = findingsOf([
    judged('b', [plusOne], (x) => x * x + 1),
    judged('a', [cube, plusOne], (x) => x * x + 1),
    judged('c', [cube], (x) => x * x * x),
  ]);
  expect(findings.map(({ id, root, explains }) => [id, root, explains])).toEqual([
    ['plus-one', 'a', ['b (float64)', 'a (float64)']],
    ['cube', 'c', ['c (float64)']],
  ]);
  expect(findings[0]).toMatchObject({
    kind: 'mistake',
    sentence: 'title of plus-one',
    distance: 0,
    runnerUp: { id: 'cube', fits: false },
    separatedBy: null,
  });
  expect(findings[1]!.runnerUp).toBe(null);
});

test('among equals, the one that what passed does not contradict, then the one that claims less', () => {
  const twin = (id: string, operations: readonly string[]): Mistake => ({ ...plusOne, id, operations });
  const at = (known: readonly Mistake[]): readonly string[] => {
    const passed = judged('b', [], (x) => x * x);
    return findingsOf([judged('a', known, (x) => x * x + 1), passed]).map(({ id }) => id);
  };
  const [touches, spares] = [twin('touches', ['a', 'b']), twin('spares', ['a', 'c', 'd'])];
  expect(at([touches, spares])).toEqual(['spares']);
  expect(at([spares, touches])).toEqual(['spares']);
  const [more, less] = [twin('more', ['a', 'c', 'd']), twin('less', ['a', 'c'])];
  expect(at([more, less])).toEqual(['less']);
  expect(at([less, more])).toEqual(['less']);
});

test('two that fit alike are told apart by a case that is still to be asked', () => {
  // Alike where x > −2, as here.
  const other = wrong('other', ['a'], (y, x) => add(y, exact(x.v > -2 ? 1 : 2)));
  const [finding] = findingsOf([
    judged('a', [plusOne, other], (x) => x * x + 1, 'float64', [
      [1, 2, 3],
      [0.5, 4, 1],
    ]),
  ]);
  expect(finding!.runnerUp!.fits).toBe(true);
  expect(finding!.separatedBy!.id).toMatch(/^a\/float64\/next\/\d+$/);
  // Nothing tells a mistake from itself.
  const [same] = findingsOf([
    judged('a', [plusOne, { ...plusOne, id: 'same' }], (x) => x * x + 1, 'float64', [[1, 2]]),
  ]);
  expect(same!.separatedBy).toBe(null);
});

test('what no mistake explains is described by a relation, or by what is nearest', () => {
  const [twice] = findingsOf([judged('a', [cube], (x) => 2 * x * x)]);
  expect(twice).toMatchObject({
    kind: 'relation',
    id: 'relation.ratio',
    sentence: 'output y is 2 times the truth, everywhere',
    root: 'a',
    explains: ['a (float64)'],
    distance: 0,
    mistakes: [],
    separatedBy: null,
  });
  expect(twice!.runnerUp).toMatchObject({ id: 'cube', fits: false });
  const odd = (x: number): number => x * x + 1 + 0.3 * x;
  const nameless = findingsOf([
    judged('a', [cube, plusOne], odd, 'float32'),
    judged('a', [cube, plusOne], odd),
    judged('b', [], (x) => x * x + 0.1 * x),
  ]);
  const sentence = 'no known mistake explains the answers, nor do two at once';
  // Once for both element types.
  expect(nameless.map(({ kind, id, root, explains }) => [kind, id, root, ...explains])).toEqual([
    ['unknown', 'unknown', 'a', 'a (float32)', 'a (float64)'],
    ['unknown', 'unknown', 'b', 'b (float64)'],
  ]);
  expect(nameless.map((one) => [one.sentence, one.distance, one.mistakes])).toEqual([
    [sentence, null, []],
    [sentence, null, []],
  ]);
  const [{ runnerUp }, none] = [nameless[0]!, nameless[1]!];
  expect(runnerUp).toMatchObject({ id: 'plus-one', fits: false, agrees: 0, refuted: 2 });
  expect(runnerUp!.distance).toBeGreaterThan(0.3);
  expect(runnerUp!.distance).toBeLessThan(0.7);
  expect(runnerUp!.away).toBeGreaterThan(1e5);
  expect(none.runnerUp).toBe(null);
});

test('two mistakes at once have a name where no single one fits, in whichever order they were made', () => {
  const half = wrong('half', ['a'], (y) => multiply(y, exact(0.5)));
  const known = [plusOne, cube, half];
  const later = (x: number): number => (x * x + 1) * x;
  const [both] = findingsOf([judged('a', known, later, 'float32'), judged('a', known, later)]);
  expect(both).toMatchObject({
    kind: 'pair',
    id: 'cube + plus-one',
    sentence: 'two mistakes at once: title of cube; and title of plus-one',
    mistakes: [cube, plusOne],
    root: 'a',
    explains: ['a (float32)', 'a (float64)'],
    separatedBy: null,
  });
  expect(both!.distance).toBeLessThan(1e-6);
  expect(both!.runnerUp!.id).toMatch(/ \+ /);
  expect(both!.runnerUp).toMatchObject({ fits: false, refuted: 2 });
  const [earlier] = findingsOf([judged('a', known, (x) => x * x * x + 1)]);
  expect([earlier!.id, earlier!.distance]).toEqual(['cube + plus-one', 0]);
  // Each of them alone is one mistake.
  expect(findingsOf([judged('a', known, (x) => x * x * x)]).map(({ id }) => id)).toEqual(['cube']);
});

test('of pairs that fit alike, the one whose mistake is named already', () => {
  const twin: Mistake = { ...plusOne, id: 'a-twin' };
  const findings = findingsOf([
    judged('b', [plusOne], (x) => x * x + 1),
    judged('a', [twin, cube, plusOne], (x) => x * x * x + 1),
  ]);
  expect(findings.map(({ id }) => id)).toEqual(['plus-one', 'cube + plus-one']);
  expect(findings[1]!.runnerUp).toMatchObject({ id: 'a-twin + cube', fits: true, away: 0, agrees: 2 });
});

test('no pair is named whose bounds hold the truth as well, or one of the two alone', () => {
  const vague = wrong('vague', ['a'], (y) => ({ ...y, v: y.v + 0.1, e: 50 }));
  const [unseen] = findingsOf([judged('a', [plusOne, vague], (x) => x * x + 1 + 0.3 * x)]);
  expect(unseen!.id).toBe('unknown');
  const still = wrong('still', ['a'], (y) => y);
  const [alone] = findingsOf([judged('a', [plusOne, still], (x) => x * x + 1)]);
  expect(alone!.id).toBe('plus-one');
});

test('a form that goes around a mistake lends it no room', async () => {
  const operation = operations.find(({ name }) => name === 'sde.step')!;
  const known = mistakes.find(({ id }) => id === 'sde.score-without-half')!;
  const machine = machineOf('float32');
  const named = (share: number): string => {
    const cases = Array.from({ length: 3 }, (_, i) => {
      const asked = drawCase(operation, fold(key(5), i));
      const prepared = prepare(operation, asked, machine, [known]);
      const { outputs } = prepared.variants[0]!;
      const data = outputs.x!.data.map((x, k) => x + share * (x - prepared.target.outputs.x![k]!.v));
      const x = { ...outputs.x!, data } as Tensor;
      return judgeCase(prepared, { kind: 'answer', outputs: { x }, trace: {}, seconds: 0 });
    });
    return findingsOf([judgeOperation(operation, 'float32', cases)])[0]!.id;
  };
  expect([named(0), named(0.01)]).toEqual([known.id, 'unknown']);
});

test('what cannot be decided gives a relation no room', () => {
  const half: Operation = {
    ...operationNamed('a'),
    evaluate: ({ floats }) => ({
      y: floats.x!.map((x) => (x.v > 4 ? { v: x.v * x.v, e: Infinity, q: 0 } : square(x))),
    }),
  };
  // Off by 0.01 at an element of each case: no multiple of the truth, nor where all cases have what cannot be decided.
  for (const inputs of [[xs, [0.3, 4.7, 1.9]], [[0.3, 4.7, 1.9]]]) {
    const [finding] = findingsOf([
      judged(half, [], (x) => 2 * x * x + (x < 1 ? 0.01 : 0), 'float64', inputs),
    ]);
    expect(finding!.id).toBe('unknown');
  }
});

test('the largest bound of an output gives a relation its room, and an output that is not wrong has none', () => {
  const bounded = (bounds: readonly number[]): Operation => ({
    ...operationNamed('a'),
    outputs: ['y', 'z'].map((name) => ({ name, type: 'float', shape: ['rows'], meaning: '' })),
    // Half of the bound is the radius of the truth.
    evaluate: ({ floats }) => ({
      y: floats.x!.map(({ v }, i) => ({ v, e: bounds[i]! / 2, q: 0 })),
      z: floats.x!.map(({ v }) => exact(v)),
    }),
  });
  const found = (bounds: readonly number[], y: readonly number[], x: readonly number[], z = x): unknown => {
    const operation = bounded(bounds);
    const asked = { ...question, sizes: { rows: x.length }, inputs: { x: tensor(x) } };
    const prepared = prepare(operation, asked, machineOf('float64'), []);
    const outputs = { y: tensor(y), z: tensor(z) };
    const reply = { kind: 'answer', outputs, trace: {}, seconds: 0 } as const;
    return findingsOf([judgeOperation(operation, 'float64', [judgeCase(prepared, reply)])])[0]!.sentence;
  };
  // Twice the truth, but for 1.5 where 4 · 0.25 · 2 are allowed.
  expect(found([0.25, 0.125, 0.125], [2, 21.5, 40], [1, 10, 20])).toBe(
    'output y is 2 times the truth, everywhere',
  );
  const zero = 'output y is 0 everywhere: never written?';
  const nameless = 'no known mistake explains the answers, nor do two at once';
  // What is not decided may be anything; what is lies just outside of its bound, or on it while z is wrong.
  expect(found([Infinity, 1], [0, 0], [5.3, 1.005])).toBe(zero);
  expect(found([Infinity, 1], [0, 0], [5.3, 1], [5.3, 1.7])).toBe(nameless);
});

test('what is described comes in the order of what it explains, and after what is named', () => {
  const coarse = (x: number): number => Math.fround(Math.fround(x) * Math.fround(x));
  const findings = findingsOf([
    judged('c', [], (x) => 2 * x * x),
    judged('a', [], coarse),
    judged('b', [], coarse),
    judged('d', [plusOne], (x) => x * x + 1),
    judged('e', [plusOne], (x) => x * x),
  ]);
  expect(findings.map(({ id, explains }) => [id, explains.length])).toEqual([
    ['plus-one', 1],
    ['arithmetic.float32', 2],
    ['relation.ratio', 1],
  ]);
  expect(findings[1]).toMatchObject({
    kind: 'precision',
    sentence:
      'looks like float32 arithmetic; if that is meant, declare "arithmetic": { "precision": "float32" }',
    explains: ['a (float64)', 'b (float64)'],
    runnerUp: null,
    distance: 0,
  });
});

/** x rounded to so many bits: Veltkamp's splitting. */
function toBits(x: number, bits: number): number {
  let scale = 1;
  for (let i = 0; i < 53 - bits; i++) scale *= 2;
  const c = (scale + 1) * x;
  return c - (c - x);
}

test('coarser arithmetic is told by the grid of its numbers', () => {
  const of = (bits: number, dtype: 'float32' | 'float64' = 'float32') => {
    const { cases } = judged('a', [], (x) => toBits(toBits(x, bits) * toBits(x, bits), bits), dtype, [
      xs,
      [1e-3, 777, -0.02, 0],
    ]);
    const found = coarserArithmetic(cases);
    return found && [found.precision, found.declare];
  };
  expect(of(24, 'float64')).toEqual(['float32', '"arithmetic": { "precision": "float32" }']);
  expect(of(11)).toEqual(['float16', '"arithmetic": { "precision": "float16" }']);
  expect(of(8)).toEqual(['bfloat16', '"arithmetic": { "precision": "bfloat16" }']);
  // One bit more lies on no grid but that of float32, which is no news.
  expect(of(12)).toBe(null);
  // Nine bits lie on the grid of eleven, and farther from the truth than eleven explain.
  expect(of(9)).toBe(null);
  expect(of(6)).toBe(null);
  expect(coarserArithmetic([])).toBe(null);
});
