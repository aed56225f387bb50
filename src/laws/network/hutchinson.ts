/**
 * Hutchinson's estimate: for given probes it is the mean of εᵀJε, and over all 2ᵈ sign vectors that mean is the trace itself.
 *
 * The second statement is E[εεᵀ] = I for Rademacher probes as an exact average: no statistics, no tolerance for chance. Probes of
 * other sizes are held against the first statement, since εᵀJε must grow with the square of ε. Bound: the rounding of the estimate,
 * and of the vector-Jacobian products that it is compared with. Beyond 5 dimensions, only the first statement is judged. Cannot see how
 * the network draws probes when left to itself. Hutchinson 1990; Grathwohl et al. 2019, eq. 7.
 */
import { fold } from '../../random/index.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { type Measurement, worstOf } from '../core/measurement.ts';
import { type Answer, hutchinsonAnswer } from './allowances.ts';
import {
  atSmooth,
  type NetworkCase,
  type NetworkPoint,
  networkCases,
  networkPicture,
  networkWords,
  steps,
} from './cases.ts';
import { type NetworkSubject, refusesMember } from './subject.ts';
import { quadraticForms, traceAnswer } from './trace.ts';

const MOST_DIMENSIONS = 5;

/** The law of Hutchinson's estimate. */
export const hutchinson: Law<NetworkSubject, NetworkCase> = defineLaw({
  id: 'hutchinson',
  number: 8,
  title: 'the estimate is the mean of εᵀ J ε; over all ε ∈ {−1, 1}ᵈ it is div f',
  kind: 'network',
  assumes: ['as many outputs as inputs', 'the network has a hutchinson estimate'],
  export: 'hutchinson',
  runs: 25,
  refuses: (network) => refusesMember(network, 'hutchinson', true),
  cases: networkCases,
  words: networkWords,
  picture: networkPicture,
  measure: (network, at) =>
    atSmooth(network, at, (point) => {
      const length = point.rows * network.inputs;
      const any = steps(fold(point.key, 30), 3 * length);
      const found = [compare('the mean of εᵀJε over 3 probes', network, point, any, 3, false)];
      if (network.inputs <= MOST_DIMENSIONS) {
        const count = 1 << network.inputs;
        const signs = signVectors(network.inputs, point.rows);
        found.push(compare('div f', network, point, signs, count, true));
      }
      return worstOf(found);
    }),
});

/** All 2ᵈ sign vectors, the same for each row: [2ᵈ, rows, d]. */
function signVectors(dim: number, rows: number): Float64Array {
  const width = rows * dim;
  const count = 1 << dim;
  return Float64Array.from({ length: count * width }, (_, k) =>
    (Math.floor(k / width) >> (k % dim)) & 1 ? 1 : -1,
  );
}

function compare(
  name: string,
  network: NetworkSubject,
  point: NetworkPoint,
  probes: Float64Array,
  count: number,
  all: boolean,
): Measurement {
  const given = hutchinsonAnswer(network, point, probes, count);
  const expected = all ? traceAnswer(network, point) : meanOfForms(network, point, probes, count);
  return worstOf(
    Array.from(given.value, (value, r) => ({
      residual: Math.abs(value - expected.value[r]!),
      bound: given.error[r]! + expected.error[r]!,
      why: 'rounding of the estimate and of the vector-Jacobian products',
      detail: `row ${r}: the estimate is ${value}, ${name} is ${expected.value[r]}`,
    })),
  );
}

function meanOfForms(
  network: NetworkSubject,
  point: NetworkPoint,
  probes: Float64Array,
  count: number,
): Answer {
  const length = probes.length / count;
  const list = Array.from({ length: count }, (_, p) => probes.subarray(p * length, (p + 1) * length));
  const { value, error } = quadraticForms(network, point, list);
  return { value: value.map((v) => v / count), error: error.map((e) => e / count) };
}
