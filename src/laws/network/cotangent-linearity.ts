/**
 * Backpropagation is linear in the cotangent: g(c + c′) = g(c) + g(c′), and g(−4c) = −4 g(c) to the bit.
 *
 * Additive up to the rounding of the three gradients, whose errors are bounded or estimated one by one; the cotangents are multiples
 * of 2⁻¹⁰, so that c + c′ itself is exact. Powers of two pass through floating-point products and sums without rounding, as long as
 * nothing underflows, so the second comparison is exact up to the least normal float32 number, 2⁻¹²⁶, times the largest cotangent. From
 * both, homogeneity in every factor follows. Cannot see what is linear and wrong. This is where gradients that are clipped, normalised,
 * scaled by a loss, or added to those of an earlier call show.
 */

import { fold } from '../../random/index.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { type Measurement, worstOf } from '../core/measurement.ts';
import { EPSILON } from '../core/precision.ts';
import { type Answer, backwardAnswer } from './allowances.ts';
import { backwardOf } from './calls.ts';
import { atSmooth, type NetworkCase, networkCases, networkPicture, networkWords, steps } from './cases.ts';
import { type NetworkSubject, refusesNetwork } from './subject.ts';

/** 2⁻¹²⁶. */
const LEAST_NORMAL = 1.1754943508222875e-38;

/** The law that backpropagation is linear in the cotangent. */
export const cotangentLinearity: Law<NetworkSubject, NetworkCase> = defineLaw({
  id: 'cotangent-linearity',
  number: 8,
  title: 'g(c + c′) = g(c) + g(c′), g(−4c) = −4 g(c) to the bit',
  kind: 'network',
  assumes: ['gradients are not scaled, clipped or accumulated'],
  export: 'cotangentLinearity',
  runs: 25,
  refuses: refusesNetwork,
  cases: networkCases,
  words: networkWords,
  picture: networkPicture,
  measure: (network, at) =>
    atSmooth(network, at, (point) => {
      const other = steps(fold(point.key, 20), point.cotangent.length);
      const one = backwardAnswer(network, point);
      const two = backwardAnswer(network, { ...point, cotangent: other });
      const both = backwardAnswer(network, {
        ...point,
        cotangent: other.map((c, i) => c + point.cotangent[i]!),
      });
      const scaled = backwardOf(
        network,
        point,
        point.cotangent.map((c) => -4 * c),
      );
      return worstOf(
        (['gradParams', 'gradX'] as const).flatMap((g) => [
          additive(g, both[g], one[g], two[g]),
          homogeneous(g, scaled[g], one[g].value),
        ]),
      );
    }),
});

function additive(name: string, both: Answer, one: Answer, two: Answer): Measurement {
  return worstOf(
    Array.from(both.value, (sum, i) => {
      const expected = one.value[i]! + two.value[i]!;
      return {
        residual: Math.abs(sum - expected),
        bound: both.error[i]! + one.error[i]! + two.error[i]! + EPSILON * Math.abs(expected),
        why: 'rounding of three gradients',
        detail: `${name}[${i}] is ${sum} for c + c′, and ${one.value[i]} + ${two.value[i]} for one at a time`,
      };
    }),
  );
}

function homogeneous(name: string, scaled: Float64Array, one: Float64Array): Measurement {
  return worstOf(
    Array.from(scaled, (value, i) => ({
      residual: Math.abs(value + 4 * one[i]!),
      bound: LEAST_NORMAL,
      why: 'powers of two pass through without rounding',
      detail: `${name}[${i}] is ${value} for −4c, and ${one[i]} for c`,
    })),
  );
}
