/**
 * What the laws of networks ask of a network f_θ(x, t | c): outputs and derivatives at given numbers.
 *
 * All buffers are Float64Arrays, row by row, whatever the network computes in. The numbers compared are float32 numbers, so that a
 * network that copies them to float32 loses nothing. The buffers to write begin as NaN.
 */

import { checkCount } from '../../array/float-array.ts';
import { requireFunction } from '../core/guard.ts';
import { precisionOf } from '../core/precision.ts';

/** Where a network is evaluated. */
export interface NetworkInput {
  /** θ, [parameterCount]. */
  readonly params: Float64Array;
  readonly rows: number;
  /** [rows, inputs]. */
  readonly x: Float64Array;
  /** [rows], in (0, 1). */
  readonly t: Float64Array;
  /** [rows], −1 (no class) to classes − 1. */
  readonly labels: Int32Array;
}

/** Directions in which a network is differentiated. */
export interface NetworkDirections {
  /** c, [rows, outputs]. */
  readonly cotangent: Float64Array;
  /** ẋ, [rows, inputs]. */
  readonly tangentX: Float64Array;
  /** ṫ, [rows]. */
  readonly tangentT: Float64Array;
}

/** Bounds on |computed − exact| of what a network answers, entry by entry. */
export interface NetworkErrors {
  /** False where a pre-activation is so near a kink that rounding decides the derivative: then nothing is bounded. */
  readonly smooth: boolean;
  readonly gradParams: Float64Array;
  readonly gradX: Float64Array;
  readonly jvp: Float64Array;
}

/** A network. The optional members let more laws speak, or speak more sharply. */
export interface NetworkSubject {
  readonly name?: string;
  /** Columns of x, ≥ 1. */
  readonly inputs: number;
  /** Columns of the output; default as many as inputs. */
  readonly outputs?: number;
  readonly parameterCount: number;
  /** Number of classes; default 0. */
  readonly classes?: number;
  /** ε, the relative precision of the arithmetic; default 2⁻⁵². For a network that computes in float32: 2⁻²³. */
  readonly precision?: number;
  /** Parameters to try, different for different seeds; default normal numbers of standard deviation ½. */
  parameters?(seed: number, out: Float64Array): void;
  /** f, [rows, outputs]. */
  forward(input: NetworkInput, out: Float64Array): void;
  /** gradParams ← Σ over rows cᵀ ∂f/∂θ, gradX ← cᵀ ∂f/∂x row by row, [rows, inputs]. Neither adds to what was there. */
  backward(input: NetworkInput, cotangent: Float64Array, gradParams: Float64Array, gradX: Float64Array): void;
  /** out ← (∂f/∂x) ẋ + (∂f/∂t) ṫ, [rows, outputs]. */
  jvp?(input: NetworkInput, tangentX: Float64Array, tangentT: Float64Array, out: Float64Array): void;
  /** out ← Σᵢ ∂fᵢ/∂xᵢ, [rows]. */
  divergence?(input: NetworkInput, out: Float64Array): void;
  /** out ← mean over probes of εᵀ (∂f/∂x) ε, [rows]; probes [count, rows, inputs]. */
  hutchinson?(input: NetworkInput, probes: Float64Array, count: number, out: Float64Array): void;
  /** The same function in float64, where `forward` computes in float32: sharpens differences. */
  forwardFloat64?(input: NetworkInput, out: Float64Array): void;
  /**
   * Derivatives from an evaluation of its own, exact to 2⁻⁴⁰ of their terms: out [rows, outputs, parameterCount + inputs + 1], by every
   * parameter, then by x, then by t. Without it, differences of `forward`.
   */
  jacobian?(input: NetworkInput, out: Float64Array): void;
  /** What rounding may do to the derivatives. Without it, an estimate (rounding-estimate.ts). */
  roundingErrors?(input: NetworkInput, directions: NetworkDirections): NetworkErrors;
}

/** As many parameters and columns as a law can look at in a reasonable time. */
const MOST_PARAMETERS = 1_000_000;
const MOST_COLUMNS = 4096;

/** Throws unless the object has the required members; the reason why no law can judge it, or null. */
export function refusesNetwork(network: NetworkSubject): string | null {
  requireFunction(network, 'forward');
  requireFunction(network, 'backward');
  checkCount('inputs', network.inputs, 1);
  checkCount('outputs', outputsOf(network), 1);
  checkCount('parameterCount', network.parameterCount, 1);
  checkCount('classes', network.classes ?? 0);
  precisionOf(network);
  if (network.parameterCount > MOST_PARAMETERS) return `it has more than ${MOST_PARAMETERS} parameters`;
  return Math.max(network.inputs, outputsOf(network)) > MOST_COLUMNS
    ? `it has more than ${MOST_COLUMNS} columns`
    : null;
}

/** As {@link refusesNetwork}, for laws about a member that a network may lack, of networks from ℝᵈ to ℝᵈ where it says so. */
export function refusesMember(
  network: NetworkSubject,
  member: 'jvp' | 'divergence' | 'hutchinson',
  square: boolean,
): string | null {
  const reason = refusesNetwork(network);
  if (reason !== null) return reason;
  if (network[member] === undefined) return `it has no ${member}`;
  requireFunction(network, member);
  return square && outputsOf(network) !== network.inputs ? 'it has not as many outputs as inputs' : null;
}

export const outputsOf = (network: NetworkSubject): number => network.outputs ?? network.inputs;
