/**
 * Backpropagation: from δ = ∂L/∂v, layer by layer from the last, ∂L/∂W = δᵀa, ∂L/∂b = Σ δ, then δ ← (δW) ⊙ f′(z).
 *
 * Reads what the last `forward` on the workspace left, so `rows` must be the same. Sums over rows run in ascending
 * order. Rumelhart, Hinton & Williams 1986.
 */
import { multiplyInto } from '../kernels/elementwise.ts';
import { linearInputGradient, linearParameterGradient } from '../kernels/linear.ts';
import { checkCapacity, checkParameters, checkRows } from './checks.ts';
import type { Mlp } from './mlp.ts';
import { deliver, resultPlace, staged } from './staging.ts';
import type { MlpWorkspace } from './workspace.ts';

/**
 * Overwrites gradParams (flat, as the parameters) with Σ over rows of gradOutᵀ ∂v/∂θ, and gradX [rows, dim], unless
 * null, with gradOutᵀ ∂v/∂x; gradOut [rows, dim] is ∂L/∂v.
 */
export function backward(
  mlp: Mlp,
  params: Float32Array,
  rows: number,
  workspace: MlpWorkspace,
  gradOut: Float32Array,
  gradParams: Float32Array,
  gradX: Float32Array | null,
): void {
  checkParameters('gradParams', mlp, gradParams);
  const gradient = resultPlace(gradParams, workspace.staging.gradient);
  propagate(mlp, params, rows, workspace, gradOut, gradient, gradX);
  deliver(gradient, mlp.parameterCount, gradParams);
}

/** Vector-Jacobian product: gradX ← cotangentᵀ ∂v/∂x, row by row, without the parameter gradient. */
export function vjp(
  mlp: Mlp,
  params: Float32Array,
  rows: number,
  workspace: MlpWorkspace,
  cotangent: Float32Array,
  gradX: Float32Array,
): void {
  propagate(mlp, params, rows, workspace, cotangent, null, gradX);
}

function propagate(
  mlp: Mlp,
  params: Float32Array,
  rows: number,
  workspace: MlpWorkspace,
  gradOut: Float32Array,
  gradParams: Float32Array | null,
  gradX: Float32Array | null,
): void {
  const { layers, config } = mlp;
  const { activations, derivatives, scratch, staging } = workspace;
  checkParameters('params', mlp, params);
  checkRows(rows, workspace);
  checkCapacity('gradOut', gradOut, rows * config.dim);
  if (gradX !== null) checkCapacity('gradX', gradX, rows * config.dim);
  const theta = staged(params, mlp.parameterCount, staging.parameters);
  const xGradient = gradX && resultPlace(gradX, staging.rowsOut);
  let delta = staged(gradOut, rows * config.dim, staging.rowsIn);
  for (let l = layers.length - 1; l >= 0; l--) {
    const { inputs, outputs, weight, bias } = layers[l]!;
    const a = l === 0 ? workspace.inputs : activations[l - 1]!;
    if (gradParams !== null) {
      linearParameterGradient(rows, inputs, outputs, delta, a, gradParams, weight, bias);
    }
    if (l > 0) {
      const next = scratch[l % 2 === 0 ? 0 : 1];
      linearInputGradient(rows, inputs, outputs, delta, theta, weight, inputs, next);
      multiplyInto(0, rows * inputs, derivatives[l - 1]!, next);
      delta = next;
    } else if (xGradient !== null) {
      linearInputGradient(rows, inputs, outputs, delta, theta, weight, config.dim, xGradient);
      deliver(xGradient, rows * config.dim, gradX!);
    }
  }
}
