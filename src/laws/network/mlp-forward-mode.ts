/**
 * The multilayer perceptron again, from its definition alone: in float64 dual numbers, with derivatives by every parameter, x and t at
 * once. Shares no code and no formula of a derivative with nn/: slopes of activations come out of the arithmetic of dual numbers.
 *
 * Layer l maps a to f(W a + b), the last one without f; the input row is [x, time features, one-hot class]. A dual number is a value and
 * D = parameters + dim + 1 derivatives, stored one after the other.
 */
import { cos, exp, expm1, log1p, normalCdf, normalPdf, sin } from '../../math/index.ts';
import type { MlpConfig } from '../../nn/mlp.ts';

/** Value and slope. */
type Dual = readonly [value: number, slope: number];

const plus = (a: Dual, b: Dual): Dual => [a[0] + b[0], a[1] + b[1]];
const minus = (a: Dual, b: Dual): Dual => [a[0] - b[0], a[1] - b[1]];
const times = (a: Dual, b: Dual): Dual => [a[0] * b[0], a[1] * b[0] + a[0] * b[1]];
const over = (a: Dual, b: Dual): Dual => [a[0] / b[0], (a[1] * b[0] - a[0] * b[1]) / (b[0] * b[0])];
const scaled = (s: number, a: Dual): Dual => [s * a[0], s * a[1]];
/** A function with known derivative, applied by the chain rule. */
const chain = (a: Dual, value: (z: number) => number, slope: (z: number) => number): Dual => [
  value(a[0]),
  a[1] * slope(a[0]),
];
const dualExp = (a: Dual): Dual => chain(a, exp, exp);
const ONE: Dual = [1, 0];
const PI = 3.141592653589793;

/** tanh = (eᶻ − e⁻ᶻ)/(eᶻ + e⁻ᶻ), relu, silu = z/(1 + e⁻ᶻ), gelu = z Φ(z), selu = λ(z or α(eᶻ − 1)), softplus = ln(1 + eᶻ). */
export const dualActivations: Readonly<Record<MlpConfig['activation'], (z: Dual) => Dual>> = {
  tanh(z) {
    const [up, down] = [dualExp(z), dualExp(scaled(-1, z))];
    return over(minus(up, down), plus(up, down));
  },
  relu: (z) => (z[0] > 0 ? z : [0, 0]),
  silu: (z) => over(z, plus(ONE, dualExp(scaled(-1, z)))),
  gelu: (z) => times(z, chain(z, normalCdf, normalPdf)),
  selu(z) {
    const [lambda, alpha] = [1.0507009873554805, 1.6732632423543772];
    return scaled(lambda, z[0] > 0 ? z : scaled(alpha, chain(z, expm1, exp)));
  },
  softplus: (z) => chain(dualExp(z), log1p, (e) => 1 / (1 + e)),
};

/** Values with their derivatives, [width] and [width, D]. */
interface Duals {
  readonly values: Float64Array;
  readonly slopes: Float64Array;
}

const duals = (width: number, D: number): Duals => ({
  values: new Float64Array(width),
  slopes: new Float64Array(width * D),
});

/** Where one row is evaluated. */
export interface MlpRow {
  readonly x: Float64Array;
  readonly t: number;
  /** −1: no class. */
  readonly label: number;
}

/** v and ∂v/∂(θ, x, t): [dim] and [dim, parameters + dim + 1]. */
export function mlpForwardMode(config: MlpConfig, params: Float64Array, row: MlpRow): Duals {
  return evaluate(config, params, row, params.length + config.dim + 1);
}

/** v alone, [dim]. */
export function mlpFloat64(config: MlpConfig, params: Float64Array, row: MlpRow): Float64Array {
  return evaluate(config, params, row, 0).values;
}

/** With D = 0 there are no derivatives to carry, and what is written of them falls outside their empty arrays. */
function evaluate(config: MlpConfig, params: Float64Array, row: MlpRow, D: number): Duals {
  let a = inputDuals(config, row, params.length, D);
  const widths = [...config.hidden, config.dim];
  let offset = 0;
  for (const [l, outputs] of widths.entries()) {
    const inputs = a.values.length;
    const z = duals(outputs, D);
    const bias = offset + outputs * inputs;
    for (let o = 0; o < outputs; o++) {
      affine(a, params, offset + o * inputs, bias + o, z, o, D);
      if (l + 1 < widths.length) activate(config.activation, z, o, D);
    }
    a = z;
    offset = bias + outputs;
  }
  return a;
}

/** z_o = b + Σ wᵢ aᵢ, by the product rule in w, a and b. */
function affine(
  a: Duals,
  params: Float64Array,
  weight: number,
  bias: number,
  z: Duals,
  o: number,
  D: number,
): void {
  const at = o * D;
  let sum = params[bias]!;
  z.slopes[at + bias] = 1;
  for (let i = 0; i < a.values.length; i++) {
    const w = params[weight + i]!;
    sum += w * a.values[i]!;
    for (let d = 0; d < D; d++) z.slopes[at + d]! += w * a.slopes[i * D + d]!;
    z.slopes[at + weight + i]! += a.values[i]!;
  }
  z.values[o] = sum;
}

function activate(name: MlpConfig['activation'], z: Duals, o: number, D: number): void {
  const [value, slope] = dualActivations[name]([z.values[o]!, 1]);
  z.values[o] = value;
  for (let d = o * D; d < (o + 1) * D; d++) z.slopes[d]! *= slope;
}

function inputDuals(config: MlpConfig, { x, t, label }: MlpRow, firstX: number, D: number): Duals {
  const { dim, time, classes = 0 } = config;
  const columns = time.kind === 'input' ? 1 : 2 * time.frequencies;
  const input = duals(dim + columns + classes, D);
  const byT = D - 1;
  for (let i = 0; i < dim; i++) {
    input.values[i] = x[i]!;
    input.slopes[i * D + firstX + i] = 1;
  }
  const set = (column: number, [value, slope]: Dual): void => {
    input.values[dim + column] = value;
    input.slopes[(dim + column) * D + byT] = slope;
  };
  if (time.kind === 'input') set(0, [t, 1]);
  else {
    for (let j = 0, omega = PI; j < time.frequencies; j++, omega *= 2) {
      const angle: Dual = [omega * t, omega];
      set(j, chain(angle, sin, cos));
      set(
        time.frequencies + j,
        chain(angle, cos, (z) => -sin(z)),
      );
    }
  }
  if (label >= 0) input.values[dim + columns + label] = 1;
  return input;
}
