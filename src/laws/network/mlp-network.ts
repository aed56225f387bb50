/** Our own multilayer perceptron, in float32, as the laws want it: with derivatives of its own in float64, and bounds on its rounding. */

import {
  backward,
  divergence,
  forward,
  hutchinsonDivergence,
  jvp,
  type Mlp,
  type MlpConfig,
  type MlpWorkspace,
  mlp,
  mlpWorkspace,
} from '../../nn/index.ts';
import { key, normalInto } from '../../random/index.ts';
import { SINGLE } from '../core/precision.ts';
import { type MlpRow, mlpFloat64, mlpForwardMode } from './mlp-forward-mode.ts';
import { mlpErrors } from './mlp-rounding.ts';
import type { NetworkInput, NetworkSubject } from './subject.ts';

/** Beyond so many parameters, differences of some of them are faster than the Jacobian: its cost grows with their square. */
const MOST_IN_FULL = 2000;
/** Beyond so many, a bound that lets all roundings conspire is larger than an estimate of what they do, and says less. */
const MOST_IN_WORST_CASE = 500;

/** A buffer in which nothing may be read before it is written. */
const unwritten = (length: number): Float32Array => new Float32Array(length).fill(Number.NaN);

function unwrittenWorkspace(net: Mlp, rows: number): MlpWorkspace {
  const workspace = mlpWorkspace(net, rows);
  const { inputs, activations, derivatives, scratch, probe, response } = workspace;
  for (const buffer of [inputs, ...activations, ...derivatives, ...scratch, probe, response]) {
    buffer.fill(Number.NaN);
  }
  return workspace;
}

const narrow = (a: Float64Array): Float32Array => Float32Array.from(a);

/**
 * The network of a configuration, for the laws of networks.
 *
 * ```ts
 * import { mlpNetwork, networkDivergence } from 'flowproof/laws';
 *
 * const net = mlpNetwork({ dim: 2, hidden: [8], activation: 'silu', time: { kind: 'fourier', frequencies: 2 } });
 * console.log(networkDivergence(net).check().status); // holds
 * ```
 */
export function mlpNetwork(config: MlpConfig): NetworkSubject {
  const net = mlp(config);
  const { dim, classes = 0 } = config;
  /** A workspace on which `forward` has just run. */
  const evaluated = (input: NetworkInput, out: Float32Array): [Float32Array, MlpWorkspace] => {
    const { rows, labels } = input;
    const params = narrow(input.params);
    const workspace = unwrittenWorkspace(net, rows);
    forward(net, params, rows, narrow(input.x), narrow(input.t), labels, workspace, out);
    return [params, workspace];
  };
  const velocity = ({ rows }: NetworkInput): Float32Array => unwritten(rows * dim);
  return {
    name: nameOf(config),
    inputs: dim,
    parameterCount: net.parameterCount,
    classes,
    precision: SINGLE,
    parameters: (seed, out) => drawParameters(net, seed, out),
    forward(input, out) {
      const v = velocity(input);
      evaluated(input, v);
      out.set(v);
    },
    backward(input, cotangent, gradParams, gradX) {
      const [params, workspace] = evaluated(input, velocity(input));
      const [byParams, byX] = [unwritten(gradParams.length), velocity(input)];
      backward(net, params, input.rows, workspace, narrow(cotangent), byParams, byX);
      gradParams.set(byParams);
      gradX.set(byX);
    },
    jvp(input, tangentX, tangentT, out) {
      const [params, workspace] = evaluated(input, velocity(input));
      const result = velocity(input);
      jvp(net, params, input.rows, workspace, narrow(tangentX), narrow(tangentT), result);
      out.set(result);
    },
    divergence(input, out) {
      const [params, workspace] = evaluated(input, velocity(input));
      const result = unwritten(input.rows);
      divergence(net, params, input.rows, workspace, result);
      out.set(result);
    },
    hutchinson(input, probes, count, out) {
      const [params, workspace] = evaluated(input, velocity(input));
      const result = unwritten(input.rows);
      hutchinsonDivergence(net, params, input.rows, workspace, narrow(probes), count, result);
      out.set(result);
    },
    forwardFloat64: (input, out) => eachRow(input, dim, out, (row) => mlpFloat64(config, input.params, row)),
    ...(net.parameterCount <= MOST_IN_FULL && {
      jacobian: (input, out) =>
        eachRow(input, dim, out, (row) => mlpForwardMode(config, input.params, row).slopes),
    }),
    ...(net.parameterCount <= MOST_IN_WORST_CASE && {
      roundingErrors: (input, directions) => mlpErrors(net, input, directions),
    }),
  };
}

/** Writes what `answer` gives for each row, one after the other. */
function eachRow(
  { rows, x, t, labels }: NetworkInput,
  dim: number,
  out: Float64Array,
  answer: (row: MlpRow) => Float64Array,
): void {
  const size = out.length / rows;
  for (let r = 0; r < rows; r++) {
    const row = { x: x.subarray(r * dim, (r + 1) * dim), t: t[r]!, label: labels[r]! };
    out.set(answer(row), r * size);
  }
}

function nameOf({ dim, hidden, activation, time, classes }: MlpConfig): string {
  const features = time.kind === 'input' ? 't' : `${time.frequencies} frequencies of t`;
  const widths = [dim, ...hidden, dim].join('-');
  return `${activation} MLP ${widths}, ${features}${classes ? `, ${classes} classes` : ''}`;
}

/** Weights of deviation 1.5/√inputs and biases of deviation 0.3: all units at work, few of them saturated. */
function drawParameters(net: Mlp, seed: number, out: Float64Array): void {
  normalInto(key(seed), 0, out);
  for (const { weight, bias, inputs, outputs } of net.layers) {
    const deviation = 1.5 / Math.sqrt(inputs);
    for (let p = weight; p < bias; p++) out[p]! *= deviation;
    for (let p = bias; p < bias + outputs; p++) out[p]! *= 0.3;
  }
}
