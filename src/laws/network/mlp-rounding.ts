/**
 * A priori bounds on what rounding to float32 (or with another unit u) does to our multilayer perceptron, layer by layer, in the rules of bounded.ts.
 *
 * Activations: f(z) is off by L e_z + 12u |f|, f′(z) by M e_z + 16u, where L and M bound |f′| and |f″|. The elementary functions
 * of kernels/ are off by at most 4 units in the last place, 8u; the few operations around them add the rest. At a kink f′ jumps and no
 * bound exists: `smooth` is false when a pre-activation is within its own error of one. Fourier columns are off by 4u, their
 * derivatives by 8u of ω. Values are exact up to float64, with slopes from dual numbers.
 */

import { cos, sin } from '../../math/index.ts';
import type { Mlp } from '../../nn/mlp.ts';
import { EPSILON } from '../core/precision.ts';
import { type Bounded, bounded, exactly, gamma, product, productOf, UNIT, weightedSums } from './bounded.ts';
import { dualActivations } from './mlp-forward-mode.ts';
import type { NetworkDirections, NetworkErrors, NetworkInput } from './subject.ts';

/** sup |f′| and sup |f″| off the kinks, rounded up. */
const curvature = {
  tanh: [1, 0.77],
  relu: [1, 0],
  silu: [1.1, 0.5],
  gelu: [1.13, 0.8],
  selu: [1.7581, 1.7581],
  softplus: [1, 0.25],
} as const;
const VALUE = 12;
const SLOPE = 16;
const PI = 3.141592653589793;

/** Bounds for what `forward` answers, gradients, and the Jacobian-vector product of a batch. */
export function mlpErrors(
  net: Mlp,
  input: NetworkInput,
  directions: NetworkDirections,
  unit: number = UNIT,
): NetworkErrors & { readonly velocity: Float64Array } {
  const { rows } = input;
  const { dim } = net.config;
  const gradParams = bounded(net.parameterCount);
  const sizes = new Float64Array(net.parameterCount);
  const make = (): Float64Array => new Float64Array(rows * dim);
  const errors = { smooth: true, velocity: make(), gradX: make(), jvp: make() };
  for (let r = 0; r < rows; r++) {
    const row = rowErrors(net, input, directions, r, unit);
    errors.smooth &&= row.smooth;
    errors.velocity.set(row.velocity.e, r * dim);
    errors.gradX.set(row.gradX.e.subarray(0, dim), r * dim);
    errors.jvp.set(row.jvp.e, r * dim);
    for (let p = 0; p < sizes.length; p++) {
      gradParams.e[p]! += row.gradParams.e[p]!;
      sizes[p]! += Math.abs(row.gradParams.v[p]!) + row.gradParams.e[p]!;
    }
  }
  // The sum over rows, from zero.
  return {
    ...errors,
    gradParams: gradParams.e.map((e, p) => e + (rows > 1 ? gamma(rows + 1, unit) * sizes[p]! : 0)),
  };
}

interface RowErrors {
  readonly smooth: boolean;
  readonly velocity: Bounded;
  readonly gradParams: Bounded;
  readonly gradX: Bounded;
  readonly jvp: Bounded;
}

function rowErrors(
  net: Mlp,
  input: NetworkInput,
  directions: NetworkDirections,
  r: number,
  unit: number,
): RowErrors {
  const { layers, config } = net;
  const { params } = input;
  const { value, tangent } = inputRow(net, input, directions, r, unit);
  const activations = [value];
  const slopes: Bounded[] = [];
  let [z, dot, smooth] = [value, tangent, true];
  for (const [l, layer] of layers.entries()) {
    const weight = (o: number, i: number): number => params[layer.weight + o * layer.inputs + i]!;
    z = weightedSums(layer.outputs, weight, activations[l]!, (o) => params[layer.bias + o]!, unit);
    dot = weightedSums(layer.outputs, weight, dot, () => 0, unit);
    if (l === layers.length - 1) break;
    const active = activate(config.activation, z, unit);
    smooth &&= active.smooth;
    activations.push(active.value);
    slopes.push(active.slope);
    dot = product(dot, active.slope, unit);
  }
  const gradParams = bounded(net.parameterCount);
  let delta = exactly(directions.cotangent.subarray(r * config.dim, (r + 1) * config.dim));
  for (let l = layers.length - 1; l >= 0; l--) {
    const { inputs, outputs, weight, bias } = layers[l]!;
    const a = activations[l]!;
    for (let o = 0; o < outputs; o++) {
      for (let i = 0; i < inputs; i++) {
        const at = weight + o * inputs + i;
        [gradParams.v[at], gradParams.e[at]] = productOf(delta.v[o]!, delta.e[o]!, a.v[i]!, a.e[i]!, unit);
      }
      gradParams.v[bias + o] = delta.v[o]!;
      gradParams.e[bias + o] = delta.e[o]!;
    }
    delta = weightedSums(
      inputs,
      (i, o) => params[weight + o * inputs + i]!,
      delta,
      () => 0,
      unit,
    );
    if (l > 0) delta = product(delta, slopes[l - 1]!, unit);
  }
  return { smooth, velocity: z, gradParams, gradX: delta, jvp: dot };
}

function activate(
  name: keyof typeof curvature,
  z: Bounded,
  unit: number,
): { smooth: boolean; value: Bounded; slope: Bounded } {
  const [L, M] = curvature[name];
  const [value, slope] = [bounded(z.v.length), bounded(z.v.length)];
  let smooth = true;
  for (let o = 0; o < z.v.length; o++) {
    const [f, fDot] = dualActivations[name]([z.v[o]!, 1]);
    if ((name === 'relu' || name === 'selu') && Math.abs(z.v[o]!) <= z.e[o]!) smooth = false;
    value.v[o] = f;
    // The reference values are dual numbers in float64, with an absolute error.
    value.e[o] = L * z.e[o]! + VALUE * unit * Math.abs(f) + 6 * EPSILON * (1 + Math.abs(z.v[o]!));
    slope.v[o] = fDot;
    slope.e[o] = M * z.e[o]! + (name === 'relu' ? 0 : SLOPE * unit);
  }
  return { smooth, value, slope };
}

function inputRow(
  net: Mlp,
  input: NetworkInput,
  { tangentX, tangentT }: NetworkDirections,
  r: number,
  unit: number,
): { value: Bounded; tangent: Bounded } {
  const { dim, time, classes = 0 } = net.config;
  const width = net.layers[0]!.inputs;
  const [value, tangent] = [bounded(width), bounded(width)];
  value.v.set(input.x.subarray(r * dim, (r + 1) * dim));
  tangent.v.set(tangentX.subarray(r * dim, (r + 1) * dim));
  const [t, dt] = [input.t[r]!, tangentT[r]!];
  if (time.kind === 'input') {
    value.v[dim] = t;
    tangent.v[dim] = dt;
  } else {
    const F = time.frequencies;
    for (let j = 0, omega = PI; j < F; j++, omega *= 2) {
      const [sine, cosine] = [sin(omega * t), cos(omega * t)];
      value.v[dim + j] = sine;
      value.v[dim + F + j] = cosine;
      tangent.v[dim + j] = omega * dt * cosine;
      tangent.v[dim + F + j] = -omega * dt * sine;
      for (const at of [dim + j, dim + F + j]) {
        // Where u is that of float64 the rounding of ω t here and there counts as well.
        const angle = EPSILON * omega * t;
        value.e[at] = 4 * unit + angle;
        tangent.e[at] = omega * Math.abs(dt) * (8 * unit + angle);
      }
    }
  }
  const label = input.labels[r]!;
  if (label >= 0) value.v[width - classes + label] = 1;
  return { value, tangent };
}
