/** The step arithmetic of kernel.ts in float32: the loops of kernel-float64.ts with every operation rounded by itself. */
import type { ScaledCombination, StepKernel } from './kernel.ts';
import type { Combination } from './tableau.ts';

type Scaled = ScaledCombination<Float32Array>;

const round = Math.fround;

function load({ stages, weights, denominator }: Combination): Scaled {
  const exact = weights.every((w) => round(w) === w);
  const held = exact ? { weights, denominator } : nearest(weights, denominator);
  return {
    stages,
    weights: Float32Array.from(held.weights),
    denominator: held.denominator,
    h: 0,
    hLow: 0,
  };
}

const LARGEST: number = 1 << 23;
/** Beyond it, h/D would leave the numbers of float32. */
const LARGEST_DENOMINATOR: number = (1 << 30) * (1 << 30);

/**
 * Integers over a power of two next to the weights, with the sum that the weights have: a step of a method with Σ b = 1 then goes as far as the field says,
 * and what the rounding of single weights changes is of higher order in h.
 */
function nearest(weights: Float64Array, denominator: number): { weights: Float64Array; denominator: number } {
  const exact = weights.map((w) => w / denominator);
  const sizes = exact.map(Math.abs);
  const largest = Math.max(...sizes);
  let d = 1;
  while (largest * d > LARGEST) d /= 2;
  while (largest * d * 2 <= LARGEST && d < LARGEST_DENOMINATOR) d *= 2;
  const integers = exact.map((w) => Math.round(w * d));
  const total = (numbers: Float64Array): number => numbers.reduce((sum, w) => sum + w, 0);
  const most = sizes.indexOf(largest);
  integers[most] = integers[most]! + Math.round(total(exact) * d) - total(integers);
  return { weights: integers, denominator: d };
}

function setStep(by: Scaled, span: number, steps: number): void {
  const exact = span / (steps * by.denominator);
  by.h = round(exact);
  by.hLow = round(exact - by.h);
}

function weightedSum(
  k: Float32Array,
  n: number,
  i: number,
  stages: Int32Array,
  weights: Float32Array,
): number {
  let s = round(weights[0]! * k[stages[0]! * n + i]!);
  for (let j = 1; j < stages.length; j++) s = round(s + round(weights[j]! * k[stages[j]! * n + i]!));
  return s;
}

function combine(x: Float32Array, k: Float32Array, n: number, by: Scaled, out: Float32Array): void {
  const { stages, weights, h } = by;
  const w0 = weights[0]!;
  const k0 = stages[0]! * n;
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    let a = round(w0 * k[k0 + i]!);
    let b = round(w0 * k[k0 + i + 1]!);
    let c = round(w0 * k[k0 + i + 2]!);
    let d = round(w0 * k[k0 + i + 3]!);
    for (let j = 1; j < stages.length; j++) {
      const w = weights[j]!;
      const at = stages[j]! * n + i;
      a = round(a + round(w * k[at]!));
      b = round(b + round(w * k[at + 1]!));
      c = round(c + round(w * k[at + 2]!));
      d = round(d + round(w * k[at + 3]!));
    }
    out[i] = round(x[i]! + round(h * a));
    out[i + 1] = round(x[i + 1]! + round(h * b));
    out[i + 2] = round(x[i + 2]! + round(h * c));
    out[i + 3] = round(x[i + 3]! + round(h * d));
  }
  for (; i < n; i++) out[i] = round(x[i]! + round(h * weightedSum(k, n, i, stages, weights)));
}

function combineWithCarry(
  x: Float32Array,
  carry: Float32Array,
  k: Float32Array,
  n: number,
  by: Scaled,
  out: Float32Array,
): void {
  const { stages, weights, h, hLow } = by;
  for (let i = 0; i < n; i++) {
    const s = weightedSum(k, n, i, stages, weights);
    const low = round(carry[i]! + round(hLow * s));
    out[i] = round(x[i]! + round(low + round(h * s)));
  }
}

function advanceWithCarry(
  x: Float32Array,
  carry: Float32Array,
  k: Float32Array,
  n: number,
  by: Scaled,
): void {
  const { stages, weights, h, hLow } = by;
  for (let i = 0; i < n; i++) {
    const a = x[i]!;
    const s = weightedSum(k, n, i, stages, weights);
    const b = round(h * s);
    const sum = round(a + b);
    const bPart = round(sum - a);
    const rest = round(round(a - round(sum - bPart)) + round(b - bPart));
    const low = round(rest + round(carry[i]! + round(hLow * s)));
    const state = round(sum + low);
    x[i] = state;
    carry[i] = round(low - round(state - sum));
  }
}

export const float32Kernel: StepKernel<Float32Array> = {
  load,
  setStep,
  combine,
  combineWithCarry,
  advanceWithCarry,
};
