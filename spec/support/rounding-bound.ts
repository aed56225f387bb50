/**
 * A priori bounds on what rounding does to the network and its derivatives, for a unit roundoff u.
 *
 * Every quantity q is carried as (value, bound on |computed − exact|). Rules, with γₙ = nu/(1 − nu) (Higham, Accuracy and
 * Stability of Numerical Algorithms, 2nd ed., §3.1):
 * - a sum of n products onto a start value: Σ(|a|e_b + e_a|b| + e_a e_b) + γₙ₊₁ (|start| + Σ(|a| + e_a)(|b| + e_b));
 * - f(z): L·e_z + VALUE·u·(|f(z)| + floor), f′(z): M·e_z + SLOPE·u, where L and M bound |f′| and |f″|; the measured
 *   errors of the elementary functions are at most 4 ULP = 8u, the few operations around them add the rest;
 * - a product: |a|e_b + e_a|b| + e_a e_b + u(|a| + e_a)(|b| + e_b).
 * At a kink f′ jumps and no bound exists: `smooth` is false when a pre-activation is within its error of one.
 */
import type { Mlp } from '../../src/nn/mlp.ts';
import type { NetworkCase } from './architectures.ts';
import { dualActivations } from './dual-mlp.ts';

interface Bounded {
  readonly v: Float64Array;
  readonly e: Float64Array;
}

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

export interface NetworkBounds {
  readonly smooth: boolean;
  readonly velocity: Bounded;
  readonly gradParams: Bounded;
  readonly gradX: Bounded;
  readonly jvp: Bounded;
}

const bounded = (n: number): Bounded => ({ v: new Float64Array(n), e: new Float64Array(n) });

export function networkBounds(c: NetworkCase, u: number): NetworkBounds {
  const { net, rows, params } = c;
  const { dim } = net.config;
  const result = {
    smooth: true,
    velocity: bounded(rows * dim),
    gradParams: bounded(net.parameterCount),
    gradX: bounded(rows * dim),
    jvp: bounded(rows * dim),
  };
  const magnitude = new Float64Array(net.parameterCount);
  for (let r = 0; r < rows; r++) {
    const trace = rowBounds(c, r, u);
    result.smooth &&= trace.smooth;
    copyRow(trace.velocity, result.velocity, r * dim);
    copyRow(trace.jvp, result.jvp, r * dim);
    copyRow(trace.gradX, result.gradX, r * dim);
    for (let p = 0; p < net.parameterCount; p++) {
      const { v, e } = trace.gradParams;
      result.gradParams.v[p]! += v[p]!;
      result.gradParams.e[p]! += e[p]!;
      magnitude[p]! += Math.abs(v[p]!) + e[p]!;
    }
  }
  for (let p = 0; p < params.length; p++) result.gradParams.e[p]! += gamma(rows + 1, u) * magnitude[p]!;
  return result;
}

const gamma = (n: number, u: number): number => (n * u) / (1 - n * u);

function copyRow(from: Bounded, to: Bounded, at: number): void {
  for (let i = 0; at + i < to.v.length && i < from.v.length; i++) {
    to.v[at + i] = from.v[i]!;
    to.e[at + i] = from.e[i]!;
  }
}

/** Σ over `from` of a matrix of exact entries w(o, i) times bounded entries, onto exact starts. */
function apply(
  outputs: number,
  inputs: number,
  w: (o: number, i: number) => number,
  a: Bounded,
  start: (o: number) => number,
  u: number,
): Bounded {
  const out = bounded(outputs);
  for (let o = 0; o < outputs; o++) {
    let v = start(o);
    let carried = 0;
    let size = Math.abs(v);
    for (let i = 0; i < inputs; i++) {
      const weight = w(o, i);
      v += weight * a.v[i]!;
      carried += Math.abs(weight) * a.e[i]!;
      size += Math.abs(weight) * (Math.abs(a.v[i]!) + a.e[i]!);
    }
    out.v[o] = v;
    out.e[o] = carried + gamma(inputs + 1, u) * size;
  }
  return out;
}

function product(a: Bounded, b: Bounded, u: number): Bounded {
  const out = bounded(a.v.length);
  for (let i = 0; i < a.v.length; i++) {
    const x = Math.abs(a.v[i]!);
    const y = Math.abs(b.v[i]!);
    out.v[i] = a.v[i]! * b.v[i]!;
    out.e[i] = x * b.e[i]! + a.e[i]! * y + a.e[i]! * b.e[i]! + u * (x + a.e[i]!) * (y + b.e[i]!);
  }
  return out;
}

function inputRow(net: Mlp, c: NetworkCase, r: number, u: number): { value: Bounded; tangent: Bounded } {
  const { dim, time } = net.config;
  const width = net.layers[0]!.inputs;
  const value = bounded(width);
  const tangent = bounded(width);
  for (let i = 0; i < dim; i++) {
    value.v[i] = c.x[r * dim + i]!;
    tangent.v[i] = c.tangentX[r * dim + i]!;
  }
  const t = c.t[r]!;
  const dt = c.tangentT[r]!;
  if (time.kind === 'input') {
    value.v[dim] = t;
    tangent.v[dim] = dt;
  } else {
    const F = time.frequencies;
    for (let j = 0; j < F; j++) {
      const omega = Math.PI * 2 ** j;
      const sin = Math.sin(omega * t);
      const cos = Math.cos(omega * t);
      value.v.set([sin], dim + j);
      value.v.set([cos], dim + F + j);
      tangent.v[dim + j] = omega * dt * cos;
      tangent.v[dim + F + j] = -omega * dt * sin;
      for (const at of [dim + j, dim + F + j]) {
        // 1.5 ULP of the sine itself and, in float64, the rounding of ω t in this file.
        value.e[at] = 4 * u + 2 ** -52 * omega * t;
        tangent.e[at] = omega * Math.abs(dt) * (8 * u + 2 ** -52 * omega * t);
      }
    }
  }
  const label = c.labels?.[r] ?? -1;
  if (label >= 0) value.v[width - (net.config.classes ?? 0) + label] = 1;
  return { value, tangent };
}

function rowBounds(c: NetworkCase, r: number, u: number): NetworkBounds {
  const { net, params } = c;
  const { dim, activation } = net.config;
  const [L, M] = curvature[activation];
  const { value, tangent } = inputRow(net, c, r, u);
  const inputs: Bounded[] = [value];
  const slopes: Bounded[] = [];
  let dot = tangent;
  let smooth = true;
  let z = value;
  for (const [l, layer] of net.layers.entries()) {
    const w = (o: number, i: number): number => params[layer.weight + o * layer.inputs + i]!;
    z = apply(layer.outputs, layer.inputs, w, inputs[l]!, (o) => params[layer.bias + o]!, u);
    dot = apply(layer.outputs, layer.inputs, w, dot, () => 0, u);
    if (l === net.layers.length - 1) break;
    const a = bounded(layer.outputs);
    const d = bounded(layer.outputs);
    for (let o = 0; o < layer.outputs; o++) {
      const [f, slope] = dualActivations[activation]([z.v[o]!, 1]);
      const kink = activation === 'relu' || activation === 'selu';
      if (kink && Math.abs(z.v[o]!) <= z.e[o]!) smooth = false;
      a.v[o] = f;
      // The dual numbers in float64 have an absolute, not a relative, error.
      a.e[o] = L * z.e[o]! + VALUE * (u * Math.abs(f) + 2 ** -53 * (1 + Math.abs(z.v[o]!)));
      d.v[o] = slope;
      d.e[o] = M * z.e[o]! + (activation === 'relu' ? 0 : SLOPE * u);
    }
    inputs.push(a);
    slopes.push(d);
    dot = product(dot, d, u);
  }
  const gradParams = bounded(net.parameterCount);
  let delta: Bounded = {
    v: Float64Array.from(c.cotangent.subarray(r * dim, (r + 1) * dim)),
    e: new Float64Array(dim),
  };
  for (let l = net.layers.length - 1; l >= 0; l--) {
    const layer = net.layers[l]!;
    const a = inputs[l]!;
    for (let o = 0; o < layer.outputs; o++) {
      const spread = {
        v: new Float64Array(layer.inputs).fill(delta.v[o]!),
        e: new Float64Array(layer.inputs).fill(delta.e[o]!),
      };
      copyRow(product(spread, a, u), gradParams, layer.weight + o * layer.inputs);
      gradParams.v[layer.bias + o] = delta.v[o]!;
      gradParams.e[layer.bias + o] = delta.e[o]!;
    }
    const transposed = (i: number, o: number): number => params[layer.weight + o * layer.inputs + i]!;
    delta = apply(layer.inputs, layer.outputs, transposed, delta, () => 0, u);
    if (l > 0) delta = product(delta, slopes[l - 1]!, u);
  }
  return { smooth, velocity: z, gradParams, gradX: delta, jvp: dot };
}
