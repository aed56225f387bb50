import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimalExponent, powerOfTen } from '../../src/report/charts/axes.ts';
import { loadCanvas } from '../../src/report/charts/canvas.ts';
import { directLabels } from '../../src/report/charts/direct-labels.ts';
import { referenceSpeed } from '../../src/report/charts/field.ts';
import { histogramDensity } from '../../src/report/charts/histogram.ts';
import { centredMean, envelope } from '../../src/report/charts/loss.ts';
import { scatterChart } from '../../src/report/charts/scatter.ts';
import { solverErrorsChart } from '../../src/report/charts/solver-errors.ts';
import { localSlope } from '../../src/report/local-slope.ts';
import { encodePng } from '../../src/report/png.ts';
import { eightGaussians } from './sample-flow.ts';
import { solverErrors } from './sample-report.ts';

describe('charts', () => {
  test('every point inside the frame becomes one dot, at its place', async () => {
    const canvas = await loadCanvas();
    const data = eightGaussians(1, 500);
    const svg = scatterChart(canvas, { kind: 'points', dim: 2, columns: ['a', 'b'], data, samples: data });
    expect(svg.match(/h0/g)).toHaveLength(1000);
    const one = {
      kind: 'points',
      dim: 2,
      columns: ['a', 'b'],
      data: [0, 1, 1, 0.5],
      samples: [0, 1, 1, 0],
    } as const;
    // Frame from (52, 6) to (450, 418), ranges [−0.05, 1.05]: (0, 1) lies at 52 + 398/22 and 6 + 412/22.
    expect(scatterChart(canvas, one)).toContain('M70.1,24.7h0');
  });

  test('a slope triangle is parallel to the line of a solver that keeps its order', async () => {
    const section = solverErrors();
    const points = [4, 8, 16, 32].map((steps) => ({ steps, evaluations: steps, error: 1 / (steps * steps) }));
    const exact = {
      ...section,
      arithmetics: [{ dtype: 'float64', solvers: [{ name: 's', order: 2, points }] }],
    } as const;
    const svg = solverErrorsChart(await loadCanvas(), exact);
    const [, ...line] = svg.match(/d="M([\d.]+),([\d.]+)L[^"]*L([\d.]+),([\d.]+)"/)!.map(Number);
    const [, x1, y1, y2, x2] = svg.match(/d="M([\d.]+),([\d.]+)V([\d.]+)H([\d.]+)Z"/)!.map(Number);
    const slope = (line[3]! - line[1]!) / (line[2]! - line[0]!);
    // Coordinates are rounded to 0.1 px over at least 100 px.
    expect(Math.abs((y2! - y1!) / (x2! - x1!) - slope)).toBeLessThan(4e-3);
  });

  test('labels keep their order and their distance', () => {
    const text = directLabels(
      0,
      [5, 6, 40, 41, 42].map((y, i) => ({ y, text: `l${i}`, colour: 'c' })),
      { size: 10 },
    );
    const ys = [...text.matchAll(/ y="([-\d.]+)"/g)].map((m) => Number(m[1]));
    expect(ys).toHaveLength(5);
    for (let i = 1; i < 5; i++) expect(ys[i]! - ys[i - 1]!).toBeGreaterThan(12.4);
  });
});

describe('what charts compute', () => {
  test('histogram: area 1 when all values lie inside', () => {
    const density = histogramDensity([0, 0.1, 0.5, 0.9], { min: 0, max: 1 }, 4);
    expect(density).toEqual([2, 0, 1, 1]);
  });

  test('centred mean: constants stay, the middle is a plain mean, the ends use what there is', () => {
    expect(centredMean([2, 2, 2, 2], 0.5)).toEqual([2, 2, 2, 2]);
    expect(centredMean([1, 2, 6, 3], 0.5)).toEqual([1.5, 3, 11 / 3, 4.5]);
  });

  test('envelope keeps the extremes and the order of steps', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1, maxLength: 300 }), (values) => {
        const kept = envelope({ steps: values.map((_, i) => i), values }, 10);
        expect(kept.values.length).toBeLessThanOrEqual(20);
        expect(Math.max(...kept.values)).toBe(Math.max(...values));
        expect(Math.min(...kept.values)).toBe(Math.min(...values));
        expect(kept.steps.every((s, i) => i === 0 || s > kept.steps[i - 1]!)).toBe(true);
      }),
    );
  });

  test('reference speed is a speed of the field', () => {
    const panels = [{ t: 0, velocity: [3, 4, 0, 1, 0, 0, 6, 8] }];
    const range = { min: 0, max: 1 };
    expect(referenceSpeed({ columns: ['a', 'b'], x: range, y: range, gridSize: 2, panels })).toBe(5);
  });

  test('local slope', () => {
    const at = (steps: number, error: number | null) => ({ steps, evaluations: steps, error });
    // One logarithm, one quotient: 4 ULP of 3 is 1.8e-15.
    expect(Math.abs(localSlope(at(10, 8), at(20, 1))! - 3)).toBeLessThan(2e-15);
    for (const [a, b] of [
      [0, 1],
      [1, 0],
      [null, 1],
      [1, null],
    ] as const)
      expect(localSlope(at(1, a), at(2, b))).toBe(null);
  });

  test('decades', () => {
    expect([1e-5, 9.99e-5, 1, 999, 1e300].map(decimalExponent)).toEqual([-5, -5, 0, 2, 300]);
    expect([1e-12, 1, 1e4].map(powerOfTen)).toEqual(['10⁻¹²', '10⁰', '10⁴']);
  });

  test('png: chunks, size and pixels read back', () => {
    const png = Buffer.from(encodePng(2, 3, Uint8Array.from([0, 50, 100, 150, 200, 255])));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2, 3]);
    const at = png.indexOf('IDAT');
    const pixels = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
    expect([...pixels]).toEqual([0, 0, 50, 0, 100, 150, 0, 200, 255]);
    // The CRC of the empty IEND chunk, as every PNG file has it.
    expect(png.subarray(-4).toString('hex')).toBe('ae426082');
  });
});
