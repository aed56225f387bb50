import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, test } from 'vitest';
import schema from '../../schemas/report.schema.json' with { type: 'json' };
import { ArgumentError, ShapeError } from '../../src/errors.ts';
import { checkReport } from '../../src/report/check-report.ts';
import { renderReport } from '../../src/report/render-report.ts';
import type { ReportData } from '../../src/report/report-data.ts';
import { fourColumns, ringImages } from './sample-points.ts';
import { fullReport } from './sample-report.ts';

const line = { kind: 'points', dim: 1, columns: ['x'], data: [0, 1, 2, 2], samples: [0, 1, 1, 3] } as const;
const variants: [string, ReportData][] = [
  ['two dimensions', fullReport()],
  ['four columns', fullReport(fourColumns(333))],
  ['images', fullReport(ringImages(100))],
  ['one dimension', fullReport(line)],
  ['a title alone', { version: 1, title: 'Nothing' }],
];
const pages = new Map<string, string>();
beforeAll(async () => {
  for (const [name, data] of variants) pages.set(name, await renderReport(data));
});

describe('renderReport', () => {
  test.each(variants)('%s: self-contained, small, whole', (name) => {
    const page = pages.get(name)!;
    expect(page.length).toBeLessThan(1.5e6);
    expect(page.match(/<script|<link|@import|url\(|javascript:/i)).toBe(null);
    for (const [, target] of page.matchAll(/\b(?:href|src)="([^"]*)"/g))
      expect(target).toMatch(/^(#|data:image\/png;base64,)/);
    expect(page.match(/.{40}(NaN|undefined|\bInfinity\b|\[object)/)).toBe(null);
    for (const tag of ['section', 'figure', 'table', 'svg', 'g', 'text', 'tr', 'td', 'dl']) {
      const count = (pattern: string): number => page.match(new RegExp(pattern, 'g'))?.length ?? 0;
      expect([tag, count(`<${tag}[ >]`)]).toEqual([tag, count(`</${tag}>`)]);
    }
  });

  test('every figure has a name, a number and a caption; every entry of the contents a target', () => {
    const page = pages.get('two dimensions')!;
    const figures = [...page.matchAll(/<figure id="(figure|table)-(\d+)".*?<\/figure>/gs)];
    expect(figures.map(([, kind, n]) => `${kind} ${n}`)).toEqual([
      'figure 1',
      'table 1',
      'figure 2',
      'figure 3',
      'figure 4',
      'table 2',
      'figure 5',
      'table 3',
      'table 4',
    ]);
    for (const [html, kind] of figures) {
      expect(html).toContain('<figcaption><b>');
      if (kind === 'figure') expect(html).toMatch(/role="img" aria-label="[^"]+"/);
    }
    for (const [, id] of page.matchAll(/href="#([^"]*)"/g)) expect(page).toContain(`id="${id}"`);
  });

  test('the same data gives the same page', async () => {
    expect(await renderReport(fullReport())).toBe(pages.get('two dimensions'));
  });

  test('text of the user stays text', async () => {
    const evil = '</title><script>alert("1")</script>\'&\u0000';
    const page = await renderReport({
      ...fullReport({ ...line, columns: [evil] }),
      title: evil,
      abstract: [evil],
      remarks: [evil],
    });
    expect(page).not.toContain('<script');
    expect(page).toContain('&lt;/title&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;\ufffd');
  });

  test('broken laws and missing errors are shown as such', () => {
    const page = pages.get('two dimensions')!;
    expect(page.match(/✗ broken/g)).toHaveLength(2);
    expect(page).toContain('2 of 5 are broken');
  });

  test('extreme and degenerate numbers are drawn without NaN', async () => {
    const page = await renderReport({
      version: 1,
      title: 'Edges',
      samples: { kind: 'points', dim: 2, columns: ['a', 'b'], data: [1, 1], samples: [1, 1, 1e300, -1e300] },
      loss: { quantity: 'loss', training: { steps: [1], values: [0] } },
      field: {
        columns: ['a', 'b'],
        x: { min: 0, max: 1 },
        y: { min: 0, max: 1 },
        gridSize: 1,
        panels: [{ t: 0, velocity: [0, 0], points: [0, 0] }],
      },
      trajectories: { columns: ['a', 'b'], times: [0, 1], paths: [0, 0, 0, 0] },
      solverErrors: [
        {
          problem: 'p',
          norm: 'n',
          arithmetics: [
            {
              dtype: 'float64',
              solvers: [
                {
                  name: 's',
                  order: 1,
                  points: [
                    { steps: 1, evaluations: 1, error: null },
                    { steps: 2, evaluations: 2, error: 0 },
                  ],
                },
              ],
            },
          ],
        },
      ],
    });
    expect(page.match(/.{40}(NaN|Infinity)/)).toBe(null);
  });
});

describe('the form of a report', () => {
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

  test.each(variants)('%s fits the schema after a trip through JSON', (_, data) => {
    const valid = validate(JSON.parse(JSON.stringify(data)));
    expect(validate.errors).toBe(null);
    expect(valid).toBe(true);
  });

  test.each<[string, object]>([
    ['an unknown field', { ...fullReport(), extra: 1 }],
    ['another version', { ...fullReport(), version: 2 }],
    ['samples without a kind', { ...fullReport(), samples: { dim: 2 } }],
    [
      'a word for a number',
      { ...fullReport(), laws: { rows: [{ law: 'l', object: 'o', residual: '0', bound: 1, why: 'w' }] } },
    ],
  ])('the schema refuses %s', (_, data) => {
    expect(validate(JSON.parse(JSON.stringify(data)))).toBe(false);
  });

  const full = fullReport();
  test.each<[string, ReportData, RegExp]>([
    [
      'a batch of the wrong length',
      { ...full, samples: { ...line, dim: 2, columns: ['a', 'b'], data: [1] } },
      /^samples\.data: /,
    ],
    ['too few columns', { ...full, samples: { ...line, columns: [] } }, /^samples\.columns: /],
    [
      'a pixel above 255',
      { ...full, samples: { ...ringImages(1), data: new Array(784).fill(256) } },
      /^samples\.data\[0\]: /,
    ],
    [
      'NaN',
      { ...full, trajectories: { ...full.trajectories!, paths: [Number.NaN] } },
      /trajectories\.paths\[0\]: /,
    ],
    [
      'a velocity short of a cell',
      { ...full, field: { ...full.field!, gridSize: 16 } },
      /^field\.panels\[0\]\.velocity: /,
    ],
    ['an empty range', { ...full, field: { ...full.field!, x: { min: 1, max: 1 } } }, /^field\.x: /],
    [
      'times that stand still',
      { ...full, trajectories: { ...full.trajectories!, times: [0, 0] } },
      /^trajectories\.times: /,
    ],
    [
      'a curve of two lengths',
      { ...full, loss: { quantity: 'q', training: { steps: [1, 2], values: [1] } } },
      /^loss\.training\.values: /,
    ],
  ])('checkReport refuses %s', (_, data, message) => {
    expect(() => checkReport(data)).toThrow(message);
    let thrown: unknown;
    try {
      checkReport(data);
    } catch (error) {
      thrown = error;
    }
    expect(thrown instanceof ShapeError || thrown instanceof ArgumentError).toBe(true);
  });
});
