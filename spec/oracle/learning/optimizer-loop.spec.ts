import { expect, test } from 'vitest';
import type { Case, Operation, Tensor } from '../../../src/oracle/contract.ts';
import { optimizerAdam } from '../../../src/oracle/operations/optimizers/adam.ts';
import { optimizerAdamw } from '../../../src/oracle/operations/optimizers/adamw.ts';
import { optimizerEma } from '../../../src/oracle/operations/optimizers/ema.ts';
import { evaluate } from '../../../src/oracle/truth.ts';

const STEPS = 7;
const COUNT = 3;
const LR = 0.05;
const BETA1 = 0.9;
const BETA2 = 0.99;
const EPSILON = 0.01;
const DECAY = 0.3;

const gradientAt = (step: number, i: number): number => Math.sin(3 * step + 2 * i) + 0.2;

const tensor = (...values: number[]): Tensor => ({
  dtype: 'float64',
  shape: values.length === 1 ? [] : [values.length],
  data: Float64Array.from(values),
});

function ask(
  operation: Operation,
  step: number,
  inputs: Readonly<Record<string, Tensor>>,
): Record<string, number[]> {
  const question: Case = {
    id: '',
    operation: operation.name,
    dtype: 'float64',
    sizes: { count: COUNT },
    settings: { step },
    inputs,
  };
  const { outputs } = evaluate(operation, question);
  return Object.fromEntries(
    Object.entries(outputs).map(([name, values]) => [name, values.map(({ v }) => v)]),
  );
}

/** Textbook Adam from its definition: moments are weighted sums of all gradients since the start. */
function textbook(i: number, decay: number): { theta: number; m: number; v: number } {
  let theta = 1 - i;
  let m = 0;
  let v = 0;
  for (let k = 1; k <= STEPS; k++) {
    m = 0;
    v = 0;
    for (let j = 1; j <= k; j++) {
      m += (1 - BETA1) * BETA1 ** (k - j) * gradientAt(j, i);
      v += (1 - BETA2) * BETA2 ** (k - j) * gradientAt(j, i) ** 2;
    }
    // m/(1 − β₁ᵏ) is a mean of gradients: weights of sum 1.
    const mean = m / (1 - BETA1 ** k);
    const spread = Math.sqrt(v / (1 - BETA2 ** k));
    theta = theta - LR * decay * theta - (LR * mean) / (spread + EPSILON);
  }
  return { theta, m, v };
}

test.each([
  [optimizerAdam, 0],
  [optimizerAdamw, DECAY],
])('$name repeats the textbook from its first step', (operation, decay) => {
  let state: Record<string, number[]> = { parameters: [1, 0, -1], m: [0, 0, 0], v: [0, 0, 0] };
  for (let step = 1; step <= STEPS; step++) {
    const scalars = { lr: LR, beta1: BETA1, beta2: BETA2, epsilon: EPSILON };
    state = ask(operation, step, {
      ...Object.fromEntries(Object.entries(state).map(([name, values]) => [name, tensor(...values)])),
      gradient: tensor(...[0, 1, 2].map((i) => gradientAt(step, i))),
      ...Object.fromEntries(Object.entries(scalars).map(([name, value]) => [name, tensor(value)])),
      ...(operation === optimizerAdamw && { weight_decay: tensor(DECAY) }),
    });
  }
  for (let i = 0; i < COUNT; i++) {
    const { theta, m, v } = textbook(i, decay);
    // Seven steps of some fifteen roundings each of numbers below 2, and 1 − β₂ loses two digits: 7 · 15 · 10² · 2⁻⁵³ ≈ 10⁻¹².
    expect(Math.abs(state.parameters![i]! - theta) < 1e-12).toBe(true);
    expect(Math.abs(state.m![i]! - m) < 1e-14).toBe(true);
    expect(Math.abs(state.v![i]! - v) < 1e-14).toBe(true);
  }
});

test('the average of seven updates is the weighted sum of all parameters', () => {
  const decay = 0.8;
  let average = [1, 0, -1];
  for (let step = 1; step <= STEPS; step++) {
    const parameters = [0, 1, 2].map((i) => gradientAt(step, i));
    average = ask(optimizerEma, step, {
      average: tensor(...average),
      parameters: tensor(...parameters),
      decay: tensor(decay),
    }).average!;
  }
  for (let i = 0; i < COUNT; i++) {
    let expected = decay ** STEPS * (1 - i);
    for (let k = 1; k <= STEPS; k++) expected += (1 - decay) * decay ** (STEPS - k) * gradientAt(k, i);
    expect(Math.abs(average[i]! - expected) < 1e-14).toBe(true);
  }
});
