/**
 * Optimizers over flat buffers: the settings are plain data, the state is one buffer per moment, and the number of the
 * step comes from the caller, so that nothing is hidden from a checkpoint.
 *
 * Float32 (kernels/parameter-updates.ts); elements do not mix, so the range [from, to) may be cut among threads.
 */
import { allocate, checkCount, checkNumber, isFloatArray } from '../array/float-array.ts';
import { ArgumentError, show } from '../errors.ts';
import { ADAM_CONSTANTS, adamConstants, adamUpdate, sgdUpdate } from '../kernels/parameter-updates.ts';
import { checkCapacity } from './checks.ts';

export type OptimizerSpec =
  | { readonly kind: 'adam'; readonly beta1: number; readonly beta2: number; readonly epsilon: number }
  | {
      readonly kind: 'adamw';
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      readonly weightDecay: number;
    }
  | { readonly kind: 'sgd'; readonly momentum: number };

/** Throws an ArgumentError that names the field out of its domain. */
export function checkOptimizer(spec: OptimizerSpec): void {
  switch (spec?.kind) {
    case 'sgd':
      checkFraction('optimizer.momentum', spec.momentum);
      return;
    case 'adamw':
      checkNumber('optimizer.weightDecay', spec.weightDecay, 0);
      break;
    case 'adam':
      break;
    default:
      throw new ArgumentError({
        argument: 'optimizer.kind',
        expected: 'one of adam, adamw, sgd',
        received: show((spec as OptimizerSpec | undefined)?.kind),
      });
  }
  checkFraction('optimizer.beta1', spec.beta1);
  checkFraction('optimizer.beta2', spec.beta2);
  // Below the smallest normal float32, ε would not keep 0/0 out of the update.
  checkNumber('optimizer.epsilon', spec.epsilon, 1.1754943508222875e-38);
}

/** In [0, 1) also after rounding to float32. */
function checkFraction(argument: string, value: number): void {
  checkNumber(argument, value, 0, 1 - 5.9604644775390625e-8);
}

const MOMENTUM_SLOTS: readonly string[] = ['velocity'];
const ADAM_SLOTS: readonly string[] = ['firstMoment', 'secondMoment'];

/** Names of the state buffers, each as long as the parameters, all zero before the first step. */
export function optimizerSlots(spec: OptimizerSpec): readonly string[] {
  return spec.kind === 'sgd' ? MOMENTUM_SLOTS : ADAM_SLOTS;
}

/** Zeroed state buffers in the order of {@link optimizerSlots}; `shared` for worker threads. */
export function optimizerState(
  spec: OptimizerSpec,
  parameterCount: number,
  shared: boolean = false,
): Float32Array[] {
  return optimizerSlots(spec).map(() => allocate('float32', parameterCount, shared) as Float32Array);
}

/** The scalars of one update. */
export interface UpdateScalars {
  /** Number of this update, 1 for the first: decides Adam's bias corrections. */
  readonly step: number;
  /** Learning rate η of this update. */
  readonly rate: number;
  /** Factor on the gradient first, from {@link clipScale}; default 1. */
  readonly scale?: number;
}

/**
 * What all parameters share in one update, rounded to float32: made once, for as many calls of {@link applyUpdate} as the parameters are
 * cut into. `out` at least 9 long.
 */
export function updateConstants(
  spec: OptimizerSpec,
  { step, rate, scale = 1 }: UpdateScalars,
  out: Float32Array = new Float32Array(ADAM_CONSTANTS),
): Float32Array {
  checkCount('step', step, 1);
  checkCapacity('out', out, ADAM_CONSTANTS);
  if (spec.kind === 'sgd') {
    out[0] = scale;
    out[1] = rate;
    out[2] = spec.momentum;
    return out;
  }
  const { beta1, beta2, epsilon } = spec;
  const correction1 = 1 - integerPower(beta1, step);
  const correction2 = 1 - integerPower(beta2, step);
  const shrink = spec.kind === 'adamw' ? 1 - rate * spec.weightDecay : 1;
  adamConstants(scale, rate, beta1, beta2, correction1, correction2, epsilon, shrink, out);
  return out;
}

/** Updates params [from, to) and the state in place. */
export function updateParameters(
  spec: OptimizerSpec,
  scalars: UpdateScalars,
  params: Float32Array,
  gradient: Float32Array,
  state: readonly Float32Array[],
  from: number = 0,
  to: number = params.length,
): void {
  applyUpdate(spec, updateConstants(spec, scalars), params, gradient, state, from, to);
}

/** {@link updateParameters} with the constants of the step made before. */
export function applyUpdate(
  spec: OptimizerSpec,
  constants: Float32Array,
  params: Float32Array,
  gradient: Float32Array,
  state: readonly Float32Array[],
  from: number = 0,
  to: number = params.length,
): void {
  checkCount('to', to, 0, params.length);
  checkCount('from', from, 0, to);
  checkCapacity('gradient', gradient, params.length);
  const slots = optimizerSlots(spec);
  for (let i = 0; i < slots.length; i++) {
    const fits = isFloatArray(state[i]) && state[i]!.length >= params.length;
    // The name is put together only to be read: this runs for every block of every step.
    if (!fits) checkCapacity(`state.${slots[i]}`, state[i]!, params.length);
  }
  if (spec.kind === 'sgd') {
    sgdUpdate(from, to, params, gradient, state[0]!, constants);
  } else {
    adamUpdate(from, to, params, gradient, state[0]!, state[1]!, constants);
  }
}

/** xⁿ by repeated squaring: a function of the step alone, with no running product to store. */
function integerPower(x: number, n: number): number {
  let power = 1;
  for (let square = x; n > 0; n = Math.floor(n / 2), square *= square) {
    if (n % 2 === 1) power *= square;
  }
  return power;
}

/** min(1, maxNorm/norm): the factor that brings a gradient of this global norm down to `maxNorm`; 0 switches it off. */
export function clipScale(norm: number, maxNorm: number): number {
  checkNumber('maxNorm', maxNorm, 0);
  return maxNorm > 0 && norm > maxNorm ? maxNorm / norm : 1;
}
