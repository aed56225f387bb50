/** How far the answers of a network may be off by rounding: by its own bounds, or by the estimate of rounding-estimate.ts. */
import { precisionOf } from '../core/precision.ts';
import { backwardOf, divergenceOf, type Gradients, hutchinsonOf, jvpOf } from './calls.ts';
import { type NetworkPoint, NotSmooth } from './cases.ts';
import { roundingEstimate } from './rounding-estimate.ts';
import { type NetworkErrors, type NetworkSubject, outputsOf } from './subject.ts';

/** An answer and what rounding may have done to it, entry by entry. */
export interface Answer {
  readonly value: Float64Array;
  readonly error: Float64Array;
}

/** The network's own bounds at these directions, which must be smooth. */
function ownErrors(network: NetworkSubject, point: NetworkPoint): NetworkErrors | null {
  const errors = network.roundingErrors?.(point, point) ?? null;
  if (errors && !errors.smooth) throw new NotSmooth();
  return errors;
}

/** `backward` in both its answers. */
export function backwardAnswer(
  network: NetworkSubject,
  point: NetworkPoint,
): { gradParams: Answer; gradX: Answer } {
  const value = backwardOf(network, point, point.cotangent);
  const own = ownErrors(network, point);
  const error = own ?? estimatedBackward(network, point, value);
  return {
    gradParams: { value: value.gradParams, error: error.gradParams },
    gradX: { value: value.gradX, error: error.gradX },
  };
}

function estimatedBackward(network: NetworkSubject, point: NetworkPoint, value: Gradients): Gradients {
  const estimate = (key: keyof Gradients): Float64Array =>
    roundingEstimate(network, point, value[key], (p) => backwardOf(network, p, p.cotangent)[key]);
  return { gradParams: estimate('gradParams'), gradX: estimate('gradX') };
}

export function jvpAnswer(network: NetworkSubject, point: NetworkPoint): Answer {
  const value = jvpOf(network, point, point.tangentX, point.tangentT);
  const own = ownErrors(network, point);
  const quantity = (p: NetworkPoint): Float64Array => jvpOf(network, p, p.tangentX, p.tangentT);
  return { value, error: own?.jvp ?? roundingEstimate(network, point, value, quantity) };
}

export function divergenceAnswer(network: NetworkSubject, point: NetworkPoint): Answer {
  const value = divergenceOf(network, point);
  const error =
    network.roundingErrors && network.jvp
      ? quadraticFormError(network, point, [...units(network, point)])
      : roundingEstimate(network, point, value, (p) => divergenceOf(network, p));
  return { value, error };
}

/** Hutchinson's mean over probes [count, rows, inputs]. */
export function hutchinsonAnswer(
  network: NetworkSubject,
  point: NetworkPoint,
  probes: Float64Array,
  count: number,
): Answer {
  const value = hutchinsonOf(network, point, probes, count);
  const length = point.rows * network.inputs;
  const list = Array.from({ length: count }, (_, p) => probes.subarray(p * length, (p + 1) * length));
  const error =
    network.roundingErrors && network.jvp
      ? quadraticFormError(network, point, list).map((e) => e / count)
      : roundingEstimate(network, point, value, (p) => hutchinsonOf(network, p, probes, count));
  return { value, error };
}

/** Probes that pick one coordinate each, in all rows. */
export function* units(
  { inputs }: NetworkSubject,
  { rows }: NetworkPoint,
): Generator<Float64Array, void, undefined> {
  for (let i = 0; i < inputs; i++) {
    yield Float64Array.from({ length: rows * inputs }, (_, k) => (k % inputs === i ? 1 : 0));
  }
}

/**
 * Σ over probes of εᵀ(Jε), row by row, summed one after the other. A form of n terms T is off by what Jε is off, |ε| e, and by
 * n u Σ (|T| + |ε| e); the sum of m forms and its division by m by (m + 1) u Σ |form| more.
 */
function quadraticFormError(
  network: NetworkSubject,
  point: NetworkPoint,
  probes: readonly Float64Array[],
): Float64Array {
  const outputs = outputsOf(network);
  const unit = precisionOf(network) / 2;
  const error = new Float64Array(point.rows);
  const noTime = new Float64Array(point.rows);
  for (const probe of probes) {
    const { value, error: e } = jvpAnswer(network, { ...point, tangentX: probe, tangentT: noTime });
    for (let r = 0; r < point.rows; r++) {
      let [form, carried, size] = [0, 0, 0];
      for (let i = r * outputs; i < (r + 1) * outputs; i++) {
        const reach = Math.abs(probe[i]!) * e[i]!;
        form += probe[i]! * value[i]!;
        carried += reach;
        size += Math.abs(probe[i]! * value[i]!) + reach;
      }
      const formError = carried + outputs * unit * size;
      error[r]! += formError + (probes.length + 1) * unit * (Math.abs(form) + formError);
    }
  }
  return error;
}
