/**
 * Jacobian-vector product (forward-mode derivative): ȧ₀ = tangent of the input row, ȧₗ = f′(zₗ) ⊙ (Wₗȧₗ₋₁).
 *
 * Reads what the last `forward` on the workspace left, so `rows` must be the same; does not disturb it.
 */
import { multiplyInto } from '../kernels/elementwise.ts';
import { linearTangent } from '../kernels/linear.ts';
import { checkCapacity, checkParameters, checkRows } from './checks.ts';
import { writeInputTangents } from './input-features.ts';
import type { Mlp } from './mlp.ts';
import { deliver, resultPlace, staged } from './staging.ts';
import type { MlpWorkspace } from './workspace.ts';

/** out [rows, dim] ← ∂v/∂x · tangentX + ∂v/∂t · tangentT, with tangentX [rows, dim] and tangentT [rows] (null: 0). */
export function jvp(
  mlp: Mlp,
  params: Float32Array,
  rows: number,
  workspace: MlpWorkspace,
  tangentX: Float32Array,
  tangentT: Float32Array | null,
  out: Float32Array,
): void {
  const { layers, config } = mlp;
  const { derivatives, scratch, staging } = workspace;
  checkParameters('params', mlp, params);
  checkRows(rows, workspace);
  checkCapacity('tangentX', tangentX, rows * config.dim);
  if (tangentT !== null) checkCapacity('tangentT', tangentT, rows);
  checkCapacity('out', out, rows * config.dim);
  const theta = staged(params, mlp.parameterCount, staging.parameters);
  let tangent = scratch[1];
  writeInputTangents(mlp, rows, workspace.inputs, tangentX, tangentT, tangent);
  for (let l = 0; l < layers.length - 1; l++) {
    const { inputs, outputs, weight } = layers[l]!;
    const next = scratch[l % 2 === 0 ? 0 : 1];
    linearTangent(rows, inputs, outputs, tangent, theta, weight, next);
    multiplyInto(0, rows * outputs, derivatives[l]!, next);
    tangent = next;
  }
  const { inputs, outputs, weight } = layers.at(-1)!;
  const result = resultPlace(out, staging.rowsOut);
  linearTangent(rows, inputs, outputs, tangent, theta, weight, result);
  deliver(result, rows * config.dim, out);
}
