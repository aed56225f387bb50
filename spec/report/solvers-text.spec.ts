/** The results of a benchmark as text: terminal tables and comma-separated values. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Row } from '../../src/benchmark/row.ts';
import { solversCsv, solversHtml, solversTable } from '../../src/report/solvers/index.ts';
import { evaluationFormula, groupRows } from '../../src/report/solvers/series.ts';
import { EVIL, manyRows, powerLaw, row, tolerances, VARIANTS } from './sample-rows.ts';

const linesOf = (rows: readonly Row[]): string[] => solversTable(rows).split('\n');

describe('solversTable', () => {
  test('prints errors to four digits, local slopes and evaluations below, the order of the window beside', () => {
    expect(solversTable(powerLaw('rk4', 4, 4).slice(0, 3))).toBe(
      [
        'anchor · float64, uniform grid · rmse at t = 1, its local slope below',
        'solver        N = 4         8        16        order',
        '─────────  ────────  ────────  ────────  ───────────',
        'rk4        5.000e-1  3.125e-2  1.953e-3  4.00 ± 0.05',
        '  NFE 4 N                4.00      4.00        8–128',
        '',
      ].join('\n'),
    );
  });

  test('prints what a tolerance cost', () => {
    const lines = linesOf(tolerances('tsit5'));
    expect(lines[1]).toBe('solver  tol 1e-3  tol 1e-5  tol 1e-7');
    expect(lines[3]).toBe('tsit5   3.000e-3  3.000e-5  3.000e-7');
    expect(lines[4]).toBe('              50   150 (1)   450 (2)');
  });

  test('every run has its cell, whichever way it ended; reasons are told once', () => {
    const rows = (['failed', 'timed-out', 'step-limit', 'skipped'] as const).flatMap((status, i) =>
      [1, 2].map((k) => row({ steps: 4 * i + k, status, rmse: null, reason: `why ${status}` })),
    );
    const text = solversTable(rows);
    for (const [mark, word] of [
      ['a', 'failed'],
      ['b', 'timeout'],
      ['c', 'limit'],
      ['d', 'skipped'],
    ]) {
      expect(text.match(new RegExp(`${word} ${mark}\\b`, 'g'))).toHaveLength(2);
      expect(text).toMatch(new RegExp(`^${mark}  ${word} \\(2 runs\\): why `, 'm'));
    }
  });

  test('a run with neither steps nor tolerance has a column', () => {
    const lines = linesOf([row({ steps: null, rmse: null, status: 'skipped', reason: 'no schedule' })]);
    expect(lines[1]).toMatch(/^solver +–$/);
    expect(lines[3]).toMatch(/^rk4 +skipped a$/);
  });

  // rmse² = truncation² + floor² ≤ 2 floor² exactly when the rest is at most the floor.
  test.each([
    [1.4, true],
    [1.42, false],
  ])('an error of %d floors is at the floor: %s', (ratio, at) => {
    expect(solversTable([row({ rmse: ratio * 1e-9, floor: 1e-9 })]).includes('e-9*')).toBe(at);
  });

  test('each metric that was asked for has a table, with its floor in the last line; estimates may be negative', () => {
    const rows = [4, 8].map((steps, i) =>
      row({
        steps,
        metrics: {
          ...{ w1: i === 0 ? 0.25 : -0.001, w1Floor: i === 0 ? 0.125 : -0.5, w1FloorDeviation: 0.1 },
          ...{ w2: null, w2Floor: null, w2FloorDeviation: null },
        },
      }),
    );
    const text = solversTable(rows);
    expect(text).toContain(
      [
        'anchor · float64, uniform grid · W₁ to the target',
        'solver      N = 4          8',
        '───────  ────────  ─────────',
        'rk4      2.500e-1  −1.000e-3',
        '(floor)  1.250e-1  −5.000e-1',
      ].join('\n'),
    );
    expect(text).toMatch(/\n\(floor\) {2}what two samples/);
    expect(text).not.toContain('W₂');
    expect(text).not.toContain('Deviation');
    expect(text).toContain('\nno run on anchor has w2: it needs samples of a target on the line\n');
  });

  test('a metric that one problem of two cannot have is said to be missing there alone', () => {
    const rows = ['anchor', 'arenstorf', 'detest-a1'].map((problem, i) =>
      row({ problem, metrics: { logDensity: i === 0 ? 1e-3 : null, pathRmse: 0.1 } }),
    );
    const needs = 'it needs a flow whose density is known and a solver that draws no noise';
    expect(solversTable(rows)).toContain(`\nno run on arenstorf, detest-a1 has logDensity: ${needs}\n`);
    expect(solversTable(rows)).not.toContain('has pathRmse');
  });

  test('a run that arrived and has no error says why', () => {
    const reason = 'no error: it draws noise of its own';
    const churn = [4, 8].map((steps) => row({ solver: 'edm-churn', steps, rmse: null, reason }));
    const text = solversTable([...churn, row({ steps: 4 })]);
    expect(text).toMatch(/^edm-churn +– a +– a$/m);
    expect(text).toContain(`\na  (2 runs): ${reason}\n`);
    expect(solversTable(churn.slice(1))).toContain(`\na  ${reason}\n`);
    const page = solversHtml({ rows: churn });
    expect(page).toContain(`edm-churn: ${reason}.`);
    expect(page).not.toContain('id="failures"');
  });

  test('the error of stochastic solvers is said to be the strong one', () => {
    expect(solversTable([row({ solver: 'sra1' })])).toContain('stochastic solvers: the strong error');
    expect(solversTable([row({ solver: 'sra1', rmse: null })])).not.toContain('strong');
    expect(solversTable([row()])).not.toContain('strong');
  });

  test('ten step counts of real names fit 120 columns; more are cut into tables', () => {
    const ten = [4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048].map((steps) =>
      row({
        solver: 'stochastic-heun',
        steps,
        nfe: 2 * steps,
        rmse: 1.234567e-7,
        slope: 1,
        slopeWindow: { from: 32, to: 256, slope: 1, halfWidth: 0.1 },
      }),
    );
    const width = (lines: readonly string[]): number => Math.max(...lines.map((line) => line.length));
    expect(width(linesOf(ten))).toBeLessThanOrEqual(120);
    expect(linesOf(ten).filter((line) => line.startsWith('solver'))).toHaveLength(1);
    const more = linesOf([...ten, row({ solver: 'stochastic-heun', steps: 4096, nfe: 8192 })]);
    expect(more.filter((line) => line.startsWith('solver'))).toHaveLength(2);
    expect(width(more)).toBeLessThanOrEqual(120);
  });

  test.each(VARIANTS)('%s: whole, without NaN and control characters', (_, rows) => {
    const text = solversTable(rows);
    expect(text).not.toMatch(/NaN:|undefined|\[object|Infinity/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
    for (const { solver } of rows) expect(text).toContain(solver === EVIL ? '</script><b>"\'&' : solver);
  });
});

describe('evaluationFormula', () => {
  const formula = (counts: readonly [steps: number, nfe: number | null][]): string | null =>
    evaluationFormula(groupRows(counts.map(([steps, nfe]) => row({ steps, nfe })))[0]!.series[0]!);
  test.each([
    [
      'N',
      [
        [4, 4],
        [8, 8],
      ],
    ],
    [
      '4 N',
      [
        [4, 16],
        [8, 32],
        [16, 64],
      ],
    ],
    [
      'N + 6',
      [
        [4, 10],
        [8, 14],
        [16, 22],
      ],
    ],
    [
      '2 N − 1',
      [
        [4, 7],
        [16, 31],
      ],
    ],
    ['6 N', [[5, 30]]],
    [
      'N',
      [
        [4, 4],
        [8, null],
        [16, 16],
      ],
    ],
    [
      '1–1.1 N',
      [
        [4, 4],
        [8, 9],
        [16, 16],
      ],
    ],
    [
      '8.4 N',
      [
        [4, 33.5],
        [8, 67],
      ],
    ],
    [null, [[4, null]]],
  ] as [string | null, [number, number | null][]][])('%s of %j', (words, counts) => {
    expect(formula(counts)).toBe(words);
  });
  test('runs with tolerances have none', () => {
    expect(evaluationFormula(groupRows(tolerances('bs3'))[0]!.series[0]!)).toBe(null);
  });
});

/** A reader after RFC 4180, written apart from the writer. */
function parseCsv(text: string): string[][] {
  const records: string[][] = [[]];
  for (let at = 0; at < text.length; ) {
    let field = '';
    if (text[at] === '"') {
      for (at += 1; text[at] !== '"' || text[at + 1] === '"'; at++) {
        if (at >= text.length) throw new Error('a quote is not closed');
        if (text[at] === '"') at += 1;
        field += text[at];
      }
      at += 1;
    } else {
      const end = /[,\r]/g;
      end.lastIndex = at;
      const stop = end.exec(text)!.index;
      field = text.slice(at, stop);
      at = stop;
    }
    records.at(-1)!.push(field);
    if (at >= text.length) throw new Error('the last record has no line end');
    if (text[at] === ',') at += 1;
    else {
      expect(text.slice(at, at + 2)).toBe('\r\n');
      at += 2;
      if (at < text.length) records.push([]);
    }
  }
  return records;
}

describe('solversCsv', () => {
  const number = fc.option(fc.double({ noNaN: true }), { nil: null });
  const anyRow = fc
    .record({
      solver: fc.string({ unit: fc.constantFrom('a', '"', ',', '\r', '\n', ' ', 'é') }),
      reason: fc.option(fc.string(), { nil: null }),
      rmse: number,
      nfe: number,
      metrics: fc.dictionary(fc.constantFrom('w1', 'energy,distance'), number),
    })
    .map(row);
  test('reads back as it was, to the last bit', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 4 }), (rows) => {
        const [header, ...records] = parseCsv(solversCsv(rows));
        expect(records).toHaveLength(rows.length);
        for (const [i, record] of records.entries()) {
          expect(record).toHaveLength(header!.length);
          const field = (name: string): string => record[header!.indexOf(name)]!;
          const { solver, reason, rmse, nfe, metrics } = rows[i]!;
          expect(field('solver')).toBe(solver);
          expect(field('reason')).toBe(reason ?? '');
          for (const [text, value] of [
            [field('rmse'), rmse],
            [field('nfe'), nfe],
            ...Object.entries(metrics).map(([name, metric]) => [field(name), metric] as const),
          ] as const) {
            if (value === null) expect(text).toBe('');
            else expect(Number(text) === value).toBe(true);
          }
        }
      }),
    );
  });

  test('has a column for every field of a row and of its window', () => {
    const [header, first] = parseCsv(solversCsv(powerLaw('rk4', 4, 4)));
    const { slopeWindow, metrics, ...plain } = row();
    expect([slopeWindow, metrics]).toEqual([null, {}]);
    const snake = Object.keys(plain).map((name) => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`));
    const window = ['window_from', 'window_to', 'window_slope', 'window_half_width'];
    expect([...header!].sort()).toEqual([...snake, ...window].sort());
    expect(window.map((name) => first![header!.indexOf(name)])).toEqual(['8', '128', '4', '0.05']);
    expect(parseCsv(solversCsv(manyRows()))).toHaveLength(manyRows().length + 1);
  });
});
