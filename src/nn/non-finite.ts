/** Where an evaluation left the finite numbers: the first layer, in the order of the computation, with NaN or ±∞. */
import type { Mlp } from './mlp.ts';
import type { MlpWorkspace } from './workspace.ts';

export interface NonFinite {
  /** Name of the layer, or `input` for the row that entered the first one. */
  readonly layer: string;
  readonly quantity: 'input' | 'parameters' | 'activations' | 'gradient';
}

/**
 * Searches, forward through the layers, the input rows, then each layer's parameters and activations (the velocities
 * `out` [rows, dim] for the last), and, backward, the gradients unless null. Null when all are finite.
 */
export function firstNonFiniteLayer(
  mlp: Mlp,
  params: Float32Array,
  rows: number,
  workspace: MlpWorkspace,
  out: Float32Array,
  gradParams: Float32Array | null,
): NonFinite | null {
  const { layers } = mlp;
  if (!allFinite(workspace.inputs, 0, rows * layers[0]!.inputs)) return { layer: 'input', quantity: 'input' };
  for (const [l, { name, outputs, weight, bias }] of layers.entries()) {
    if (!allFinite(params, weight, bias + outputs)) return { layer: name, quantity: 'parameters' };
    const a = l < layers.length - 1 ? workspace.activations[l]! : out;
    if (!allFinite(a, 0, rows * outputs)) return { layer: name, quantity: 'activations' };
  }
  if (gradParams !== null) {
    for (const { name, outputs, weight, bias } of layers.toReversed()) {
      if (!allFinite(gradParams, weight, bias + outputs)) return { layer: name, quantity: 'gradient' };
    }
  }
  return null;
}

function allFinite(a: Float32Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (!Number.isFinite(a[i]!)) return false;
  return true;
}
