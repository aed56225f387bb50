import { expect, test } from 'vitest';
import type { Case, Tensor } from '../../../src/oracle/contract.ts';
import { drawCase } from '../../../src/oracle/generate.ts';
import { densityHutchinson } from '../../../src/oracle/operations/densities/hutchinson.ts';
import { densityLogLikelihood } from '../../../src/oracle/operations/densities/log-likelihood.ts';
import { evaluate } from '../../../src/oracle/truth.ts';
import { fold, key } from '../../../src/random/index.ts';
import { type Fixed, fixed, toNumber } from './fixed-point.ts';
import { fieldOf, pointsOf, solve } from './fixed-solve.ts';

const draw = (i: number): Case => drawCase(densityLogLikelihood, fold(key(41), i), { dtype: 'float64' });
const from = fixed(1);
const to = fixed(0);

const withTensor = (question: Case, name: string, data: Float64Array): Case => ({
  ...question,
  inputs: { ...question.inputs, [name]: { ...question.inputs[name]!, dtype: 'float64', data } as Tensor },
});

/** ln N(x; 0, I) by the density itself. */
const logNormal = (x: readonly number[]): number =>
  x.reduce((total, value) => total + Math.log(Math.exp((-value * value) / 2) / Math.sqrt(2 * Math.PI)), 0);

function determinant(matrix: readonly (readonly number[])[]): number {
  if (matrix.length === 1) return matrix[0]![0]!;
  return matrix[0]!.reduce((total, value, j) => {
    const minor = matrix.slice(1).map((row) => row.filter((_, k) => k !== j));
    return total + (j % 2 === 0 ? 1 : -1) * value * determinant(minor);
  }, 0);
}

test('for a linear field the logarithm of the determinant is −tr A, and points are those of fixed point', () => {
  for (let i = 0; i < 4; i++) {
    const drawn = draw(i);
    const { dim, steps } = drawn.sizes as { dim: number; steps: number };
    const question = withTensor(drawn, 'B', new Float64Array(dim * dim));
    const { x0, log_density } = evaluate(densityLogLikelihood, question).outputs;
    const A = question.inputs.A!.data;
    const trace = Array.from({ length: dim }, (_, k) => A[k * dim + k]!).reduce((a, b) => a + b, 0);
    for (const [r, x1] of pointsOf(question, 'x1').entries()) {
      const start = solve('rk4', fieldOf(question), from, to, steps, x1).map(toNumber);
      for (const [k, value] of start.entries()) {
        const { v, e } = x0![r * dim + k]!;
        expect(Math.abs(v - value)).toBeLessThanOrEqual(e);
      }
      // log, exp and √ of the engine, and as many roundings as there are dimensions.
      const slack = 1e-14 * (1 + Math.abs(logNormal(start)));
      const { v, e } = log_density![r]!;
      expect(Math.abs(v - (logNormal(start) - trace))).toBeLessThanOrEqual(e + slack);
    }
  }
});

test('for a polynomial field the change of volume is that of the flow map, by differences', () => {
  const STEPS = 64;
  const WIDTH = 2 ** -20;
  const drawn = draw(7);
  const question = { ...drawn, sizes: { ...drawn.sizes, steps: STEPS } };
  const field = fieldOf(question);
  const { log_density } = evaluate(densityLogLikelihood, question).outputs;
  for (const [r, x1] of pointsOf(question, 'x1').entries()) {
    const map = (x: readonly Fixed[]): readonly Fixed[] => solve('rk4', field, from, to, STEPS, x);
    const moved = (k: number, by: number): readonly Fixed[] =>
      map(x1.map((value, i) => (i === k ? value + fixed(by) : value)));
    const jacobian = x1.map((_, k) => {
      const [up, down] = [moved(k, WIDTH), moved(k, -WIDTH)];
      return up.map((value, i) => toNumber(value - down[i]!) / (2 * WIDTH));
    });
    const expected = logNormal(map(x1).map(toNumber)) + Math.log(Math.abs(determinant(jacobian)));
    // rk4's own determinant differs from its integral of the divergence by O(h⁴); measured 3·10⁻⁷ here.
    expect(Math.abs(log_density![r]!.v - expected)).toBeLessThan(2e-6);
  }
});

test('estimates are differences of the field along the probes, which are exact for polynomials of degree two', () => {
  for (let i = 0; i < 6; i++) {
    const question = drawCase(densityHutchinson, fold(key(42), i), { dtype: 'float64' });
    const { rows, dim, probes } = question.sizes as { rows: number; dim: number; probes: number };
    const [A, B, x, drawn] = ['A', 'B', 'x', 'probes'].map((name) => question.inputs[name]!.data);
    const v = (point: readonly number[]): number[] =>
      point.map((_, j) =>
        point.reduce((total, p, k) => total + A![j * dim + k]! * p + B![j * dim + k]! * p * p, 0),
      );
    const { estimate } = evaluate(densityHutchinson, question).outputs;
    for (let r = 0; r < rows; r++) {
      const point = Array.from({ length: dim }, (_, k) => x![r * dim + k]!);
      let total = 0;
      for (let p = 0; p < probes; p++) {
        const probe = point.map((_, k) => drawn![(p * rows + r) * dim + k]!);
        const [up, down] = [v(point.map((a, k) => a + probe[k]!)), v(point.map((a, k) => a - probe[k]!))];
        total += probe.reduce((sum, value, k) => sum + (value * (up[k]! - down[k]!)) / 2, 0);
      }
      // The differences round numbers a few times larger than the products.
      expect(Math.abs(estimate![r]!.v - total / probes)).toBeLessThan(1e-13);
    }
  }
});

test('probes along the axes give the divergence itself', () => {
  const dim = 3;
  const drawn = drawCase(densityHutchinson, key(43), {
    dtype: 'float64',
    sizes: { rows: 1, dim, probes: dim },
  });
  const axes = Float64Array.from({ length: dim * dim }, (_, i) => (i % (dim + 1) === 0 ? 2 : 0));
  const question = withTensor(drawn, 'probes', axes);
  const { A, B, x } = question.inputs;
  const divergence = Array.from(
    x!.data,
    (value, i) => A!.data[i * (dim + 1)]! + 2 * B!.data[i * (dim + 1)]! * value,
  ).reduce((a, b) => a + b, 0);
  // Each axis has length 2, so that εᵀ J ε is 4 Jᵢᵢ, and there are three of them.
  const { v, e } = evaluate(densityHutchinson, question).outputs.estimate![0]!;
  // The expected number rounds a dozen sums and products of size below 4.
  expect(Math.abs(v - (4 / 3) * divergence)).toBeLessThanOrEqual(e + 12 * 4 * 2 ** -53);
});
