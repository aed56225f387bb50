/**
 * The network again, from its documentation alone, in float64 dual numbers: value and directional derivative of
 * v(t, x | c; θ) along (θ̇, ẋ, ṫ), one row at a time. Shares no code and no formula of a derivative with src/nn.
 */
import type { MlpConfig } from '../../src/nn/mlp.ts';

/** Φ by its Taylor series |z| < 3 and Laplace's continued fraction beyond (Abramowitz & Stegun 26.2.10, 26.2.14). */
export function phi(z: number): number {
  const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  if (Math.abs(z) < 3) {
    let sum = 0;
    let term = z;
    for (let k = 1; k < 120; k += 2) {
      sum += term;
      term *= (z * z) / (k + 2);
    }
    return 0.5 + density * sum;
  }
  let c = 0;
  for (let k = 160; k > 0; k--) c = k / (Math.abs(z) + c);
  const tail = density / (Math.abs(z) + c);
  return z < 0 ? tail : 1 - tail;
}

type Dual = readonly [value: number, tangent: number];
const add = (a: Dual, b: Dual): Dual => [a[0] + b[0], a[1] + b[1]];
const divide = (a: Dual, b: Dual): Dual => [a[0] / b[0], (a[1] * b[0] - a[0] * b[1]) / (b[0] * b[0])];
const multiply = (a: Dual, b: Dual): Dual => [a[0] * b[0], a[1] * b[0] + a[0] * b[1]];
const scale = (s: number, a: Dual): Dual => [s * a[0], s * a[1]];
const exp = (a: Dual): Dual => [Math.exp(a[0]), a[1] * Math.exp(a[0])];
const one: Dual = [1, 0];

export const dualActivations: Readonly<Record<MlpConfig['activation'], (z: Dual) => Dual>> = {
  tanh: (z) => {
    const up = exp(z);
    const down = exp(scale(-1, z));
    return divide(add(up, scale(-1, down)), add(up, down));
  },
  relu: (z) => (z[0] > 0 ? z : [0, 0]),
  silu: (z) => divide(z, add(one, exp(scale(-1, z)))),
  gelu: (z) => multiply(z, [phi(z[0]), (z[1] * Math.exp((-z[0] * z[0]) / 2)) / Math.sqrt(2 * Math.PI)]),
  selu: (z) => {
    const lambda = 1.0507009873554804934193349852946;
    const alpha = 1.6732632423543772848170429916717;
    return scale(lambda, z[0] > 0 ? z : scale(alpha, [Math.expm1(z[0]), z[1] * Math.exp(z[0])]));
  },
  softplus: (z) => {
    const e = exp(z);
    return [Math.log1p(e[0]), e[1] / (1 + e[0])];
  },
};

export interface DualPoint {
  readonly x: ArrayLike<number>;
  readonly t: number;
  readonly label: number;
}

export interface Direction {
  readonly params: ArrayLike<number> | null;
  readonly x: ArrayLike<number> | null;
  readonly t: number;
}

/** Velocity and its derivative along the direction, each of length dim. */
export function dualMlp(
  config: MlpConfig,
  params: ArrayLike<number>,
  point: DualPoint,
  along: Direction,
): { velocity: Float64Array; tangent: Float64Array } {
  const { dim, hidden, activation, time, classes = 0 } = config;
  const input: Dual[] = Array.from({ length: dim }, (_, i) => [point.x[i]!, along.x?.[i] ?? 0]);
  if (time.kind === 'input') input.push([point.t, along.t]);
  else {
    const angles = Array.from({ length: time.frequencies }, (_, j): Dual => {
      const omega = Math.PI * 2 ** j;
      return [omega * point.t, omega * along.t];
    });
    input.push(...angles.map(([v, d]): Dual => [Math.sin(v), d * Math.cos(v)]));
    input.push(...angles.map(([v, d]): Dual => [Math.cos(v), -d * Math.sin(v)]));
  }
  for (let c = 0; c < classes; c++) input.push([c === point.label ? 1 : 0, 0]);

  let values = Float64Array.from(input, ([v]) => v);
  let tangents = Float64Array.from(input, ([, d]) => d);
  const widths = [input.length, ...hidden, dim];
  let at = 0;
  for (let l = 1; l < widths.length; l++) {
    const inputs = widths[l - 1]!;
    const outputs = widths[l]!;
    const z = new Float64Array(outputs);
    const dz = new Float64Array(outputs);
    for (let o = 0; o < outputs; o++) {
      const bias = at + outputs * inputs + o;
      let v = params[bias]!;
      let d = along.params?.[bias] ?? 0;
      for (let i = 0; i < inputs; i++) {
        const w = at + o * inputs + i;
        v += params[w]! * values[i]!;
        d += params[w]! * tangents[i]!;
        if (along.params) d += along.params[w]! * values[i]!;
      }
      [z[o], dz[o]] =
        l < widths.length - 1 ? (dualActivations[activation]([v, d]) as [number, number]) : [v, d];
    }
    values = z;
    tangents = dz;
    at += outputs * inputs + outputs;
  }
  return { velocity: values, tangent: tangents };
}
