/**
 * The phases of a training step, each cut into units that any thread may do:
 *
 *   gradient   per tile:  draw examples, forward, loss, backward → gradient and loss of the tile
 *   reduce     per eight blocks: sum the tiles' gradients in a fixed tree; sum of squares for the global norm
 *   update     per eight blocks: clip, optimizer step, moving average
 *   held-out   per tile:  loss of the fixed held-out examples, without gradient
 *
 * Between two phases all units must be done. A unit writes only what is its own, so the bits do not depend on who did
 * it, or when.
 */
import { blockSquareSums, NORM_BLOCK, normBlocks } from '../kernels/global-norm.ts';
import { sumTiles } from '../kernels/tile-sum.ts';
import { cfmLossMeanRowsSumDims, fmLossMeanRowsSumDims, type LossOptions } from '../losses/index.ts';
import { backward, forward, forwardOnly, updateAverage } from '../nn/index.ts';
import { applyUpdate } from '../nn/optimizer.ts';
import { heldOutExamples, trainingExamples } from './examples.ts';
import { heldOutTileCount, type Session, tileCount } from './session.ts';
import { constantsOf, scalarsOf } from './session-views.ts';
import type { TrainingConfig } from './training-config.ts';

/** One phase and what it needs to know, as plain data. Steps count from 0. */
export type Phase =
  | { readonly kind: 'gradient'; readonly step: number }
  | { readonly kind: 'reduce' }
  | { readonly kind: 'update'; readonly step: number; readonly scale: number }
  | { readonly kind: 'held-out' };

/** Blocks of a unit: enough work to outweigh taking it. */
const BLOCKS = 8;

/** Units of a phase. */
export function unitCount(phase: Phase, config: TrainingConfig, parameterCount: number): number {
  if (phase.kind === 'gradient') return tileCount(config);
  if (phase.kind === 'held-out') return heldOutTileCount(config);
  return Math.ceil(normBlocks(parameterCount) / BLOCKS);
}

/** Does the units `worker`, `worker + workers`, … of a phase. */
export function runPhase(session: Session, phase: Phase, worker: number = 0, workers: number = 1): void {
  const units = unitCount(phase, session.config, session.mlp.parameterCount);
  for (let unit = worker; unit < units; unit += workers) runUnit(session, phase, unit);
}

function runUnit(session: Session, phase: Phase, unit: number): void {
  if (phase.kind === 'gradient') gradientTile(session, phase.step, unit);
  else if (phase.kind === 'held-out') heldOutTile(session, unit);
  else if (phase.kind === 'reduce') reduceBlocks(session, unit);
  else updateBlocks(session, phase.step, phase.scale, unit);
}

function gradientTile(session: Session, step: number, tile: number): void {
  const { config, mlp, buffers, scratch, workspace, views } = session;
  const first = tile * config.tileRows;
  const rows = Math.min(config.tileRows, config.batch - first);
  trainingExamples(session, step, first, rows);
  buffers.tileLosses[tile] = tileLoss(session, buffers.parameters, rows, views.ofBatch, scratch.gradOut);
  backward(mlp, buffers.parameters, rows, workspace, scratch.gradOut, views.tileGradients[tile]!, null);
}

function heldOutTile(session: Session, tile: number): void {
  const { config, buffers, views } = session;
  const first = tile * config.tileRows;
  const rows = Math.min(config.tileRows, config.heldOutExamples - first);
  heldOutExamples(session, first, rows);
  buffers.tileLosses[tile] = tileLoss(session, buffers.average, rows, views.ofHeldOut, null);
}

/** The tile's part of the mean loss: forward pass and loss on the examples in the scratch. */
function tileLoss(
  session: Session,
  parameters: Float32Array,
  rows: number,
  options: LossOptions,
  gradOut: Float32Array | null,
): number {
  const { config, mlp, scratch, workspace } = session;
  const { xt, t, prediction, target } = scratch;
  const labels = config.network.classes ? scratch.labels : null;
  const run = gradOut === null ? forwardOnly : forward;
  run(mlp, parameters, rows, xt, t, labels, workspace, prediction);
  const loss = config.loss === 'cfm' ? cfmLossMeanRowsSumDims : fmLossMeanRowsSumDims;
  return loss(rows, config.network.dim, prediction, target, gradOut, options);
}

function reduceBlocks({ config, mlp, buffers, views }: Session, unit: number): void {
  const count = mlp.parameterCount;
  const tiles = tileCount(config);
  const end = Math.min((unit + 1) * BLOCKS, normBlocks(count));
  // Block by block, so that what the tree adds up stays in the cache.
  for (let block = unit * BLOCKS; block < end; block++) {
    const from = block * NORM_BLOCK;
    sumTiles(buffers.gradients, tiles, count, from, Math.min(from + NORM_BLOCK, count));
    blockSquareSums(block, block + 1, views.tileGradients[0]!, buffers.blockSquares);
  }
}

function updateBlocks(session: Session, step: number, scale: number, unit: number): void {
  const { config, mlp, buffers, views } = session;
  const { parameters, average, gradients } = buffers;
  const from = unit * BLOCKS * NORM_BLOCK;
  const to = Math.min(from + BLOCKS * NORM_BLOCK, mlp.parameterCount);
  const constants = constantsOf(config, views, step, scale);
  applyUpdate(config.optimizer, constants, parameters, gradients, views.moments, from, to);
  updateAverage(scalarsOf(config, views, step).averageDecay, parameters, average, from, to);
}
