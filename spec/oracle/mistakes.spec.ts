import { expect, test } from 'vitest';
import { type Machine, machineOf } from '../../src/oracle/arithmetic/machine.ts';
import type { Case, Operation, Outcome } from '../../src/oracle/contract.ts';
import { formulaNames } from '../../src/oracle/formula.ts';
import { drawCase } from '../../src/oracle/generate.ts';
import type { Mistake } from '../../src/oracle/mistakes/mistake.ts';
import { mistakes, operations } from '../../src/oracle/registry.ts';
import { evaluate } from '../../src/oracle/truth.ts';
import { fold, key } from '../../src/random/index.ts';

/** Bounds that a change must be worth: the power that a pass needs. */
const CLEAR = 10;
const CASES = 24;
const float32 = machineOf('float32');
const float64 = machineOf('float64');

interface Seen {
  readonly operation: Operation;
  readonly cases: readonly Case[];
  /** With the bounds of float32, ... */
  readonly single: readonly Outcome[];
  /** ... and of float64, to which a change of one method for another of its order is not lost. */
  readonly double: readonly Outcome[];
  /** The formulas that its cases go through. */
  readonly used: ReadonlySet<string>;
}

/** Every value of every setting in turn, no two settings in step. */
function casesOf(operation: Operation): readonly Case[] {
  return Array.from({ length: CASES }, (_, i) => {
    const settings: Record<string, unknown> = {};
    let stride = Infinity;
    for (const { name, values } of operation.settings) {
      settings[name] = values[(i + Math.floor(i / stride)) % values.length];
      stride = stride === Infinity ? values.length : stride * values.length;
    }
    return drawCase(operation, fold(key(61), i), { settings });
  });
}

function see(operation: Operation): Seen {
  const used = new Set<string>();
  const listening = formulaNames().map((id) => ({
    id,
    by: (right: (...args: never[]) => unknown) => {
      return (...args: never[]): unknown => {
        used.add(id);
        return right(...args);
      };
    },
  }));
  const cases = casesOf(operation);
  const truths = (machine: Machine): readonly Outcome[] =>
    cases.map((question) => evaluate(operation, question, { machine, replace: listening }).outputs);
  return { operation, cases, single: truths(float32), double: truths(float64), used };
}

const all = new Map(operations.map((operation) => [operation.name, see(operation)]));

const answers = new Map<string, Outcome>();

function answerOf(mistake: Mistake, { operation, cases }: Seen, i: number): Outcome {
  const name = `${mistake.id} ${operation.name} ${i}`;
  const known = answers.get(name);
  if (known) return known;
  const { outputs } = evaluate(operation, cases[i]!, { replace: mistake.replace });
  answers.set(name, outputs);
  return outputs;
}

/** Largest difference of two answers to a case in bounds of the truth; NaN counts as ∞. */
function distance(a: Outcome, b: Outcome, truth: Outcome): number {
  let worst = 0;
  for (const [output, elements] of Object.entries(truth)) {
    for (const [i, { e }] of elements.entries()) {
      const gap = Math.abs(a[output]![i]!.v - b[output]![i]!.v);
      if (gap === 0 || e === Infinity) continue;
      const ratio = e > 0 ? gap / e : Infinity;
      if (!(ratio <= worst)) worst = Number.isNaN(ratio) ? Infinity : ratio;
    }
  }
  return worst;
}

/** Whether some case shows it: the answer of a mistake against that of another, or against the truth. */
function shows(
  seen: Seen,
  mistake: Mistake,
  other: Mistake | null = null,
  precision: 'single' | 'double' = 'single',
): boolean {
  return seen.cases.some((_, i) => {
    const truth = seen[precision][i]!;
    const against = other ? answerOf(other, seen, i) : truth;
    return distance(answerOf(mistake, seen, i), against, truth) >= CLEAR;
  });
}

test('ids are unique', () => {
  expect(new Set(mistakes.map(({ id }) => id)).size).toBe(mistakes.length);
});

test('lists are exact: ten bounds of float64 in what is listed, nothing elsewhere; ten of float32 at the root', () => {
  const wrong: string[] = [];
  for (const mistake of mistakes) {
    for (const name of mistake.operations) if (!all.has(name)) wrong.push(`${mistake.id}: no ${name}`);
    for (const [name, seen] of all) {
      const listed = mistake.operations.includes(name);
      const touched = mistake.replace.some(({ id }) => seen.used.has(id));
      const changes = touched && shows(seen, mistake, null, 'double');
      if (listed !== changes) wrong.push(`${mistake.id}: ${name} is ${listed ? 'listed' : 'not listed'}`);
    }
    const [root] = mistake.operations;
    if (!shows(all.get(root!)!, mistake)) wrong.push(`${mistake.id}: ${root}, its root, hides it`);
  }
  expect(wrong).toEqual([]);
});

test('no two mistakes give the same answers to all operations', () => {
  const alike: string[] = [];
  const touch = (mistake: Mistake): string => [...mistake.operations].sort().join(' ');
  for (const [i, a] of mistakes.entries()) {
    for (const b of mistakes.slice(0, i)) {
      // An operation that only one of them changes tells them apart.
      if (touch(a) !== touch(b)) continue;
      if (!a.operations.some((name) => shows(all.get(name)!, a, b))) alike.push(`${b.id} = ${a.id}`);
    }
  }
  expect(alike).toEqual([]);
});
