/** Networks and losses a second time: plain loops over hyper-dual numbers, whose first part of ε₁ is the derivative. */
import type { Case } from '../../../src/oracle/contract.ts';
import { add, chain, div, exp, type HyperDual, hd, log, mul, scale, sub } from '../../support/hyper-dual.ts';
import { scheduleDuals } from '../../support/schedule-duals.ts';

export type Duals = readonly HyperDual[];

/** Φ(z) = ½ + φ(z)(z + z³/3 + z⁵/15 + …), Φ′ = φ. Source: Marsaglia, Evaluating the normal distribution (2004). */
function normalCdf(z: HyperDual): HyperDual {
  const density = Math.exp(-0.5 * z.f * z.f) / Math.sqrt(2 * Math.PI);
  let total = 0;
  let term = z.f;
  for (let k = 3; total + term !== total; k += 2) {
    total += term;
    term *= (z.f * z.f) / k;
  }
  return chain(z, 0.5 + density * total, density, -z.f * density);
}

const logistic = (z: HyperDual): HyperDual => div(hd(1), add(hd(1), exp(scale(-1, z))));

const activations: Readonly<Record<string, (z: HyperDual) => HyperDual>> = {
  tanh: (z) => sub(scale(2, logistic(scale(2, z))), hd(1)),
  relu: (z) => (z.f > 0 ? z : hd(0)),
  silu: (z) => mul(z, logistic(z)),
  gelu: (z) => mul(z, normalCdf(z)),
  softplus: (z) => log(add(hd(1), exp(z))),
};

/** The values of an input; element `moving` has derivative 1. */
export function seeded(question: Case, name: string, moving = -1): HyperDual[] {
  return Array.from(question.inputs[name]!.data, (value, i) => hd(value, i === moving ? 1 : 0));
}

function layer(weights: Duals, bias: Duals, a: Duals): Duals {
  return bias.map((b, i) =>
    a.reduce((total, value, j) => add(total, mul(weights[i * a.length + j]!, value)), b),
  );
}

/** What `answer` is computed from: parameters by name. */
export type Parameters = Readonly<Record<string, Duals>>;

export const PARAMETERS = ['w1', 'b1', 'w2', 'b2', 'w3', 'b3'] as const;

/** All parameters of a case; one element of one of them moves. */
export function parametersOf(question: Case, moving?: readonly [name: string, index: number]): Parameters {
  return Object.fromEntries(
    PARAMETERS.map((name) => [name, seeded(question, name, moving?.[0] === name ? moving[1] : -1)]),
  );
}

/** v(x, t) of one row. */
export function answer(question: Case, parameters: Parameters, x: Duals, t: number): Duals {
  const activate = activations[question.settings.activation as string]!;
  const { w1, b1, w2, b2, w3, b3 } = parameters;
  const first = layer(w1!, b1!, [...x, hd(t)]).map(activate);
  const second = layer(w2!, b2!, first).map(activate);
  return layer(w3!, b3!, second);
}

/** Row r of a batch. */
export function rowOf(question: Case, name: string, r: number, moving?: Duals): Duals {
  const { data, shape } = question.inputs[name]!;
  const width = shape[1]!;
  return Array.from({ length: width }, (_, i) => {
    const value = hd(data[r * width + i]!);
    return moving ? add(value, moving[i]!) : value;
  });
}

/** Mean over rows of squared distances. */
export function loss(answers: readonly Duals[], targets: readonly Duals[]): HyperDual {
  let total = hd(0);
  for (const [r, row] of answers.entries()) {
    for (const [i, value] of row.entries()) {
      const miss = sub(value, targets[r]![i]!);
      total = add(total, mul(miss, miss));
    }
  }
  return scale(1 / answers.length, total);
}

/** xₜ and its velocity for row r of a case with x₀, x₁ and t: α̇ and σ̇ are derivatives of α and σ. */
export function conditional(question: Case, r: number): { point: Duals; velocity: Duals } {
  const t = question.inputs.t!.data[r]!;
  const { alpha, sigma } = scheduleDuals(question.settings.schedule as never, hd(t, 1));
  const noise = rowOf(question, 'x0', r);
  const moved = rowOf(question, 'x1', r).map((x, i) => add(mul(alpha, x), mul(sigma, noise[i]!)));
  return { point: moved.map((x) => hd(x.f)), velocity: moved.map((x) => hd(x.f1)) };
}
