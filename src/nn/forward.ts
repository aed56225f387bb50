/**
 * Evaluation of the network: a₀ = input row, zₗ = Wₗaₗ₋₁ + bₗ, aₗ = f(zₗ), v = z of the last layer.
 *
 * Leaves aₗ and f′(zₗ) in the workspace for `backward`, `jvp` and the divergences. Float32 in the order of the kernels;
 * a row's result does not depend on the other rows, nor on how many there are.
 */
import { hiddenLayer, linear } from '../kernels/linear.ts';
import { checkCapacity, checkLabels, checkParameters, checkRows } from './checks.ts';
import { writeInputs } from './input-features.ts';
import type { Mlp } from './mlp.ts';
import { deliver, resultPlace, staged } from './staging.ts';
import type { MlpWorkspace } from './workspace.ts';

/**
 * Writes v(t, x | c) to out [rows, dim] for x [rows, dim], t [rows] and labels [rows] (−1 or null: no class).
 *
 * ```ts
 * import { forward, initialise, key, mlp, mlpWorkspace } from 'flowproof';
 * const net = mlp({ dim: 2, hidden: [16], activation: 'tanh', time: { kind: 'input' } });
 * const params = initialise(net, key(1));
 * const out = new Float32Array(2);
 * forward(net, params, 1, Float32Array.of(0.5, -1), Float32Array.of(0.25), null, mlpWorkspace(net, 1), out);
 * ```
 */
export function forward(
  mlp: Mlp,
  params: Float32Array,
  rows: number,
  x: Float32Array,
  t: Float32Array,
  labels: Int32Array | null,
  workspace: MlpWorkspace,
  out: Float32Array,
): void {
  run(mlp, params, rows, x, t, labels, workspace, true, out);
}

/** As {@link forward}, faster, for the values alone: afterwards there is no way back through the workspace. */
export function forwardOnly(
  mlp: Mlp,
  params: Float32Array,
  rows: number,
  x: Float32Array,
  t: Float32Array,
  labels: Int32Array | null,
  workspace: MlpWorkspace,
  out: Float32Array,
): void {
  run(mlp, params, rows, x, t, labels, workspace, false, out);
}

function run(
  mlp: Mlp,
  params: Float32Array,
  rows: number,
  x: Float32Array,
  t: Float32Array,
  labels: Int32Array | null,
  workspace: MlpWorkspace,
  slopes: boolean,
  out: Float32Array,
): void {
  const { layers, config } = mlp;
  checkParameters('params', mlp, params);
  checkRows(rows, workspace);
  checkCapacity('x', x, rows * config.dim);
  checkCapacity('t', t, rows);
  checkLabels(mlp, rows, labels);
  checkCapacity('out', out, rows * config.dim);
  writeInputs(mlp, rows, x, t, labels, workspace.inputs);
  const theta = staged(params, mlp.parameterCount, workspace.staging.parameters);
  let a = workspace.inputs;
  for (let l = 0; l < layers.length - 1; l++) {
    const { inputs, outputs, weight, bias } = layers[l]!;
    const z = workspace.derivatives[l]!;
    const values = workspace.activations[l]!;
    hiddenLayer(rows, inputs, outputs, a, theta, weight, bias, config.activation, slopes, z, values);
    a = values;
  }
  const { inputs, outputs, weight, bias } = layers.at(-1)!;
  const result = resultPlace(out, workspace.staging.rowsOut);
  linear(rows, inputs, outputs, a, theta, weight, bias, result);
  deliver(result, rows * config.dim, out);
}
