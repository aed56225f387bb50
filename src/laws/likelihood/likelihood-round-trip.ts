/**
 * There and back: x and ln p, carried from time s to r and back to s, are what they were.
 *
 * For a field alone this holds u to be one function of (t, x), the same in both directions, and its flow to be invertible; for an object
 * with its own `transport` it holds that one's two directions against each other: a log-determinant with the wrong sign one way, a time grid that
 * is shifted on the way back.
 *
 * Bound: x_back − x and ln p_back − ln p at N = 4, 8, 16, … steps until they change by less than 10⁻⁶; the last change (and a sixteenth of the
 * one before) bounds what finite steps leave. Rounding: 2⁻⁵² of the state in each of 2N steps, on the way back multiplied by
 * what the flow makes of a small displacement at the far end, which is measured. What `tolerance` states is added twice. Blind to: whether ln p is that of the field
 * (change-of-variables sees that). Source: Grathwohl et al., FFJORD (2019), section 3.
 */

import { pointInWords } from '../core/field-calls.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { type Measurement, ratioOf, worstOf } from '../core/measurement.ts';
import { precisionOf } from '../core/precision.ts';
import { type CarriedCase, carriedCases, refusesTransport } from './change-of-variables.ts';
import {
  carry,
  confirmed,
  refuseIdleTolerance,
  settle,
  startOf,
  type TransportSubject,
  toleranceOf,
} from './transport.ts';

/** The displacement at the far end that says how the way back magnifies rounding. */
const NUDGE = 1e-6;

/**
 * The law of the round trip.
 *
 * ```ts
 * import { condOT, eightGaussians, marginalField } from 'flowproof';
 * import { likelihoodRoundTrip } from 'flowproof/laws';
 * const field = marginalField({ schedule: condOT, target: eightGaussians() });
 * console.log(likelihoodRoundTrip(field).check().status); // holds
 * ```
 */
export const likelihoodRoundTrip: Law<TransportSubject, CarriedCase> = defineLaw({
  id: 'likelihood-round-trip',
  number: 10,
  title: 'x and ln p are unchanged by the flow from s to r and back',
  kind: 'field',
  assumes: ['u is smooth for 0.05 ≤ t ≤ 0.95'],
  export: 'likelihoodRoundTrip',
  runs: 3,
  refuses: refusesTransport,
  cases: carriedCases,
  words: ({ t, x, to }) => `x = ${pointInWords(x)} from t = ${t} to t = ${to} and back`,
  measure: (field, at) => confirmed((firstSteps) => roundTrip(field, at, firstSteps)),
});

function roundTrip(
  field: TransportSubject,
  { t, x, to }: CarriedCase,
  firstSteps: number,
): { measurement: Measurement; steps: number } {
  const { dim } = field;
  const precision = precisionOf(field);
  const start = startOf(field, t, x);
  let far: Float64Array = start;
  const size = start.reduce((most, v) => Math.max(most, Math.abs(v)), 1);
  const { value, error, steps } = settle(
    (n) => {
      far = carry(field, t, to, start, n);
      return carry(field, to, t, far, n).map((v, i) => v - start[i]!);
    },
    size,
    firstSteps,
  );
  const moved = carry(
    field,
    to,
    t,
    far.map((v) => v + NUDGE * (1 + Math.abs(v))),
    steps,
  );
  const found: Measurement[] = [];
  for (let i = 0; i <= dim; i++) {
    const magnified = Math.abs(moved[i]! - start[i]! - value[i]!) / NUDGE;
    found.push({
      residual: Math.abs(value[i]!),
      bound:
        error[i]! + 2 * toleranceOf(field) + 2 * precision * steps * (Math.abs(start[i]!) + magnified + size),
      why: `what ${steps} steps leave, as the last doubling shows, and rounding`,
      detail: `${i === dim ? 'ln p' : `x${dim === 1 ? '' : ` (coordinate ${i})`}`} was ${start[i]} and comes back as ${start[i]! + value[i]!}`,
    });
  }
  const measurement = worstOf(found);
  if (ratioOf(measurement) <= 1) refuseIdleTolerance(field, t, to, start, steps);
  return { measurement, steps };
}
