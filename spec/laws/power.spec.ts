/** The planted mistakes: each is killed by a law that passes the right object, and listed in docs/laws (CI compares its figures). */
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defineLaw, type Trial, trial } from '../../src/laws/core/index.ts';
import type { Mistake } from '../../src/laws/power/mistake.ts';
import { mistakes } from '../../src/laws/power/mistakes/index.ts';
import { SIZES, summarisePower, tryMistake } from '../../src/laws/power/power.ts';
import { laws } from '../../src/laws/registry.ts';

/** |error| ≤ allowance, on an object that is wrong by `error`. */
const within = (allowance: number, id: string) =>
  defineLaw<{ error: number }, { n: number }>({
    id,
    number: 1,
    title: 'error = 0',
    kind: 'density',
    assumes: [],
    export: id,
    runs: 5,
    cases: () => fc.record({ n: fc.integer({ min: 0, max: 9 }) }),
    words: ({ n }) => `n = ${n}`,
    measure: ({ error }) => ({ residual: Math.abs(error), bound: allowance, why: 'made up' }),
  });

const fine = within(2e-6, 'fine');
const coarse = within(1e-2, 'coarse');
const blind = within(10, 'blind');

const planted = (id: string, size1: number, control = 0): Mistake => ({
  id,
  kind: 'density',
  formula: 'error = 0',
  mistake: `error = ${size1}`,
  trials: (size): Trial[] =>
    [fine, coarse, blind].map((law) => trial(law({ error: control + size * size1 }))),
});

const allTrials = async (list: readonly Mistake[]) => {
  const found = [];
  for (const mistake of list) {
    for (const i of mistake.trials(1).keys()) found.push(await tryMistake(mistake, i));
  }
  return found;
};

describe('the runner', () => {
  test('sizes are half decades from 1 to 1e-16', () => {
    expect(SIZES.slice(0, 4)).toEqual([1, 0.3, 0.1, 0.03]);
    expect(SIZES.at(-1)).toBe(1e-16);
    expect(SIZES.every((size, i) => i === 0 || size < SIZES[i - 1]!)).toBe(true);
  });

  test('finds the smallest size that each law sees', async () => {
    const [a, b, c] = await allTrials([planted('one', 1)]);
    expect(a).toMatchObject({ law: 'fine', control: 'holds', status: 'violated', threshold: 3e-6 });
    expect(b).toMatchObject({ law: 'coarse', status: 'violated', threshold: 0.03 });
    expect(c).toMatchObject({ law: 'blind', control: 'holds', status: 'holds', threshold: null });
    expect(a!.ratio).toBe(1 / 2e-6);
  });

  test('a survivor, a law that sees nothing, and a right object that fails are each a finding', async () => {
    const ids = ['fine', 'coarse'];
    const good = [planted('one', 1)];
    expect(summarisePower(good, ids, await allTrials(good))).toMatchObject({
      survivors: [],
      idleLaws: [],
      good: true,
    });
    expect(summarisePower(good, [...ids, 'blind'], await allTrials(good))).toMatchObject({
      idleLaws: ['blind'],
      good: false,
    });
    const survivor = [...good, planted('tiny', 1e-9)];
    expect(summarisePower(survivor, ids, await allTrials(survivor))).toMatchObject({
      survivors: ['tiny'],
      good: false,
    });
    expect(summarisePower(survivor, ids, await allTrials(survivor), false)).toMatchObject({
      survivors: [],
      forOthers: ['tiny'],
      good: true,
    });
    // What a law says of a wrong object is worth nothing when it says the same of the right one.
    const failing = [planted('control', 1, 0.5)];
    const summary = summarisePower(failing, ids, await allTrials(failing));
    expect(summary).toMatchObject({ survivors: ['control'], good: false });
    expect(summary.failedControls).toHaveLength(2);
    expect(summarisePower([], [], []).good).toBe(false);
  });
});

const KINDS = [...new Set(mistakes.map(({ kind }) => kind))];

describe('our mistakes', () => {
  test('there are many, each once, each named after its kind', () => {
    const ids = mistakes.map(({ id }) => id);
    expect(ids.length).toBeGreaterThanOrEqual(60);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, kind, formula, mistake } of mistakes) {
      expect(id).toMatch(new RegExp(`^${kind}\\.[a-z0-9-]+$`));
      expect(formula).not.toBe(mistake);
    }
  });

  test('every law has mistakes to see', () => {
    const met = new Set(mistakes.flatMap((mistake) => mistake.trials(1).map(({ law }) => law)));
    expect(laws.map(({ id }) => id).filter((id) => !met.has(id))).toEqual([]);
  });

  test.each(KINDS)(
    '%s: each is killed by a law that passes its right object',
    async (kind) => {
      const survivors: string[] = [];
      for (const mistake of mistakes.filter((m) => m.kind === kind)) {
        if (!(await isKilled(mistake))) survivors.push(mistake.id);
      }
      expect(survivors).toEqual([]);
    },
    120_000,
  );
});

/** By the first law that sees it and holds at size 0. The whole table, all laws and cases, is made by `verify --power`. */
async function isKilled(mistake: Mistake): Promise<boolean> {
  for (const runs of [1, undefined]) {
    const options = { ...(runs === undefined ? {} : { runs }), shrink: false };
    for (const [i, { held }] of quickFirst(mistake.trials(1))) {
      if ((await held.check(options)).status !== 'violated') continue;
      if ((await mistake.trials(0)[i]!.held.check(options)).status === 'holds') return true;
    }
  }
  return false;
}

/** Trials with their places; laws with many cases by default are those whose cases take little time. */
function quickFirst(trials: readonly Trial[]): (readonly [number, Trial])[] {
  const runs = ({ law }: Trial): number => laws.find(({ id }) => id === law)!.runs;
  return [...trials.entries()].sort(([, a], [, b]) => runs(b) - runs(a));
}

test('docs/laws/power.md lists these mistakes and no survivor', () => {
  const page = new URL('../../docs/laws/power.md', import.meta.url);
  expect(existsSync(page)).toBe(true);
  const text = readFileSync(page, 'utf8');
  const listed = [...text.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1]);
  expect(listed.sort()).toEqual(mistakes.map(({ id }) => id).sort());
  expect(text).toContain('No mistake survives.');
});
