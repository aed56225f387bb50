/** The charts of the page: no element of a histogram and no point is lost, and nothing leaves its frame. */
import { expect, test } from 'vitest';
import type { VelocityField, VelocityPanel } from '../../../src/oracle/judge/velocity-fields.ts';
import { oraclePage } from '../../../src/report/oracle/page.ts';
import { timeChart } from '../../../src/report/oracle/time-chart.ts';
import { ulpChart } from '../../../src/report/oracle/ulp-chart.ts';
import { fieldSpeed, velocityChart } from '../../../src/report/oracle/velocity-chart.ts';
import { bins, data } from './made-up.ts';

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
