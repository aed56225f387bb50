/** The page and the picture of a benchmark: whole, self-contained, safe, and alive. */
import { Window } from 'happy-dom';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Row } from '../../src/benchmark/row.ts';
import { gridFactor } from '../../src/report/solvers/grid-table.ts';
import { solversHtml, solversSvg } from '../../src/report/solvers/index.ts';
import { pageScript } from '../../src/report/solvers/page-script.ts';
import { floorOf, pointsOf } from '../../src/report/solvers/plots.ts';
import { groupRows } from '../../src/report/solvers/series.ts';
import { EVIL, manyRows, powerLaw, row, tolerances, VARIANTS } from './sample-rows.ts';

const pages = new Map<string, string>();
beforeAll(() => {
  for (const [name, rows] of VARIANTS) pages.set(name, solversHtml({ rows, title: name }));
});

const SCRIPT = `<script>\n${pageScript}\n</script>`;
const count = (text: string, pattern: string): number => text.match(new RegExp(pattern, 'g'))?.length ?? 0;
const PAIRED = [
  'section',
  'figure',
  'table',
  'svg',
  'g',
  'text',
  'tr',
  'td',
  'div',
  'span',
  'details',
  'button',
];

describe('solversHtml', () => {
  test.each(VARIANTS)('%s: self-contained, small, whole', (name, rows) => {
    const page = pages.get(name)!;
    expect(page.length).toBeLessThan(1.5e6);
    expect(page).toContain(SCRIPT);
    const rest = page.replace(SCRIPT, '');
    expect(rest.match(/<script|<link|@import|url\(|javascript:/i)).toBe(null);
    for (const [, target] of rest.matchAll(/\b(?:href|src)="([^"]*)"/g)) expect(target).toMatch(/^#/);
    expect(rest.match(/.{0,40}(NaN|undefined|\bInfinity\b|\[object)/)).toBe(null);
    for (const tag of PAIRED)
      expect([tag, count(rest, `<${tag}[ >]`)]).toEqual([tag, count(rest, `</${tag}>`)]);
    const ids = [...rest.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
    for (const [, id] of rest.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(id);
    // Every run has its line in a table, and every point of a chart leads to one.
    for (const i of rows.keys()) expect(ids).toContain(`r${i}`);
    for (const [, numbers] of rest.matchAll(/data-r="([^"]*)"/g))
      for (const number of numbers!.split(' ')) expect(ids).toContain(`r${number}`);
  });

  test('the script asks for nothing and makes no markup', () => {
    expect(pageScript).not.toMatch(/fetch|XMLHttp|import|eval|Function\(|innerHTML|document\.write|<\//);
  });

  test('text of the user stays text', () => {
    const page = pages.get('names of an enemy')!;
    expect(page).not.toContain('<b>"');
    expect(page).toContain('&lt;/script&gt;&lt;b&gt;&quot;&#39;&amp;\ufffd\n;--x');
    const svg = solversSvg(VARIANTS.find(([name]) => name === 'names of an enemy')![1]);
    expect(svg).not.toContain('<b>"');
    const facts = solversHtml({
      rows: [row()],
      title: EVIL,
      command: EVIL,
      config: { [EVIL]: EVIL },
      versions: { [EVIL]: EVIL },
      problems: { anchor: EVIL },
    });
    expect(facts).not.toContain('<b>"');
    expect(count(facts, '<script')).toBe(1);
  });

  test('the same rows give the same page', () => {
    expect(solversHtml({ rows: manyRows(), title: 'many solvers' })).toBe(pages.get('many solvers'));
  });

  test('few solvers are named at their lines; many by family, and each in a panel of its family', () => {
    const panels = (name: string): string[] => pages.get(name)!.match(/<svg [^>]*role="img".*?<\/svg>/gs)!;
    expect(panels('few solvers')).toHaveLength(2);
    for (const solver of ['euler', 'rk4', 'tsit5'])
      expect(panels('few solvers')[0]).toMatch(new RegExp(`<g class="n" data-s="${solver}">`));
    const many = panels('many solvers');
    for (const solver of new Set(manyRows().map((one) => one.solver))) {
      const name = `<g class="n" data-s="${solver.replaceAll('+', '\\+')}">`;
      // On both problems, in both arithmetics, on the first grid.
      expect(many.filter((svg) => new RegExp(name).test(svg))).toHaveLength(4);
    }
  });

  test('the winner within a budget is the most exact run that is cheap enough', () => {
    const page = solversHtml({ rows: [...powerLaw('euler', 1, 1), ...powerLaw('rk4', 4, 4)] });
    const table = /<figure id="table-1".*?<\/figure>/s.exec(page)![0];
    const heads = [...table.matchAll(/<th scope="col">([^<]+)</g)].map(([, text]) => text);
    const cells = [...table.matchAll(/<td>.*?data-s="(\w+)".*?aside">([^<]+)</g)].map(([, ...cell]) => cell);
    // euler: 0.5 · 4/N for N evaluations; rk4: 0.5 (4/N)⁴ for 4 N.
    expect(heads).toEqual([
      'problem',
      'NFE ≤ 5',
      '≤ 10',
      '≤ 20',
      '≤ 50',
      '≤ 100',
      '≤ 200',
      '≤ 500',
      '≤ 1,000',
    ]);
    expect(cells.slice(0, 4)).toEqual([
      ['euler', '5.0e-1'],
      ['euler', '2.5e-1'],
      ['euler', '1.3e-1'],
      ['rk4', '3.1e-2'],
    ]);
  });

  test('strong errors of stochastic solvers do not win', () => {
    const page = solversHtml({ rows: [row(), row({ solver: 'sra1', nfe: 30, rmse: 1e-9 })] });
    const table = /<figure id="table-1".*?<\/figure>/s.exec(page)![0];
    expect(table).toContain('data-s="rk4"');
    expect(table).not.toContain('sra1');
  });

  test('a pair that runs with fixed steps and with tolerances has two names', () => {
    const page = solversHtml({
      rows: [...powerLaw('dopri5', 5, 6), ...tolerances('dopri5'), ...tolerances('tsit5')],
    });
    for (const name of ['dopri5', 'dopri5 \\(tol\\)', 'tsit5'])
      expect(page).toMatch(new RegExp(`<g class="n" data-s="${name}">`));
    expect(page).not.toContain('tsit5 (tol)');
  });

  test('each metric has charts with its floor', () => {
    const rows = powerLaw('rk4', 4, 4, {
      metrics: { w1: 0.25, w1Floor: 0.2, mmd: -1e-3, mmdFloor: -2e-3, w2: null, w2Floor: null },
    });
    const page = solversHtml({ rows });
    const figure = (title: string): string =>
      new RegExp(`<figure[^>]*><div class="panels">(?:(?!<figure).)*${title}`, 's').exec(page)![0];
    expect(figure('W₁ to the target against evaluations')).toContain('>floor</text>');
    expect(figure('MMD to the target against evaluations')).not.toContain('>floor</text>');
    expect(page).toContain('No run on anchor has w2: it needs samples of a target on the line.');
    // Below 0 an estimate says no more than 0: a triangle at the lower edge.
    expect(figure('MMD to the target against evaluations')).toMatch(/306h0.*L[\d.]+,305/s);
    expect(page).toContain('<td>−1.000e-3</td>');
    const [one] = groupRows(rows)[0]!.series;
    for (const { error } of pointsOf(one!.rows, { work: 'evaluations', quantity: 'mmd' }))
      expect(error).toBe(0);
    expect(floorOf([one!], 'mmd')).toBeNull();
    expect(floorOf([one!], 'w1')).toEqual([0.2, 0.2]);
  });

  test('what did not arrive is told with its reason', () => {
    const section = /<section id="failures">.*?<\/section>/s.exec(pages.get('nothing that arrived')!)![0];
    for (const status of ['timed-out', 'step-limit', 'skipped']) expect(section).toContain(`why ${status}`);
    expect(section).toContain('no reason given');
    expect(section).toContain('anchor: rk4, N = 1, float64, uniform');
    expect(pages.get('one solver')).not.toContain('id="failures"');
  });
});

describe('gridFactor', () => {
  const series = (rows: readonly Row[]) => groupRows(rows)[0]!.series[0]!;
  const uniform = powerLaw('heun', 2, 2);
  const other = (factor: (i: number) => number): Row[] =>
    uniform.map((one, i) => ({ ...one, rmse: one.rmse! * factor(i) }));

  test('is the geometric mean of ratios at the same step count', () => {
    // Logarithms round by an ulp each; six of them are added.
    expect(Math.abs(gridFactor(series(uniform), series(other(() => 3)))! / 3 - 1)).toBeLessThan(1e-14);
    const mixed = gridFactor(series(uniform), series(other((i) => [4, 9, 1, 1, 1, 1][i]!)))!;
    expect(Math.abs(mixed / 36 ** (1 / 6) - 1)).toBeLessThan(1e-14);
  });
  test('leaves out runs at the floor, failures and step counts of one grid alone', () => {
    const rows = other((i) => (i < 2 ? 2 : 50));
    const odd = rows.map(
      (one, i) =>
        [one, one, { ...one, floor: 9 }, { ...one, rmse: null }, { ...one, steps: 5 }, { ...one, rmse: 0 }][
          i
        ]!,
    );
    expect(Math.abs(gridFactor(series(uniform), series(odd))! / 2 - 1)).toBeLessThan(1e-14);
    expect(gridFactor(series(uniform), series(odd.slice(2)))).toBe(null);
  });
});

describe('solversSvg', () => {
  test.each(VARIANTS)('%s: one whole drawing', (_, rows) => {
    for (const against of ['evaluations', 'seconds'] as const) {
      const svg = solversSvg(rows, { against });
      expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" /);
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
      for (const tag of ['svg', 'g', 'text']) expect(count(svg, `<${tag}[ >]`)).toBe(count(svg, `</${tag}>`));
    }
  });
  test('has a row for each problem and a column for each arithmetic and grid', () => {
    expect(solversSvg(manyRows())).toContain(`viewBox="0 0 ${4 * 440} ${2 * 348}"`);
  });
});

describe('the script', () => {
  let window: Window;
  const all = (selector: string) => [...window.document.querySelectorAll(selector)];
  const press = (svg: unknown, ...keys: string[]): void => {
    for (const key of keys)
      (svg as { dispatchEvent(event: unknown): void }).dispatchEvent(
        new window.KeyboardEvent('keydown', { key, cancelable: true }),
      );
  };
  const card = (): string =>
    (window.document.querySelector('.card') as unknown as { textContent: string }).textContent;
  const hidden = (): boolean =>
    (window.document.querySelector('.card') as unknown as { hidden: boolean }).hidden;

  beforeEach(() => {
    window = new Window();
    const rows = [...powerLaw('euler', 1, 1), ...powerLaw('rk4', 4, 4), ...tolerances('tsit5')];
    window.document.write(solversHtml({ rows }).replace(SCRIPT, ''));
    const run = new Function('document', 'addEventListener', 'innerWidth', 'innerHeight', pageScript);
    run(window.document, window.addEventListener.bind(window), 1200, 800);
  });

  test('cursor keys walk along a line and from line to line, and say what stands there', () => {
    const [svg] = all('.panels svg');
    expect(hidden()).toBe(true);
    press(svg, 'ArrowRight');
    expect(hidden()).toBe(false);
    expect(card()).toMatch(/^euler.*N or tolerance4NFE4rmse5\.000e-1/);
    press(svg, 'ArrowRight');
    expect(card()).toMatch(/^euler.*N or tolerance8NFE8rmse2\.500e-1/);
    press(svg, 'ArrowDown');
    expect(card()).toMatch(/^rk4/);
    press(svg, 'ArrowUp', 'ArrowUp');
    expect(card()).toMatch(/^tsit5/);
    press(svg, 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft');
    expect(card()).toMatch(/^tsit5N or tolerance1e-3NFE50/);
    press(svg, 'Escape');
    expect(hidden()).toBe(true);
  });

  test('a solver stays lit until it is chosen again', () => {
    const lit = (): string[] => [
      ...new Set(all('g.s.on').map((node) => (node as unknown as { dataset: { s: string } }).dataset.s)),
    ];
    const buttons = all('.key button') as unknown as { click(): void; getAttribute(name: string): string }[];
    buttons[1]!.click();
    expect(lit()).toEqual(['rk4']);
    expect(buttons.map((button) => button.getAttribute('aria-pressed'))).toEqual(['false', 'true', 'false']);
    press(all('.panels svg')[0], 'ArrowRight', 'Enter', 'Escape');
    expect(lit()).toEqual(['euler', 'rk4']);
    for (const button of buttons.slice(0, 2)) button.click();
    expect(lit()).toEqual([]);
  });

  test('tables are sorted by what a column means, missing values last', () => {
    type Cells = { click(): void; textContent: string; cells: { textContent: string }[] }[];
    const within = (selector: string): Cells =>
      [...all('table.rows')[0]!.querySelectorAll(selector)] as unknown as Cells;
    const column = (j: number): string[] => within('tbody tr').map((one) => one.cells[j]!.textContent);
    const heads = within('thead button');
    const slope = heads.findIndex((head) => head.textContent === 'slope');
    const rmse = heads.findIndex((head) => head.textContent === 'rmse');
    heads[rmse]!.click();
    const ascending = column(rmse).map(Number);
    expect(ascending).toEqual([...ascending].sort((a, b) => a - b));
    heads[rmse]!.click();
    expect(column(rmse).map(Number)).toEqual(ascending.reverse());
    heads[slope]!.click();
    expect(column(slope).slice(-2)).toEqual(['–', '–']);
    heads[slope]!.click();
    expect(column(slope)[0]).toBe('4.00');
    expect(column(slope).slice(-2)).toEqual(['–', '–']);
  });
});
