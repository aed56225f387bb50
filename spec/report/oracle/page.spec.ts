/** The page of `flowproof oracle`: every look of a verdict, numbers that are none, what is left out where there is nothing, power. */
import { describe, expect, test } from 'vitest';
import type { OperationData } from '../../../src/oracle/judge/report-data.ts';
import { lookOf, sentence, settingsText, verdictChip } from '../../../src/report/oracle/cells.ts';
import { oraclePage } from '../../../src/report/oracle/page.ts';
import { powerHtml } from '../../../src/report/oracle/power-table.ts';
import { bins, data, finding, operation, textOf } from './made-up.ts';

test.each<[string, Partial<OperationData>]>([
  ['good', { verdict: 'EXACT' }],
  ['good', { verdict: 'PROVED' }],
  ['good', { verdict: 'PLAUSIBLE' }],
  ['open', { verdict: 'NO-POWER' }],
  ['open', { verdict: 'SUSPECT' }],
  ['bad', { verdict: 'REFUTED' }],
  ['open', { verdict: 'REFUTED', expectation: 'expected-failure' }],
  ['bad', { verdict: 'REFUTED', expectation: 'other-failure' }],
  ['bad', { verdict: 'PROVED', expectation: 'unexpected-pass' }],
  ['bad', { verdict: 'PROVED', faults: 1 }],
  ['bad', { verdict: null, errors: 1 }],
  ['none', { verdict: null, unsupported: 4 }],
])('%s is the look of %j', (look, more) => {
  expect(lookOf(operation(more))).toBe(look);
  expect(verdictChip(operation(more))).toContain(`class="verdict ${look}"`);
});

test('words: a phrase becomes a sentence, settings and sizes a list', () => {
  expect(sentence('too small; unseen')).toBe('Too small; unseen.');
  expect(sentence('Is it?')).toBe('Is it?');
  expect(settingsText({ solver: 'rk4', schedule: { kind: 'vp' } }, { rows: 2 })).toBe(
    'solver rk4, schedule {"kind":"vp"}, rows 2',
  );
});
describe('the whole page', () => {
  test('says nothing of what there is not', () => {
    const html = oraclePage(data({ operations: [] }));
    expect(html.match(/<section id="(\w+)"/g)).toEqual(['<section id="definitions"', '<section id="run"']);
  });

  test('numbers that are none are words', () => {
    const power = [{ mistake: 'a.b', separation: 0.5, deviation: Number.NaN, seenFrom: Infinity }];
    const worst = { index: [], received: Number.NaN, expected: -0, bound: 0, case: 'c', part: 'x' };
    const times = [
      { t: 0, ratio: 0 },
      { t: 0.5, ratio: Infinity },
    ];
    const html = oraclePage(
      data({
        operations: [
          operation({ verdict: 'REFUTED', ratio: Infinity, bias: Number.NaN, power, worst, times }),
          operation({ dtype: 'float64', ulps: bins({}), judged: 0, verdict: null, worst: null }),
        ],
        findings: [
          finding({
            runnerUp: { id: 'a.b', distance: Infinity, fits: false, away: Infinity, agrees: 0, refuted: 3 },
          }),
        ],
      }),
    );
    expect(textOf(html)).not.toMatch(/NaN|undefined|Infinity|\[object/);
    expect(textOf(html)).toContain('not a number');
    expect(html.match(/ (d|x|y|cx|cy|transform)="[^"]*(NaN|undefined|Infinity)/)).toBe(null);
  });

  test('what is wrong stands open, what is right is folded where there is much', () => {
    const names = ['a.a', 'b.b', 'c.c', 'd.d', 'e.e'];
    const operations = names.map((name) =>
      operation({ operation: name, verdict: name === 'c.c' ? 'SUSPECT' : 'EXACT' }),
    );
    const html = oraclePage(data({ operations }));
    expect(html.match(/<details class="op" open>\s*<summary><b>([^<]*)/g)).toHaveLength(1);
    expect(html).toMatch(/<details class="op" open>\s*<summary><b>c\.c/);
  });
});

test('power: the hardest mistake first, and what only the statistical bound sees is marked', () => {
  const power = [
    { mistake: 'a.weak', separation: 2, deviation: 50, seenFrom: 0.5 },
    { mistake: 'a.blind', separation: 2.5, deviation: 3, seenFrom: 0.4 },
    { mistake: 'a.loud', separation: 1e6, deviation: 1e6, seenFrom: 1e-6 },
  ];
  const html = powerHtml([operation({ power }), operation({ dtype: 'float64', power: power.slice(2) })]);
  expect(html.match(/<th scope="row">[^<]*/g)!.map((cell) => cell.slice(16))).toEqual([
    'a.weak',
    'a.blind',
    'a.loud',
  ]);
  expect(textOf(html)).toMatch(/3 known mistakes; hardest to see is\s+a\.weak\s+in float32/);
  expect(html.match(/only in the statistical bound/g)).toHaveLength(1);
  expect(html.match(/no power/g)).toHaveLength(1);
  expect(html.match(/does not show/g)).toHaveLength(2);
  expect(powerHtml([operation()])).toBe('');
});
