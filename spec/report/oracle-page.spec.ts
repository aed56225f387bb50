/** The page of `flowproof oracle` on made-up results: every look of a verdict, numbers that are none, findings told once, fields. */
import { describe, expect, test } from 'vitest';
import { ULP_BINS } from '../../src/oracle/judge/compare.ts';
import type { FindingData, OperationData, OracleData } from '../../src/oracle/judge/report-data.ts';
import type { VelocityField, VelocityPanel } from '../../src/oracle/judge/velocity-fields.ts';
import { lookOf, sentence, settingsText, verdictChip } from '../../src/report/oracle/cells.ts';
import { junitXml } from '../../src/report/oracle/junit.ts';
import { findingText } from '../../src/report/oracle/matrix.ts';
import { oraclePage } from '../../src/report/oracle/page.ts';
import { powerHtml } from '../../src/report/oracle/power-table.ts';
import { timeChart } from '../../src/report/oracle/time-chart.ts';
import { ulpChart } from '../../src/report/oracle/ulp-chart.ts';
import { fieldSpeed, velocityChart } from '../../src/report/oracle/velocity-chart.ts';

const bins = (counts: Readonly<Record<number, number>>): number[] =>
  Array.from({ length: ULP_BINS }, (_, i) => counts[i] ?? 0);

const operation = (more: Partial<OperationData> = {}): OperationData => ({
  operation: 'path.sample',
  dtype: 'float32',
  revision: 1,
  summary: 'points of the path',
  formula: 'x < y',
  verdict: 'PROVED',
  expectation: null,
  asked: 4,
  judged: 4,
  unsupported: 0,
  errors: 0,
  faults: 0,
  ratio: 0.5,
  worst: { index: [1, 0], received: 1, expected: 2, bound: 3, case: 'c', part: 'x' },
  ulps: bins({ 0: 30, 1: 10 }),
  bias: 0.01,
  power: [],
  blind: [],
  times: [],
  failed: [],
  seconds: 0,
  ...more,
});

const finding = (more: Partial<FindingData> = {}): FindingData => ({
  kind: 'unknown',
  id: 'unknown',
  sentence: 'nothing is known',
  mistakes: [],
  root: 'path.sample',
  explains: ['path.sample (float32)'],
  distance: null,
  runnerUp: null,
  separatedBy: null,
  ...more,
});

const data = (more: Partial<OracleData> = {}): OracleData => ({
  version: 1,
  kind: 'oracle',
  flowproof: '1.0.0',
  command: 'adapter.py',
  seed: 1,
  backend: { name: 'mine', version: null, language: null, arithmetic: {} },
  summary: { verified: 1, claimed: 1, total: 84, cases: 4, exitCode: 0, words: '1 verified' },
  operations: [operation()],
  findings: [],
  smallest: [],
  expectations: [],
  otherRevisions: [],
  unknownOperations: [],
  unclaimed: [],
  fields: null,
  remarks: [],
  ...more,
});

/** What a reader sees of HTML. */
const textOf = (html: string): string => html.replace(/<style>[\s\S]*?<\/style>|<[^>]*>/g, ' ');

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

  test('what nothing explains has its element types, a mistake its mathematics', () => {
    const mistake = { id: 'a.b', title: 't', right: 'x < y', wrong: 'x > y', looksLike: 'odd' };
    const findings = [
      finding({ explains: ['path.sample (float32)', 'path.sample (float64)'] }),
      finding({
        kind: 'mistake',
        id: 'a.b',
        sentence: 't',
        mistakes: [mistake],
        root: 'loss.fm',
        explains: ['loss.fm (float32)'],
        distance: 0.25,
      }),
    ];
    const operations = [operation({ verdict: 'REFUTED' })];
    const html = oraclePage(data({ operations, findings, unclaimed: ['loss.cfm'] }));
    expect(html.match(/nothing is known/g)).toHaveLength(1);
    expect(textOf(html)).toContain('1 does not, for 2 causes.');
    expect(textOf(html)).toContain('1 operation that the backend does not claim');
    expect(html).toContain('Explains <a href="#op-path-sample">path.sample</a> (float32 and float64).');
    expect(html).toContain('x &lt; y');
    expect(html).toContain('x &gt; y');
    expect(textOf(html)).toContain('It leaves 0.25 of the error unexplained.');
  });

  const nearest = { id: 'a.b', distance: 0.12, fits: false, away: 3e4, agrees: 1, refuted: 3 };
  test('a nearest mistake is a lead that says how far it is, and none where the truth is nearer', () => {
    const told = (more: object): string[] => {
      const one = finding({ runnerUp: { ...nearest, ...more } });
      const page = textOf(oraclePage(data({ findings: [one] })));
      const refuted = data({ operations: [operation({ verdict: 'REFUTED' })], findings: [one] });
      return [page, findingText(one), junitXml(refuted)].map((text) => text.replace(/\s+/g, ' '));
    };
    const words =
      /nearest .*a\.b ?, which does not fit: it leaves 0\.12 of the error, is 3\.0e\+4 bounds away, and agrees with 1 of 3/;
    for (const text of told({})) expect(text).toMatch(words);
    for (const text of told({ agrees: 0 })) expect(text).toContain('agrees with none of 3 refuted cases');
    for (const text of told({ distance: 43 })) expect(text).not.toContain('does not fit');
  });

  test('two mistakes at once have the mathematics of each, on the terminal as on the page', () => {
    const one = { id: 'a.b', title: 't', right: 'x', wrong: 'x = z', looksLike: 'odd' };
    const both = finding({
      kind: 'pair',
      id: 'a.b + a.c',
      sentence: 'two mistakes at once: t; and u',
      mistakes: [one, { ...one, id: 'a.c', wrong: 'x = y' }],
      distance: 0,
      runnerUp: { ...nearest, id: 'a.b + a.d' },
    });
    const page = textOf(oraclePage(data({ findings: [both] })));
    for (const text of [page, findingText(both)]) {
      expect(text).toContain('two mistakes at once: t; and u');
      expect(text).toContain('x = z');
      expect(text).toContain('x = y');
      expect(text).toMatch(/a\.b \+ a\.d ?, which leaves 0\.12 of the error/);
    }
    expect(findingText(both)).toContain('✗ path.sample (float32): two');
    expect(findingText({ ...both, explains: ['path.sample (float32)', 'path.sample (float64)'] })).toContain(
      '✗ path.sample: two',
    );
  });

  test('a failing case, shrunk, stands beside its finding, and one that only chance has found by itself', () => {
    const smallest = {
      operation: 'path.sample',
      dtype: 'float32' as const,
      settings: { schedule: { kind: 'vp' } },
      sizes: { rows: 1 },
      asked: 1234,
      shrinks: 5,
      replay: '1:0:2',
      message: '',
      ratio: 20,
      snippet: 'if a < b: pass',
    };
    const known = oraclePage(
      data({ operations: [operation({ verdict: 'REFUTED' })], findings: [finding()], smallest: [smallest] }),
    );
    const beyond = oraclePage(data({ smallest: [{ ...smallest, snippet: null }] }));
    for (const html of [known, beyond]) {
      expect(html.match(/Smallest failing case/g)).toHaveLength(1);
      expect(textOf(html)).toMatch(/error\/bound 20\. Found in 1,234 questions, replay\s+1:0:2/);
    }
    expect(known).toContain('<code>if a &lt; b: pass</code>');
    expect(known).not.toContain('chance has drawn');
    expect(beyond).toContain('chance has drawn');
    expect(beyond).toContain('too large to be printed');
  });

  test('cases that failed alike are told once, and repeated prints are counted', () => {
    const failed = [0, 1, 2].map((i) => ({
      id: `case-${i}`,
      status: 'fault' as const,
      message: `case path/${i} (path.sample): no reply to ${i}\nTraceback`,
      settings: {},
      sizes: { rows: 1 },
      ratio: 0,
    }));
    const html = oraclePage(
      data({ operations: [operation({ faults: 3, failed })], remarks: ['loading', 'loading', 'ready'] }),
    );
    expect(html.match(/Traceback/g)).toHaveLength(1);
    expect(html).toContain('in 3 of 4 cases in float32');
    expect(html).toContain('loading   (2 times)\nready');
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

describe('charts', () => {
  const paths = (svg: string, start: string): string[] =>
    (svg.match(/ d="[^"]*"/g) ?? []).filter((d) => d.startsWith(` d="${start}`));

  test('a bar for every bin that holds an element, however few', () => {
    const svg = ulpChart(bins({ 0: 1e6, 3: 1, 32: 1 }), 'x');
    const bars = svg.match(/M[\d.]+,136V([\d.]+)h[\d.]+V136Z/g)!;
    expect(bars).toHaveLength(3);
    for (const bar of bars) expect(136 - Number(/V([\d.]+)h/.exec(bar)![1])).toBeGreaterThanOrEqual(2);
  });

  test('points on the bound are inside, beyond it outside, and none is lost', () => {
    const points = [0, 1e-30, 1, 1.01, 1e40, Infinity].map((ratio, i) => ({ t: i / 5, ratio }));
    const svg = timeChart(points, 'x');
    const [inside, outside] = paths(svg, 'M').filter((d) => d.includes('h0'));
    expect(inside!.match(/h0/g)).toHaveLength(3);
    expect(outside!.match(/h0/g)).toHaveLength(3);
  });

  const panel = (received: readonly number[] | null): VelocityPanel => ({
    t: 0.5,
    truth: [1, 0, 0, 1, -1, 0, 0, -1],
    received,
    ratios:
      received === null
        ? []
        : received.map((v, i) => (i % 2 === 0 ? Math.abs(v) : 0)).filter((_, i) => i % 2 === 0),
    message: received === null ? 'gone' : '',
  });
  const field = (received: readonly number[] | null): VelocityField => ({
    operation: 'marginal.velocity',
    dtype: 'float32',
    settings: {},
    target: 'a point',
    range: [-1, 1],
    gridSize: 2,
    panels: [panel(received)],
  });

  test('a velocity that is no number is a cross, one that is too long is cut, none leaves the frame', () => {
    const received = [Number.NaN, 0, 1e9, 0, 0.5, 0, 0, -1];
    const one = field(received);
    expect(fieldSpeed(one)).toBe(1);
    const svg = velocityChart(one, one.panels[0]!, fieldSpeed(one));
    expect(svg.match(/l6,6m-6,0l6,-6/g)).toHaveLength(1);
    for (const [, x] of svg.matchAll(/L(-?[\d.]+),/g)) {
      expect(Number(x)).toBeGreaterThanOrEqual(30);
      expect(Number(x)).toBeLessThanOrEqual(294);
    }
  });

  test('a field without an answer says so', () => {
    const html = oraclePage(data({ fields: [field(null)] }));
    expect(html).toContain('t = 0.5, not answered');
    expect(html).toContain('The backend did not answer: gone');
    expect(oraclePage(data({ fields: [] }))).not.toContain('id="fields"');
  });
});
