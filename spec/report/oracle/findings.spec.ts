/** Findings on the page, on the terminal and in JUnit's XML: told once, with the mathematics of each mistake and how far the next one is. */
import { expect, test } from 'vitest';
import { junitXml } from '../../../src/report/oracle/junit.ts';
import { findingText } from '../../../src/report/oracle/matrix.ts';
import { oraclePage } from '../../../src/report/oracle/page.ts';
import { data, finding, operation, textOf } from './made-up.ts';

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
