/**
 * How far one may step from (t, x) before ln p bends: the largest h = first, first/2, first/4, … at which the second difference of ln p
 * is at most 1 in size, and stays so at shorter steps. For a Gaussian of width s that is h ≤ s, wherever x lies: slopes, however steep, do not count.
 */

import { logDensityAt, pointInWords } from '../core/field-calls.ts';
import { CannotJudge } from '../core/measurement.ts';
import type { FieldSubject } from '../core/subjects.ts';

const HALVINGS = 40;
/** So many halvings in a row without a bend, lest a long step between two equal heights passes for smoothness. */
const STRAIGHT = 6;

function scale(what: string, first: number, second: (h: number) => number): number {
  let straight = 0;
  for (let i = 0, h = first, found = first; i < HALVINGS; i++, h /= 2) {
    if (!(Math.abs(second(h)) <= 1)) straight = 0;
    else {
      if (straight === 0) found = h;
      straight += 1;
      if (straight > STRAIGHT) return found;
    }
  }
  throw new CannotJudge(`ln p is not smooth ${what}: it bends at every scale`);
}

/** The scale along the axis that bends most; `first`: default twice the size of x, or of the field. */
export function lengthScale(
  field: Pick<FieldSubject, 'dim' | 'logDensity' | 'scale'>,
  t: number,
  x: Float64Array,
  first: number = 2 * x.reduce((most, value) => Math.max(most, Math.abs(value)), field.scale ?? 1),
): number {
  const { dim } = field;
  const batch = new Float64Array((2 * dim + 1) * dim);
  return scale(`near x = ${pointInWords(x)} at t = ${t}`, first, (h) => {
    for (let row = 0; row <= 2 * dim; row++) batch.set(x, row * dim);
    for (let i = 0; i < dim; i++) {
      batch[2 * i * dim + i]! += h;
      batch[(2 * i + 1) * dim + i]! -= h;
    }
    const logP = logDensityAt(field, t, batch);
    let most = 0;
    for (let i = 0; i < dim; i++) {
      const bend = Math.abs(logP[2 * i]! - 2 * logP[2 * dim]! + logP[2 * i + 1]!);
      if (!(bend <= most)) most = bend;
    }
    return most;
  });
}

/** The scale in time, at most 0.1 and half the distance to the nearer end. */
export function timeScale(field: FieldSubject, t: number, x: Float64Array): number {
  const middle = logDensityAt(field, t, x)[0]!;
  return scale(`near t = ${t} at x = ${pointInWords(x)}`, Math.min(0.1, t / 2, (1 - t) / 2), (h) => {
    return logDensityAt(field, t + h, x)[0]! - 2 * middle + logDensityAt(field, t - h, x)[0]!;
  });
}
