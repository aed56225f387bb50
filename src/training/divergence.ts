/**
 * Where a run left the finite numbers: every error names the step and the first layer, in the order of the computation,
 * that holds a NaN or ∞.
 */
import { DivergenceError } from '../errors.ts';
import { firstNonFiniteLayer, type Mlp, mlp } from '../nn/index.ts';
import { runPhase } from './phases.ts';
import { heldOutTileCount, openSession, type Session, type SessionSpec, tileCount } from './session.ts';

/** Repeats the gradient of the step on this thread, tile by tile. `step` counts from 0, the error from 1. */
export function divergedStep(spec: SessionSpec, step: number, loss: number): DivergenceError {
  const session = openSession(spec);
  const { mlp, buffers } = session;
  const tiles = tileCount(spec.config);
  for (let tile = 0; tile < tiles; tile++) {
    runPhase(session, { kind: 'gradient', step }, tile, tiles);
    const own = tile * mlp.parameterCount;
    const gradient = buffers.gradients.subarray(own, own + mlp.parameterCount);
    const error = layerError(session, step + 1, tile, spec.config.batch, buffers.parameters, gradient);
    if (error) return error;
  }
  return new DivergenceError({
    argument: `step ${step + 1}, loss`,
    expected: 'a finite loss and gradient norm',
    received: String(loss),
    wayOut: 'lower learningRate, or scale the data; the last checkpoint is from before this step',
  });
}

/** Repeats the held-out examples with the moving average that they were measured with. */
export function divergedHeldOut(spec: SessionSpec, step: number, loss: number): DivergenceError {
  const session = openSession(spec);
  const tiles = heldOutTileCount(spec.config);
  for (let tile = 0; tile < tiles; tile++) {
    runPhase(session, { kind: 'held-out' }, tile, tiles);
    const error = layerError(session, step, tile, spec.config.heldOutExamples, spec.buffers.average, null);
    if (error) return error;
  }
  return new DivergenceError({
    argument: `step ${step}, held-out loss`,
    expected: 'a finite loss',
    received: String(loss),
    wayOut: 'lower learningRate, or scale the data; the last checkpoint is from before this step',
  });
}

/** Throws unless all that a checkpoint keeps is finite: an update can overflow although its gradient did not. */
export function checkFiniteState({ config, buffers }: SessionSpec, step: number): void {
  const { parameters, average, first, second } = buffers;
  const kept = { parameters, average, 'first moment': first, 'second moment': second };
  for (const [quantity, values] of Object.entries(kept)) {
    const at = values.findIndex((v) => !Number.isFinite(v));
    if (at >= 0) throw divergence(step, layerOf(mlp(config.network), at), quantity);
  }
}

function layerError(
  session: Session,
  step: number,
  tile: number,
  examples: number,
  parameters: Float32Array,
  gradient: Float32Array | null,
): DivergenceError | undefined {
  const { config, mlp, workspace, scratch } = session;
  const rows = Math.min(config.tileRows, examples - tile * config.tileRows);
  const found = firstNonFiniteLayer(mlp, parameters, rows, workspace, scratch.prediction, gradient);
  return found ? divergence(step, found.layer, found.quantity) : undefined;
}

function layerOf({ layers }: Mlp, parameter: number): string {
  return layers.findLast(({ weight }) => weight <= parameter)!.name;
}

function divergence(step: number, layer: string, quantity: string): DivergenceError {
  return new DivergenceError({
    argument: `step ${step}, layer ${layer}`,
    expected: `finite ${quantity}`,
    received: 'NaN or ∞',
    wayOut: 'lower learningRate or clipNorm; the last checkpoint is from before this step',
  });
}
