import { expect, test } from 'vitest';
import type { Case } from '../../../src/oracle/contract.ts';
import { drawCase } from '../../../src/oracle/generate.ts';
import { discreteKl } from '../../../src/oracle/operations/discrete/kl.ts';
import { discreteRate } from '../../../src/oracle/operations/discrete/rate.ts';
import { discreteStep } from '../../../src/oracle/operations/discrete/step.ts';
import { evaluate } from '../../../src/oracle/truth.ts';
import { fold, key } from '../../../src/random/index.ts';

const dtype = 'float64';
const kappas = ['linear', 'quadratic'] as const;
type Kappa = (typeof kappas)[number];
const kappa = (kind: Kappa, t: number): number => (kind === 'linear' ? t : t * t);

/** κ̇/(1 − κ) = −d/dt ln(1 − κ), by a central difference: right to 10⁻⁸ of itself and of the second derivative. */
function coefficient(kind: Kappa, t: number): number {
  const h = 1e-5;
  const rest = (s: number): number => Math.log(1 - kappa(kind, s));
  return -(rest(t + h) - rest(t - h)) / (2 * h);
}

interface Token {
  readonly x: number;
  readonly x1: number;
  readonly p: readonly number[];
  readonly t: number;
}

function tokensOf(question: Case): readonly Token[] {
  const { x, x1, probabilities, t } = question.inputs;
  const { rows, states } = question.sizes as { rows: number; states: number };
  return Array.from({ length: rows }, (_, r) => ({
    x: x!.data[r]!,
    x1: x1?.data[r] ?? -1,
    p: Array.from(probabilities!.data.subarray(r * states, (r + 1) * states)),
    t: t!.data[r]!,
  }));
}

test.each(kappas)('rates carry the mixture path: dP/dt = Σ P(x) u(·, x) for κ %s', (kind) => {
  // With p = δ_{x₁}, the path is P(y) = κ δ_{x₁}(y) + (1 − κ) δ_{x₀}(y); its derivative is κ̇ (δ_{x₁} − δ_{x₀}).
  const sizes = { rows: 2, states: 3 };
  const drawn = drawCase(discreteRate, key(71), { dtype, settings: { kappa: kind }, sizes });
  const [t, x0, x1] = [0.375, 2, 0];
  const inputs = {
    x: { dtype: 'int32', shape: [2], data: Int32Array.of(x0, x1) },
    probabilities: { dtype, shape: [2, 3], data: Float64Array.of(1, 0, 0, 1, 0, 0) },
    t: { dtype, shape: [2], data: Float64Array.of(t, t) },
  } as const;
  const rates = evaluate(discreteRate, { ...drawn, inputs }).outputs.rates!.map(({ v }) => v);
  const k = kappa(kind, t);
  const flow = [0, 1, 2].map((y) => (1 - k) * rates[y]! + k * rates[3 + y]!);
  const slope = (kappa(kind, t + 1e-4) - kappa(kind, t - 1e-4)) / 2e-4;
  for (const [y, expected] of [slope, 0, -slope].entries()) {
    expect(Math.abs(flow[y]! - expected)).toBeLessThan(1e-11);
  }
});

test('rates are those of the logarithmic derivative, and each row has the sum 0', () => {
  for (let i = 0; i < 6; i++) {
    const kind = kappas[i % 2]!;
    const question = drawCase(discreteRate, fold(key(72), i), { dtype, settings: { kappa: kind } });
    const { states } = question.sizes as { states: number };
    const rates = evaluate(discreteRate, question).outputs.rates!.map(({ v }) => v);
    for (const [r, { x, p, t }] of tokensOf(question).entries()) {
      const row = rates.slice(r * states, (r + 1) * states);
      expect(Math.abs(row.reduce((a, b) => a + b, 0))).toBeLessThan(1e-14 * coefficient(kind, t));
      for (const [j, rate] of row.entries()) {
        const expected = coefficient(kind, t) * (p[j]! - (j === x ? 1 : 0));
        expect(Math.abs(rate - expected)).toBeLessThan(1e-6 * (1 + Math.abs(expected)));
      }
    }
  }
});

test('the loss is the generalized divergence of the rates, by its definition', () => {
  for (let i = 0; i < 8; i++) {
    const kind = kappas[i % 2]!;
    const question = drawCase(discreteKl, fold(key(73), i), { dtype, settings: { kappa: kind } });
    const losses = tokensOf(question).map(({ x, x1, p, t }) => {
      const g = coefficient(kind, t);
      return p.reduce((total, weight, y) => {
        if (y === x) return total;
        const [a, b] = [y === x1 ? g : 0, g * weight];
        return total + (a > 0 ? a * Math.log(a / b) : 0) - a + b;
      }, 0);
    });
    const expected = losses.reduce((a, b) => a + b, 0) / losses.length;
    const { v } = evaluate(discreteKl, question).outputs.loss![0]!;
    expect(Math.abs(v - expected)).toBeLessThan(1e-6 * (1 + Math.abs(expected)));
  }
});

test('who uses that probabilities have the sum 1 stays within the error, though they have it up to rounding only', () => {
  for (let i = 0; i < 8; i++) {
    const settings = { kappa: 'linear' };
    const loss = drawCase(discreteKl, fold(key(76), i), { settings, sizes: { rows: 1, states: 5 } });
    const { x, x1, p, t } = tokensOf(loss)[0]!;
    const others = p.reduce((total, weight, y) => (y === x ? total : total + weight), 0);
    const byOthers = (others + (x === x1 ? 0 : -1 - Math.log(p[x1]!))) / (1 - t);
    const { v, e } = evaluate(discreteKl, loss).outputs.loss![0]!;
    expect(Math.abs(byOthers - v)).toBeLessThanOrEqual(e + 1e-14);

    const rates = drawCase(discreteRate, fold(key(77), i), { settings, sizes: { rows: 1, states: 5 } });
    const token = tokensOf(rates)[0]!;
    const stay = evaluate(discreteRate, rates).outputs.rates![token.x]!;
    const byOne = (token.p[token.x]! - 1) / (1 - token.t);
    expect(Math.abs(byOne - stay.v)).toBeLessThanOrEqual(stay.e + 1e-14);
  }
});

test('over a grid of uniforms the next states have the frequencies of an Euler step', () => {
  const GRID = 1024;
  const sizes = { rows: GRID, states: 4 };
  const drawn = drawCase(discreteStep, key(74), { dtype, settings: { kappa: 'linear' }, sizes });
  const p = [0.125, 0.5, 0.25, 0.125];
  const [t, dt, x] = [0.5, 0.25, 2];
  const filled = (length: number, value: (i: number) => number): Float64Array =>
    Float64Array.from({ length }, (_, i) => value(i));
  const inputs = {
    x: { dtype: 'int32', shape: [GRID], data: new Int32Array(GRID).fill(x) },
    probabilities: { dtype, shape: [GRID, 4], data: filled(4 * GRID, (i) => p[i % 4]!) },
    t: { dtype, shape: [GRID], data: filled(GRID, () => t) },
    dt: { dtype, shape: [], data: Float64Array.of(dt) },
    uniforms: { dtype, shape: [GRID], data: filled(GRID, (i) => (i + 0.5) / GRID) },
  } as const;
  const next = evaluate(discreteStep, { ...drawn, inputs }).outputs.x!;
  expect(next.every(({ e }) => e === 0)).toBe(true);
  // Δt κ̇/(1 − κ) = ½: half stays, half is drawn from p.
  const expected = p.map((weight, j) => GRID * (0.5 * weight + (j === x ? 0.5 : 0)));
  expect([0, 1, 2, 3].map((j) => next.filter(({ v }) => v === j).length)).toEqual(expected);
  expect(next.map(({ v }) => v)).toEqual(next.map(({ v }) => v).sort((a, b) => a - b));
});

test('a uniform number at a threshold decides nothing', () => {
  const sizes = { rows: 2, states: 2 };
  const drawn = drawCase(discreteStep, key(75), { dtype, settings: { kappa: 'linear' }, sizes });
  const inputs = {
    x: { dtype: 'int32', shape: [2], data: Int32Array.of(1, 1) },
    probabilities: { dtype, shape: [2, 2], data: Float64Array.of(0.5, 0.5, 0.5, 0.5) },
    t: { dtype, shape: [2], data: Float64Array.of(0.5, 0.5) },
    dt: { dtype, shape: [], data: Float64Array.of(0.25) },
    uniforms: { dtype, shape: [2], data: Float64Array.of(0.25, 0.250001) },
  } as const;
  const next = evaluate(discreteStep, { ...drawn, inputs }).outputs.x!;
  expect(next[0]!.e).toBe(Infinity);
  expect(next[1]).toEqual({ v: 1, e: 0, q: 0 });
});
