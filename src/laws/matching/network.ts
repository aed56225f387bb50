/**
 * A small multilayer perceptron v(x, t) in float64, for laws about gradients with respect to all of its parameters.
 *
 * Layers hᵢ₊₁ = f(Wᵢ hᵢ + bᵢ), the last one without f; the input is (x/scale, t). Weights of the first layer are uniform in
 * [−0.6, 0.6], the others in [−1, 1], so that on inputs of size 1 the poles of f lie well away from the real axis and
 * quadratures converge fast. Plain definition; shares nothing with src/nn.
 */
import { exp, tanh } from '../../math/index.ts';
import { key, uniformInto } from '../../random/index.ts';

/** A network as plain data. */
export interface SmallNetwork {
  /** Widths of the hidden layers. */
  readonly hidden: readonly number[];
  readonly activation: 'tanh' | 'silu';
  /** Seed of the parameters. */
  readonly seed: number;
}

/** A network with its parameters: for each layer W [outputs, inputs], row by row, then b [outputs]. */
export interface Network {
  readonly dim: number;
  readonly sizes: readonly number[];
  readonly activation: 'tanh' | 'silu';
  readonly parameters: Float64Array;
  /** Hidden units of all layers together. */
  readonly units: number;
}

export function networkOf({ hidden, activation, seed }: SmallNetwork, dim: number): Network {
  const sizes = [dim + 1, ...hidden, dim];
  let count = 0;
  for (let l = 1; l < sizes.length; l++) count += sizes[l]! * (sizes[l - 1]! + 1);
  const parameters = new Float64Array(count);
  uniformInto(key(seed), 0, parameters);
  const first = sizes[1]! * (sizes[0]! + 1);
  for (let i = 0; i < count; i++) parameters[i] = (2 * parameters[i]! - 1) * (i < first ? 0.6 : 1);
  return { dim, sizes, activation, parameters, units: hidden.reduce((a, b) => a + b, 0) };
}

/** Values f(a) and slopes f′(a) of the hidden units, [rows, units] each. */
export interface Activations {
  readonly values: Float64Array;
  readonly slopes: Float64Array;
}

export function activationsOf(network: Network, rows: number): Activations {
  const length = rows * network.units;
  return { values: new Float64Array(length), slopes: new Float64Array(length) };
}

function activate(kind: 'tanh' | 'silu', a: number, at: number, { values, slopes }: Activations): void {
  if (kind === 'tanh') {
    const value = tanh(a);
    values[at] = value;
    slopes[at] = 1 - value * value;
  } else {
    const gate = 1 / (1 + exp(-a));
    values[at] = a * gate;
    slopes[at] = gate * (1 + a * (1 - gate));
  }
}

/** v(x, t) of every row of x [rows, dim], to out [rows, dim]. */
export function forward(
  { dim, sizes, activation, parameters, units }: Network,
  t: number,
  x: Float64Array,
  scale: number,
  hidden: Activations,
  out: Float64Array,
): void {
  const rows = x.length / dim;
  const last = sizes.length - 1;
  for (let r = 0; r < rows; r++) {
    let at = 0;
    let unit = r * units;
    let previous = unit;
    for (let l = 1; l <= last; l++) {
      const inputs = sizes[l - 1]!;
      for (let o = 0; o < sizes[l]!; o++) {
        const bias = parameters[at + (sizes[l]! - o) * inputs + o]!;
        let sum = bias;
        if (l > 1) for (let i = 0; i < inputs; i++) sum += parameters[at + i]! * hidden.values[previous + i]!;
        else {
          for (let i = 0; i < dim; i++) sum += parameters[at + i]! * (x[r * dim + i]! / scale);
          sum += parameters[at + dim]! * t;
        }
        at += inputs;
        if (l === last) out[r * dim + o] = sum;
        else activate(activation, sum, unit + o, hidden);
      }
      at += sizes[l]!;
      previous = unit;
      unit += sizes[l]!;
    }
  }
}

/** Writes ∂(cᵀ v(x, t))/∂θ of row r to `gradient`, after {@link forward} has filled `hidden`. `delta`: scratch of at least the widest layer, twice. */
export function backward(
  { dim, sizes, parameters, units }: Network,
  t: number,
  x: Float64Array,
  scale: number,
  hidden: Activations,
  r: number,
  cotangent: Float64Array,
  gradient: Float64Array,
  delta: Float64Array,
): void {
  const half = delta.length / 2;
  let [now, next] = [0, half];
  for (let o = 0; o < dim; o++) delta[now + o] = cotangent[r * dim + o]!;
  let at = parameters.length;
  let unit = (r + 1) * units;
  for (let l = sizes.length - 1; l >= 1; l--) {
    const [inputs, outputs] = [sizes[l - 1]!, sizes[l]!];
    at -= outputs * (inputs + 1);
    if (l > 1) {
      unit -= inputs;
      delta.fill(0, next, next + inputs);
    }
    for (let o = 0; o < outputs; o++) {
      const d = delta[now + o]!;
      gradient[at + outputs * inputs + o] = d;
      for (let i = 0; i < inputs; i++) {
        const w = at + o * inputs + i;
        if (l > 1) {
          gradient[w] = d * hidden.values[unit + i]!;
          delta[next + i]! += d * parameters[w]!;
        } else gradient[w] = d * (i < dim ? x[r * dim + i]! / scale : t);
      }
    }
    for (let i = 0; i < inputs && l > 1; i++) delta[next + i]! *= hidden.slopes[unit + i]!;
    [now, next] = [next, now];
  }
}
