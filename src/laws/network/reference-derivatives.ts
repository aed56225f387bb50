/**
 * What the derivatives of a network should be: from its `jacobian`, or else by differences of its values.
 *
 * With a Jacobian: sums over it in float64; its error, 2⁻⁴⁰ of the terms, is added. Without: differences of F = Σ c·f in each of the
 * coordinates, or, where there are more than 24, in 24 drawn at random and in one random direction of all. Values of F are wrong by at
 * most δ, the allowance of rounding-estimate.ts.
 */

import { fold, permutation } from '../../random/index.ts';
import { EPSILON, precisionOf } from '../core/precision.ts';
import { dot } from '../core/vectors.ts';
import { jacobianOf, sharpForwardOf } from './calls.ts';
import { type NetworkPoint, steps } from './cases.ts';
import { directionalDerivative } from './directional-derivative.ts';
import { roundingEstimate } from './rounding-estimate.ts';
import { type NetworkSubject, outputsOf } from './subject.ts';

/** One number that follows from a list of derivatives, as it should be: Σ weights · list = value ± error. */
export interface ReferenceDerivative {
  readonly what: string;
  /** The one entry of the list, or the weights of all. */
  readonly of: number | Float64Array;
  readonly value: number;
  readonly error: number;
}

/** 2⁻⁴⁰. */
const JACOBIAN_PRECISION = 9.094947017729282e-13;
const MOST_COORDINATES = 24;

/** Derivatives of c·f by the parameters. */
export function byParameters(network: NetworkSubject, point: NetworkPoint): ReferenceDerivative[] {
  const { parameterCount } = network;
  const name = (p: number): string => `∂/∂θ[${p}]`;
  if (!network.jacobian) return byDifferences(network, point, 'params', name);
  const rows = Array.from({ length: point.rows }, (_, r) => r);
  const weigh = weightedJacobian(network, point);
  return Array.from({ length: parameterCount }, (_, p) => ({ what: name(p), of: p, ...weigh(rows, p) }));
}

/** Derivatives of c·f by every x of the batch. */
export function byInputs(network: NetworkSubject, point: NetworkPoint): ReferenceDerivative[] {
  const { parameterCount, inputs } = network;
  const name = (i: number): string => `∂/∂x[row ${Math.floor(i / inputs)}, ${i % inputs}]`;
  if (!network.jacobian) return byDifferences(network, point, 'x', name);
  const weigh = weightedJacobian(network, point);
  return Array.from({ length: point.rows * inputs }, (_, i) => ({
    what: name(i),
    of: i,
    ...weigh([Math.floor(i / inputs)], parameterCount + (i % inputs)),
  }));
}

/** Derivatives of f along (ẋ, ṫ): every output, or all of them paired with c. */
export function alongTangents(network: NetworkSubject, point: NetworkPoint): ReferenceDerivative[] {
  const { rows, x, t, tangentX, tangentT, cotangent } = point;
  const { parameterCount: P, inputs } = network;
  if (!network.jacobian) {
    const found = pairedDerivative(
      network,
      point,
    )((s) => ({
      ...point,
      x: x.map((v, i) => v + s * tangentX[i]!),
      t: t.map((v, r) => v + s * tangentT[r]!),
    }));
    return [{ what: 'c·(∂f/∂x ẋ + ∂f/∂t ṫ)', of: cotangent, ...found }];
  }
  const jacobian = jacobianOf(network, point);
  const outputs = outputsOf(network);
  return Array.from({ length: rows * outputs }, (_, ro) => {
    const r = Math.floor(ro / outputs);
    const at = ro * (P + inputs + 1) + P;
    const terms = Array.from({ length: inputs }, (_, i) => jacobian[at + i]! * tangentX[r * inputs + i]!);
    terms.push(jacobian[at + inputs]! * tangentT[r]!);
    return { what: `(∂f/∂x ẋ + ∂f/∂t ṫ)[row ${r}, ${ro % outputs}]`, of: ro, ...summed(terms) };
  });
}

const summed = (terms: readonly number[]): { value: number; error: number } => ({
  value: terms.reduce((s, v) => s + v, 0),
  error: JACOBIAN_PRECISION * terms.reduce((s, v) => s + Math.abs(v), 0),
});

/** Σ of c times one column of the Jacobian over the outputs of some rows. */
function weightedJacobian(network: NetworkSubject, point: NetworkPoint) {
  const jacobian = jacobianOf(network, point);
  const outputs = outputsOf(network);
  const width = network.parameterCount + network.inputs + 1;
  return (rows: readonly number[], column: number): { value: number; error: number } =>
    summed(
      rows.flatMap((r) =>
        Array.from({ length: outputs }, (_, o) => {
          const ro = r * outputs + o;
          return point.cotangent[ro]! * jacobian[ro * width + column]!;
        }),
      ),
    );
}

/** d/ds of c·f at a point that moves with s. */
function pairedDerivative(network: NetworkSubject, point: NetworkPoint) {
  const paired = (p: NetworkPoint): Float64Array =>
    Float64Array.of(dot(p.cotangent, sharpForwardOf(network, p)));
  const precision = network.forwardFloat64 ? EPSILON : precisionOf(network);
  const value = paired(point);
  const noise = roundingEstimate(network, point, value, paired, precision)[0]!;
  return (moved: (s: number) => NetworkPoint): { value: number; error: number } =>
    directionalDerivative((s) => paired(moved(s))[0]!, noise, 1 + Math.abs(value[0]!));
}

function byDifferences(
  network: NetworkSubject,
  point: NetworkPoint,
  by: 'params' | 'x',
  name: (i: number) => string,
): ReferenceDerivative[] {
  const values = point[by];
  const derivative = pairedDerivative(network, point);
  const shuffled = permutation(fold(point.key, 10), values.length).subarray(0, MOST_COORDINATES);
  const found = Array.from(shuffled, (i): ReferenceDerivative => {
    const moved = (s: number) => ({ ...point, [by]: values.with(i, values[i]! + s) });
    return { what: name(i), of: i, ...derivative(moved) };
  });
  if (found.length === values.length) return found;
  const size = 1 / Math.sqrt(values.length);
  const direction = steps(fold(point.key, 11), values.length).map((d) => d * size);
  const along = (s: number) => ({ ...point, [by]: values.map((v, i) => v + s * direction[i]!) });
  return [...found, { what: 'the derivative in a random direction', of: direction, ...derivative(along) }];
}
