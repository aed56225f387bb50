/** The page of `flowproof verify` on made-up results: bands and maps with everything that a ratio can be, findings, escapes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isLoose, summarise, unjudgedObjects, worstResult } from '../../src/cli/verify/verdict.ts';
import { CannotJudge, defineLaw } from '../../src/laws/core/index.ts';
import type { LawResult } from '../../src/laws/core/result.ts';
import { residualMap } from '../../src/laws/residual-map.ts';
import { markOf } from '../../src/report/verify/findings.ts';
import { BANDS, bandOf, bandsFor } from '../../src/report/verify/ratio-bands.ts';
import type { VerifyPage } from '../../src/report/verify/verify-data.ts';
import { renderVerifyPage } from '../../src/report/verify/verify-page.ts';

interface Surface {
  readonly name: string;
  /** residual / bound at (t, x), where x is 0 for a surface over time alone. */
  readonly ratio: (t: number, x: number) => number;
  readonly flat?: boolean;
}
interface Place {
  readonly t: number;
  readonly x: readonly [number];
}

/** A law whose ratio is what its object says. */
const ratioLaw = defineLaw<Surface, Place>({
  id: 'made-up',
  number: 1,
  title: 'ratio < 1 & no more',
  kind: 'field',
  assumes: [],
  export: 'madeUp',
  runs: 20,
  cases: () => fc.record({ t: fc.constantFrom(0.25, 0.5, 0.75), x: fc.tuple(fc.constantFrom(-1, 1)) }),
  words: ({ t, x }) => `t = ${t}, x = ${x[0]}`,
  measure: ({ ratio }, { t, x }) => ({ residual: ratio(t, x[0]), bound: 1, why: 'made up' }),
  picture: ({ flat }) => ({
    t: [0, 1],
    ...(flat ? {} : { x: [-2, 2] }),
    caseAt: (t, x) => ({ t, x: [x] }),
  }),
});

describe('bands', () => {
  test.each([
    ['nothing', []],
    ['what holds', [0, 1e-9, 0.5, 1]],
    ['a violation', [0, 2, 900]],
    ['a gross violation', [0.1, 1.0000001e6, NaN]],
    ['an endless one beside a gross one', [3e20, Infinity]],
  ])('of %s ascend and end at ∞, blue up to 1', (_, ratios) => {
    const bands = bandsFor(ratios);
    expect(bands).toHaveLength(BANDS.length);
    for (let i = 1; i < bands.length; i++) expect(bands[i]!.most).toBeGreaterThan(bands[i - 1]!.most);
    expect(bands.at(-1)!.most).toBe(Infinity);
    const colours = bands.map(({ most, colour }) => colour === BANDS[0]!.colour && most <= 1);
    expect(colours.indexOf(false)).toBe(4);
    expect(new Set(bands.map(({ name }) => name)).size).toBe(bands.length);
    for (const ratio of ratios) {
      const band = bandOf(bands, ratio);
      if (Number.isNaN(ratio)) expect(band).toBe(-1);
      else {
        expect(ratio).toBeLessThanOrEqual(bands[band]!.most);
        expect(ratio).toBeGreaterThan(bands[band - 1]?.most ?? -1);
      }
    }
  });

  test('divide up what a gross violation reaches', () => {
    const worst = 5e9;
    const reds = bandsFor([worst]).filter(({ most }) => most > 1);
    expect(reds.map(({ most }) => most)).toEqual([5e6, 5e8, 2.5e9, Infinity]);
    expect(reds.at(-1)!.name).toBe('> 2.5e+9');
  });
});

describe('residualMap', () => {
  test('is the ratio at the centre of each cell, x upwards with the rows', () => {
    const map = residualMap(ratioLaw({ name: 'plane', ratio: (t, x) => 100 * t + x + 2 }), 4, 2)!;
    expect(map).toMatchObject({ t: [0, 1], x: [-2, 2], columns: 4, rows: 2 });
    expect([...map.ratios]).toEqual([13.5, 38.5, 63.5, 88.5, 15.5, 40.5, 65.5, 90.5]);
  });

  test('over time alone has one row', () => {
    const map = residualMap(ratioLaw({ name: 'line', flat: true, ratio: (t) => t }), 2, 50)!;
    expect(map).toMatchObject({ x: null, columns: 2, rows: 1 });
    expect([...map.ratios]).toEqual([0.25, 0.75]);
  });

  test('is NaN where the law cannot judge, ∞ where the object fails', () => {
    const ratio = (t: number): number => {
      if (t < 0.25) throw new CannotJudge('made up');
      if (t < 0.5) throw new RangeError('made up');
      return t < 0.75 ? Number.NaN : 0;
    };
    const map = residualMap(ratioLaw({ name: 'holes', flat: true, ratio }), 4, 1)!;
    expect([...map.ratios]).toEqual([Number.NaN, Infinity, Infinity, 0]);
  });
});

test('the mark lies at t and at the point of the line', () => {
  expect(markOf({ t: 0.5, x: [2] })).toEqual({ t: 0.5, x: 2 });
  expect(markOf({ t: 0.5, x0: [3], x: [2] })).toEqual({ t: 0.5, x: 3 });
  expect(markOf({ t: 0.5, x: [2, 1] })).toEqual({ t: 0.5, x: null });
  expect(markOf({ seed: 1 })).toBeUndefined();
  expect(markOf(null)).toBeUndefined();
});

const good = ratioLaw({ name: 'good', ratio: (t, x) => (x > 1.5 ? Number.NaN : t / 2) });
const bad = ratioLaw({ name: '<i>bad</i>', ratio: (t) => (t < 0.5 ? 0 : 1e9 * t) });
const tiny = ratioLaw({ name: 'tiny', ratio: () => 1e-5 });
const exact = ratioLaw({ name: 'exact', ratio: () => 0 });

describe('the verdict', () => {
  const summary = (own: boolean, ...results: LawResult[]) => summarise([{ law: ratioLaw, results }], own);
  const refused: LawResult = { ...good.check(), status: 'refused', residual: null, bound: null, ratio: null };

  test('a law is loose when all its results together use less than a thousandth, and it is not exact', () => {
    expect(isLoose([tiny.check()])).toBe(true);
    expect(isLoose([tiny.check(), good.check()])).toBe(false);
    expect(isLoose([exact.check()])).toBe(false);
    expect(isLoose([exact.check(), tiny.check()])).toBe(true);
    expect(summary(true, tiny.check()).looseLaws).toEqual(['made-up']);
  });

  test('a violation is worse than what holds, and a larger ratio than a smaller one', () => {
    expect(worstResult([good.check(), bad.check(), refused]).object).toBe('<i>bad</i>');
    expect(worstResult([tiny.check(), good.check(), refused]).object).toBe('good');
  });

  test('is good when something holds and nothing fails; in our own system nothing may be refused', () => {
    expect(summary(false, good.check()).good).toBe(true);
    expect(summary(false, good.check(), bad.check()).good).toBe(false);
    expect(summary(false, good.check(), refused).good).toBe(true);
    expect(summary(true, good.check(), refused).good).toBe(false);
    expect(summary(false, refused)).toMatchObject({ good: false });
    expect(summary(false, refused).words).toMatch(/: 0 hold, 1 cannot be judged; nothing was verified$/);
  });

  test('names objects that nothing was verified of, but not what was made from one that was judged', () => {
    const units = [{ object: 'path' }, { object: 'path given z', of: 'path' }, { object: 'other' }];
    const results = [good.check(), refused, refused];
    expect(unjudgedObjects(units, results)).toEqual(['other']);
    expect(unjudgedObjects(units.slice(0, 2), results)).toEqual([]);
    expect(unjudgedObjects(units.slice(1, 2), [bad.check()])).toEqual([]);
    const found = summarise([{ law: ratioLaw, results }], false, ['other']);
    expect(found).toMatchObject({
      good: false,
      words: '1 law, 3 trials: 1 holds, 2 cannot be judged; nothing was verified of other',
    });
  });
});

test('the page shows findings, maps and tables, and escapes what objects are called', async () => {
  const results = [good, bad].map((held) => held.check());
  const flat = ratioLaw({ name: 'over time', flat: true, ratio: (t) => (t < 0.5 ? 0 : 1e7) });
  const page: VerifyPage = {
    title: 'made up',
    subtitle: 'now',
    abstract: ['one law'],
    laws: [{ law: ratioLaw, results: [...results, flat.check()], loose: false }],
    replay: ({ replay }) => replay && `again ${replay}`,
    pictures: [good, bad, flat].map((held) => ({
      law: 'made-up',
      object: held.object,
      map: residualMap(held, 12, 6)!,
    })),
  };
  const html = await renderVerifyPage(page, worstResult);
  expect(html.match(/<article class="broken">/g)).toHaveLength(2);
  expect(html).toContain('&lt;i&gt;bad&lt;/i&gt;');
  expect(html).not.toContain('<i>bad');
  expect(html).toContain('ratio &lt; 1 &amp; no more');
  expect(html).toContain('Smallest counterexample: t = 0.5, x = ');
  expect(html.match(/<svg/g)!.length).toBeGreaterThanOrEqual(3);
  expect(html.replace(/<svg[\s\S]*?<\/svg>|<pre>[\s\S]*?<\/pre>/g, '')).not.toMatch(/NaN|undefined|\[object/);
  expect(html).not.toMatch(/d="[^"]*(?:NaN|Infinity)/);
  expect(await renderVerifyPage(page, worstResult)).toBe(html);
});
