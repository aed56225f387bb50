/**
 * Rows do not mix: a row's output and input gradient are the same alone as in a batch, and the batch's parameter gradient is the sum
 * of those of its rows.
 *
 * Bound: the rounding of both sides, and of a sum of n gradients (n ε of their sizes); a network may group its sums differently for
 * batches, so equal bits are not asked for. Cannot see a mistake that treats every row alike. Wrong reductions show here (mean for
 * sum), and state that leaks from row to row.
 */

import { defineLaw, type Law } from '../core/law.ts';
import { type Measurement, worstOf } from '../core/measurement.ts';
import { precisionOf } from '../core/precision.ts';
import { type Answer, backwardAnswer } from './allowances.ts';
import { forwardOf } from './calls.ts';
import { atSmooth, type NetworkCase, type NetworkPoint, networkCases, networkWords } from './cases.ts';
import { roundingEstimate } from './rounding-estimate.ts';
import { type NetworkSubject, outputsOf, refusesNetwork } from './subject.ts';

/** The law that rows do not mix. */
export const rowIndependence: Law<NetworkSubject, NetworkCase> = defineLaw({
  id: 'row-independence',
  number: 8,
  title: 'f and cᵀ ∂f/∂x of a row do not depend on other rows; ∂(c·f)/∂θ is the sum over rows',
  kind: 'network',
  assumes: ['no statistics over the batch', 'sums over rows, not means'],
  export: 'rowIndependence',
  runs: 25,
  refuses: refusesNetwork,
  cases: (network) => networkCases(network).filter(({ rows }) => rows.length > 1),
  words: networkWords,
  measure: (network, at) =>
    atSmooth(network, at, (point) => {
      const batch = backwardAnswer(network, point);
      const alone = at.rows.map((_, r) => rowOf(network, point, r));
      const single = alone.map((row) => backwardAnswer(network, row));
      const values = forwardAnswer(network, point);
      return worstOf([
        ...alone.map((row, r) =>
          same(`f, row ${r}`, values, forwardAnswer(network, row), r, outputsOf(network)),
        ),
        ...single.map(({ gradX }, r) => same(`gradX, row ${r}`, batch.gradX, gradX, r, network.inputs)),
        summed(
          batch.gradParams,
          single.map(({ gradParams }) => gradParams),
          precisionOf(network),
        ),
      ]);
    }),
});

function forwardAnswer(network: NetworkSubject, point: NetworkPoint): Answer {
  const value = forwardOf(network, point);
  return { value, error: roundingEstimate(network, point, value, (p) => forwardOf(network, p)) };
}

/** One row as a batch of its own. */
function rowOf(network: NetworkSubject, point: NetworkPoint, r: number): NetworkPoint {
  const { x, t, labels, cotangent, tangentX, tangentT } = point;
  const cut = (a: Float64Array, columns: number): Float64Array => a.slice(r * columns, (r + 1) * columns);
  return {
    ...point,
    rows: 1,
    x: cut(x, network.inputs),
    t: cut(t, 1),
    labels: labels.slice(r, r + 1),
    cotangent: cut(cotangent, outputsOf(network)),
    tangentX: cut(tangentX, network.inputs),
    tangentT: cut(tangentT, 1),
  };
}

function same(name: string, batch: Answer, alone: Answer, r: number, columns: number): Measurement {
  return worstOf(
    Array.from(alone.value, (value, i) => {
      const at = r * columns + i;
      return {
        residual: Math.abs(batch.value[at]! - value),
        bound: batch.error[at]! + alone.error[i]!,
        why: 'rounding of both',
        detail: `${name}, entry ${i}: ${batch.value[at]} in the batch, ${value} alone`,
      };
    }),
  );
}

function summed(batch: Answer, single: readonly Answer[], precision: number): Measurement {
  return worstOf(
    Array.from(batch.value, (value, i) => {
      let sum = 0;
      let bound = batch.error[i]!;
      for (const { value: part, error } of single) {
        sum += part[i]!;
        bound += error[i]! + single.length * precision * (Math.abs(part[i]!) + error[i]!);
      }
      return {
        residual: Math.abs(value - sum),
        bound,
        why: 'rounding of the gradients and of their sum',
        detail: `gradParams[${i}] is ${value} for the batch, and ${sum} as the sum of its rows`,
      };
    }),
  );
}
