/**
 * Exponential moving average θ̄ ← θ̄ + (1 − β)(θ − θ̄) of the parameters, started as a copy of them.
 *
 * With `warmUp` the decay of update k is min(β, k/(k + 10)): early on the average follows the parameters instead of
 * remembering their random start.
 */
import { checkCount, checkNumber } from '../array/float-array.ts';
import { averageInto } from '../kernels/elementwise.ts';
import { checkCapacity } from './checks.ts';

/** The decay of update `step` ≥ 1, for a final decay β in [0, 1]. */
export function averageDecay(decay: number, step: number, warmUp: boolean = true): number {
  checkNumber('decay', decay, 0, 1);
  checkCount('step', step, 1);
  return warmUp ? Math.min(decay, step / (step + 10)) : decay;
}

/** Moves average [from, to) towards params by 1 − decay; decay 0 copies. */
export function updateAverage(
  decay: number,
  params: Float32Array,
  average: Float32Array,
  from: number = 0,
  to: number = params.length,
): void {
  checkNumber('decay', decay, 0, 1);
  checkCount('to', to, 0, params.length);
  checkCount('from', from, 0, to);
  checkCapacity('average', average, params.length);
  if (decay === 0) {
    for (let i = from; i < to; i++) average[i] = params[i]!;
    return;
  }
  averageInto(from, to, params, 1 - decay, average);
}
