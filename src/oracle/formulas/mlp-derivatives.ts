/**
 * Derivatives of the network's answer: parameters' gradients, Jᵀc, Jẋ and tr J for J = ∂y/∂x at fixed time.
 *
 * Source: Griewank & Walther, Evaluating Derivatives (2008), ch. 3; Chen et al., Neural Ordinary Differential Equations (2018), for
 * the trace.
 */
import { exact, sum, type Tracked } from '../arithmetic/tracked.ts';
import type { Outcome } from '../contract.ts';
import { type Formula, formula } from '../formula.ts';
import { lossGradient, lossResidual, lossValue, type Row } from './losses.ts';
import {
  biasGradient,
  deltasOf,
  featureTangent,
  type Pass,
  pointPart,
  pullBack,
  pushForward,
  throughActivation,
  throughOutput,
  weightGradient,
} from './mlp.ts';

/** Jᵀc of row r, [dim]. */
export const vectorJacobian: Formula<[pass: Pass, r: number, cotangent: Row], Row> = formula(
  'mlp.vector-jacobian',
  (pass, r, cotangent) => pointPart(pullBack(pass.network.layers[0], deltasOf(pass, r, cotangent)[0])),
);

/** The tangent of y for the tangent of the features of row r. */
export function featurePush(pass: Pass, r: number, tangent: Row): Row {
  const { activation, layers } = pass.network;
  const through = (z: Row, h: Row, c: Row): Row =>
    c.map((value, i) => throughActivation(activation, z[i]!, h[i]!, value));
  const first = through(pass.z1[r]!, pass.h1[r]!, pushForward(layers[0], tangent));
  const second = through(pass.z2[r]!, pass.h2[r]!, pushForward(layers[1], first));
  return pushForward(layers[2], second).map((c, i) => throughOutput(activation, pass.z3[r]![i]!, c));
}

/** Jẋ of row r, [dim]. */
export const jacobianVector: Formula<[pass: Pass, r: number, tangent: Row], Row> = formula(
  'mlp.jacobian-vector',
  (pass, r, tangent) => featurePush(pass, r, featureTangent(tangent)),
);

/** The unit vectors of ℝⁿ. */
export const units = (n: number): readonly Row[] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j): Tracked => exact(i === j ? 1 : 0)));

/** Columns ∂y/∂xⱼ of J for row r. */
export const jacobianColumns: Formula<[pass: Pass, r: number], readonly Row[]> = formula(
  'mlp.jacobian-columns',
  (pass, r) => units(pass.y[r]!.length).map((unit) => jacobianVector(pass, r, unit)),
);

/** tr J of every row. */
export const divergence: Formula<[pass: Pass], Row> = formula('mlp.divergence', (pass) =>
  pass.y.map((_, r) => sum(jacobianColumns(pass, r).map((column, j) => column[j]!))),
);

/** The loss of the pass against a target, and its gradient for every parameter. */
export function lossAndGradients(pass: Pass, target: readonly Row[]): Outcome {
  const residuals = pass.y.map((row, r) => lossResidual(row, target[r]!));
  const cotangents = lossGradient(residuals);
  const deltas = cotangents.map((cotangent, r) => deltasOf(pass, r, cotangent));
  const [l1, l2, l3] = pass.network.layers;
  const of = (l: 0 | 1 | 2): readonly Row[] => deltas.map((row) => row[l]);
  return {
    loss: [lossValue(residuals)],
    dw1: weightGradient(l1, of(0), pass.features),
    db1: biasGradient(l1, of(0)),
    dw2: weightGradient(l2, of(1), pass.h1),
    db2: biasGradient(l2, of(1)),
    dw3: weightGradient(l3, of(2), pass.h2),
    db3: biasGradient(l3, of(2)),
  };
}
