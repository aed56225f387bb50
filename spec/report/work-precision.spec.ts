/** Charts of error against work: axes, frontiers, bands, labels, and where points end up. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { workPanel } from '../../src/report/charts/work-precision.ts';
import {
  decadesAround,
  errorTick,
  evaluationsTick,
  logScale,
  logTicks,
  secondsTick,
} from '../../src/report/charts/work-precision-axes.ts';
import { colourVariables, HUE_COUNT, strokeOf } from '../../src/report/charts/work-precision-colours.ts';
import type { WorkPanel } from '../../src/report/charts/work-precision-geometry.ts';
import { spread } from '../../src/report/charts/work-precision-labels.ts';
import { frontier, slopeBand, type WorkPoint } from '../../src/report/charts/work-precision-points.ts';

const point = (work: number, error: number, parts: Partial<WorkPoint> = {}): WorkPoint => ({
  row: 0,
  work,
  error,
  spread: 0,
  effort: work,
  ...parts,
});

describe('axes', () => {
  test.each([
    [[1, 1000], 6, [1, 10, 100, 1000]],
    [[3, 40], 6, [5, 10, 20]],
    [[1e-16, 1], 8, [1e-15, 1e-12, 1e-9, 1e-6, 1e-3, 1]],
    [[2e-5, 7e-5], 6, [2e-5, 5e-5]],
  ] as [[number, number], number, number[]][])('ticks of %j', (domain, most, ticks) => {
    expect(logTicks(domain, most)).toEqual(ticks);
  });

  test('whole decades around values, within the range of numbers', () => {
    expect(decadesAround([2e-5, 0.3])).toEqual([1e-5, 1]);
    expect(decadesAround([1e-4, 1])).toEqual([1e-4, 1]);
    expect(decadesAround([1])).toEqual([1, 10]);
    expect(decadesAround([])).toEqual([1e-16, 1]);
    // A factor of three at least, with two ticks in it or more.
    for (const [least, largest] of [
      [0.3, 0.31],
      [0.2, 0.9],
      [1.1e-5, 1.2e-5],
      [1e308, 1.5e308],
      [5e-324, 1e-323],
    ] as const) {
      const [low, high] = decadesAround([largest, least]);
      expect(low).toBeGreaterThan(0);
      expect(low).toBeLessThanOrEqual(least);
      expect(high).toBeGreaterThanOrEqual(largest);
      expect(high).toBeLessThan(Infinity);
      if (largest < 1 && least > 1e-300) expect(logTicks([low, high]).length).toBeGreaterThanOrEqual(2);
    }
    for (const value of [5e-324, 1e-307, 1.7976931348623157e308]) {
      const [low, high] = decadesAround([value]);
      expect(low).toBeGreaterThan(0);
      expect(high).toBeGreaterThan(low);
      expect(high).toBeLessThan(Infinity);
    }
  });

  test('a scale is linear in the logarithm', () => {
    const { at } = logScale([1e-8, 1], [100, 20]);
    // Three roundings of numbers of up to 100.
    for (const [value, place] of [
      [1e-8, 100],
      [1e-4, 60],
      [1, 20],
      [1e-6, 80],
    ] as const)
      expect(Math.abs(at(value) - place)).toBeLessThan(1e-12);
  });

  test('ticks in words', () => {
    expect([1, 5000, 1e6, 2e7].map(evaluationsTick)).toEqual(['1', '5,000', '10⁶', '2·10⁷']);
    expect([1e-5, 0.5, 2e-5, 1].map(errorTick)).toEqual(['10⁻⁵', '0.5', '2e-5', '10⁰']);
    expect([2e-5, 1e-3, 0.5, 1, 100].map(secondsTick)).toEqual(['20 µs', '1 ms', '500 ms', '1 s', '100 s']);
  });
});

describe('frontier', () => {
  const anyPoint = fc
    .record({ work: fc.integer({ min: 1, max: 9 }), error: fc.integer({ min: 0, max: 9 }) })
    .map(({ work, error }) => point(work, error));
  test('falls strictly, and every point is beaten or met by one of it', () => {
    fc.assert(
      fc.property(fc.array(anyPoint), (points) => {
        const best = frontier(points);
        for (let i = 1; i < best.length; i++) {
          expect(best[i]!.work).toBeGreaterThan(best[i - 1]!.work);
          expect(best[i]!.error).toBeLessThan(best[i - 1]!.error);
        }
        for (const p of points) expect(best.some((b) => b.work <= p.work && b.error <= p.error)).toBe(true);
        for (const b of best) expect(points).toContain(b);
      }),
    );
  });
});

describe('slopeBand', () => {
  // Three points at log N = 0, 1, 2 (base e) with log e = 0, −1.1, −1.9: by hand x̄ = 1, Sxx = 2, slope 0.95, ȳ = −1.
  const E = Math.E;
  const points = [0, 1, 2].map((x, i) => point(E ** x, E ** [0, -1.1, -1.9][i]!));
  const window = { from: 1, to: 7.4, slope: 0.95, halfWidth: 0.3 };
  test('is the band of the mean response', () => {
    const band = slopeBand(points, window);
    expect(band).toHaveLength(3);
    for (const [i, x] of [0, 1, 2].entries()) {
      const middle = -1 - 0.95 * (x - 1);
      const half = 0.3 * Math.sqrt(2 / 3 + (x - 1) * (x - 1));
      // Logarithms and exponentials of numbers below 8 round by a few ulp.
      for (const [name, exponent] of [
        ['low', middle - half],
        ['middle', middle],
        ['high', middle + half],
      ] as const)
        expect(Math.abs(band[i]![name] / E ** exponent - 1)).toBeLessThan(1e-14);
    }
  });
  test('does without points outside the window, and without fewer than three', () => {
    const more = [point(0.5, 9), ...points, point(20, 1e-9), point(2, 0)];
    expect(slopeBand(more, window)).toEqual(slopeBand(points, window));
    expect(slopeBand(points, { ...window, to: 3 })).toEqual([]);
    expect(slopeBand(points, { ...window, halfWidth: Number.NaN })).toEqual([]);
  });
});

describe('spread', () => {
  const wishes = fc.array(fc.double({ min: -50, max: 400, noNaN: true }), { minLength: 1, maxLength: 40 });
  test('keeps order, distance and edges', () => {
    fc.assert(
      fc.property(wishes, (wanted) => {
        const sorted = [...wanted].sort((a, b) => a - b);
        const heights = spread(sorted, 20, 300);
        const space = sorted.length > 1 ? Math.min(12.5, 280 / (sorted.length - 1)) : 12.5;
        expect(heights).toHaveLength(sorted.length);
        // Sums of up to 40 numbers of up to 700 round by less than 1e-10.
        for (const [i, height] of heights.entries()) {
          expect(height).toBeGreaterThanOrEqual(20 - 1e-10);
          expect(height).toBeLessThanOrEqual(300 + 1e-10);
          if (i > 0) expect(height - heights[i - 1]!).toBeGreaterThanOrEqual(space - 1e-10);
        }
      }),
    );
  });
  test('leaves alone what is far apart, and centres what is not', () => {
    expect(spread([50, 100, 200], 0, 300)).toEqual([50, 100, 200]);
    expect(spread([100, 100], 0, 300)).toEqual([93.75, 106.25]);
    expect(spread([50, 50, 100], 0, 300)).toEqual([43.75, 56.25, 100]);
  });
});

describe('colours', () => {
  test('twenty lines of a hue cycle through nine strokes; every colour is defined for both themes', () => {
    const strokes = Array.from({ length: 20 }, (_, k) => strokeOf(0, k));
    expect(new Set(strokes.map((s) => `${s.colour} ${s.dash}`)).size).toBe(9);
    const light = colourVariables('light');
    for (let hue = 0; hue < HUE_COUNT; hue++)
      for (let k = 0; k < 3; k++) {
        const { colour, words } = strokeOf(hue, k);
        for (const paint of [colour, words]) {
          const [, name, fallback] = /^var\((--wp-\d-[\dw]), (#[0-9a-f]{6})\)$/.exec(paint)!;
          expect(light).toContain(`${name}: ${fallback};`);
          expect(colourVariables('dark')).toMatch(new RegExp(`${name}: #[0-9a-f]{6};`));
        }
      }
  });
});

describe('workPanel', () => {
  // The box is (50, 26) to (338, 306): work 1 … 10⁴ takes 72 pixels a decade, error 10⁻⁷ … 1 takes 40.
  const panel = (parts: Partial<WorkPanel> = {}): string =>
    workPanel({
      title: 'one',
      work: 'evaluations',
      domain: { work: [1, 1e4], error: [1e-7, 1] },
      series: [],
      names: true,
      floor: null,
      yName: null,
      ...parts,
    });
  const series = (points: readonly WorkPoint[], parts: object = {}) => ({
    name: 'rk4',
    stroke: strokeOf(0),
    points,
    band: [],
    order: null,
    competes: true,
    ...parts,
  });

  test('every point stands at its place and names its row', () => {
    const svg = panel({ series: [series([point(10, 0.1, { row: 7 }), point(100, 1e-5, { row: 9 })])] });
    expect(svg).toContain('data-s="rk4" data-r="7 9"');
    expect(svg).toContain('d="M122,66L194,226"');
    expect(svg).toContain('class="d" d="M122,66h0M194,226h0"');
  });

  test('what lies beyond the axis stands at its edge, as a triangle', () => {
    const svg = panel({ series: [series([point(10, 1e9), point(100, 0), point(1000, 1e-3)])] });
    expect(svg).toContain('class="d" d="M122,26h0M194,306h0M266,146h0"');
    expect(svg).toContain('d="M118,34L122,27L126,34Z"');
    expect(svg).toContain('d="M190,298L194,305L198,298Z"');
    expect(svg.match(/Z" fill="var\(--paper/g)).toHaveLength(2);
  });

  test('a triangle has the slope of its order, under the lowest line of that order', () => {
    const line = (c: number) => [10, 20, 40].map((work) => point(work, c / (work * work)));
    const window = { from: 10, to: 40, slope: 2, halfWidth: 0 };
    const lines = [10, 1].map((c) => series(line(c), { band: slopeBand(line(c), window), order: 2 }));
    const found = [...panel({ series: lines }).matchAll(/d="M([\d.]+),([\d.]+)v([\d.]+)h([\d.]+)Z"/g)];
    expect(found).toHaveLength(1);
    const [x, y, fall, run] = found[0]!.slice(1).map(Number);
    // Pixels of a factor of two, 72 and 40 times log₁₀ 2, and of its square; rounded to 0.1.
    expect(Math.abs(run! - 72 * Math.log10(2))).toBeLessThan(0.051);
    expect(Math.abs(fall! - 2 * 40 * Math.log10(2))).toBeLessThan(0.051);
    expect(Math.abs(x! + run! / 2 - (50 + 72 * Math.log10(20)))).toBeLessThan(0.2);
    expect(Math.abs(y! - (26 + 40 * Math.log10(400) + 9))).toBeLessThan(0.2);
  });

  test('triangles keep apart', () => {
    const line = (order: number) => [10, 20, 40].map((work) => point(work, 1e-2 * (work / 20) ** -order));
    const lines = [1, 2, 3].map((order) =>
      series(line(order), {
        band: slopeBand(line(order), { from: 10, to: 40, slope: order, halfWidth: 0 }),
        order,
      }),
    );
    const found = [...panel({ series: lines }).matchAll(/d="M([\d.]+),([\d.]+)v([\d.]+)h([\d.]+)Z"/g)].map(
      (m) => m.slice(1).map(Number),
    );
    expect(found.length).toBeGreaterThan(1);
    for (const [i, [x, y, fall, run]] of found.entries())
      for (const [x2, y2, fall2, run2] of found.slice(0, i))
        expect(x! + run! < x2! || x2! + run2! < x! || y! + fall! <= y2! || y2! + fall2! <= y!).toBe(true);
  });

  test('the floor is shaded from its largest value down, and says when there are several', () => {
    expect(panel({ floor: [1e-5, 1e-5] })).toMatch(/<rect x="50" y="226" width="288" height="80".*>floor</);
    expect(panel({ floor: [1e-6, 1e-5] })).toMatch(/d="M50,226H338M50,266H338".*>floors</);
    expect(panel({ floor: [1e-9, 1e-9] })).not.toContain('floor');
  });

  test('interquartile ranges are drawn where they can be seen', () => {
    const timed = (width: number): string =>
      panel({ work: 'seconds', series: [series([point(100, 1e-3, { spread: width })])] });
    // 100 ± 50 goes from 50 + 72 log₁₀ 50 to 50 + 72 log₁₀ 150.
    expect(timed(50)).toContain('d="M172.3,146H206.7"');
    expect(timed(1)).not.toContain('stroke-opacity="0.25"');
  });

  test('over many lines stand the best of each family and what nobody beats, by name', () => {
    const one = series([point(10, 0.1), point(100, 1e-3)]);
    const other = series([point(20, 1e-2), point(50, 1e-4)], { name: 'sra1' });
    const envelopes = [{ name: 'family', stroke: strokeOf(1), points: one.points }];
    const svg = panel({ series: [one, other], names: false, envelopes });
    expect(svg.match(/class="e"/g)).toHaveLength(1);
    const best = /<g class="best">(.*?)<\/g>/.exec(svg)![1]!;
    expect([...best.matchAll(/>([^<]+)<\/text>/g)].map(([, name]) => name)).toEqual(['rk4', 'sra1']);
    expect(svg).toMatch(/<g class="n">.*family<\/text>/);
    const apart = panel({ series: [one, { ...other, competes: false }], names: false, envelopes });
    expect(/<g class="best">.*?<\/g>/.exec(apart)![0]).not.toContain('sra1');
  });

  test('an empty panel says so', () => {
    expect(panel()).toContain('no run arrived');
  });
});
