/**
 * Derivatives of the network's answer: parameters' gradients, Jᵀc, Jẋ and tr J for J = ∂y/∂x at fixed time.
 *
 *   ∂L/∂Wₗ = Σ_rows δₗ hₗ₋₁ᵀ,   ∂L/∂bₗ = Σ_rows δₗ
 *
 * Source: Griewank & Walther, Evaluating Derivatives (2008), ch. 3; Chen et al., Neural Ordinary Differential Equations (2018), for
 * the trace.
 */
import { dot, exact, sum, type Tracked } from '../arithmetic/tracked.ts';
import type { Outcome } from '../contract.ts';
import { type Formula, formula } from '../formula.ts';
import type { Row } from './batch.ts';
import { lossGradient, lossResidual, lossValue } from './losses.ts';
import {
  deltasOf,
  featureTangent,
  type LinearPass,
  layOut,
  pointPart,
  pullBack,
  tangentOf,
  transposed,
} from './mlp.ts';

/** The cotangent of the features of row r for that of y, in reverse mode. */
export const pullFeatures = (pass: LinearPass, r: number, cotangent: Row): Row =>
  pullBack(pass.network.layers[0], deltasOf(pass, r, cotangent)[0]);

/** Jᵀc of row r in reverse mode, [dim]. */
export const pullPoint = (pass: LinearPass, r: number, cotangent: Row): Row =>
  pointPart(pullFeatures(pass, r, cotangent));

/** Jẋ of row r in forward mode, [dim]. */
export const pushPoint = (pass: LinearPass, r: number, tangent: Row): Row =>
  tangentOf(pass, r, featureTangent(tangent));

/** Jᵀc of row r, [dim]. */
export const vectorJacobian: Formula<[pass: LinearPass, r: number, cotangent: Row], Row> = formula(
  'mlp.vector-jacobian',
  pullPoint,
);

/** Jẋ of row r, [dim]. */
export const jacobianVector: Formula<[pass: LinearPass, r: number, tangent: Row], Row> = formula(
  'mlp.jacobian-vector',
  pushPoint,
);

/** The unit vectors of ℝⁿ. */
export const units = (n: number): readonly Row[] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j): Tracked => exact(i === j ? 1 : 0)));

/** Columns ∂y/∂xⱼ of J for row r, in forward mode. */
export const pushColumns = (pass: LinearPass, r: number): readonly Row[] =>
  units(pass.y[r]!.length).map((unit) => pushPoint(pass, r, unit));

/** Columns ∂y/∂xⱼ of J for row r. */
export const jacobianColumns: Formula<[pass: LinearPass, r: number], readonly Row[]> = formula(
  'mlp.jacobian-columns',
  pushColumns,
);

/** The sum over the diagonal of J, from its columns. */
export const trace: Formula<[columns: readonly Row[]], Tracked> = formula('mlp.trace', (columns) =>
  sum(columns.map((column, j) => column[j]!)),
);

/** What a layer multiplied by its weights, [rows][inputs]. */
export const layerInput: Formula<[pass: LinearPass, layer: 0 | 1 | 2], readonly Row[]> = formula(
  'mlp.layer-input',
  (pass, layer) => [pass.features, pass.h1, pass.h2][layer]!,
);

/** ∂L/∂W = Σ_rows δ aᵀ, [outputs][inputs]. */
export const weightGradient: Formula<[deltas: readonly Row[], inputs: readonly Row[]], readonly Row[]> =
  formula('mlp.weight-gradient', (deltas, inputs) => {
    const columns = transposed(inputs);
    return transposed(deltas).map((delta) => columns.map((column) => dot(delta, column)));
  });

/** ∂L/∂b = Σ_rows δ. */
export const biasGradient: Formula<[deltas: readonly Row[]], Row> = formula('mlp.bias-gradient', (deltas) =>
  transposed(deltas).map(sum),
);

/** The loss of the pass against a target, and its gradient for every parameter. */
export function lossAndGradients(pass: LinearPass, target: readonly Row[]): Outcome {
  const residuals = pass.y.map((row, r) => lossResidual(row, target[r]!));
  const deltas = lossGradient(residuals).map((cotangent, r) => deltasOf(pass, r, cotangent));
  const of = (l: 0 | 1 | 2): { weights: Row; bias: Row } => {
    const rows = deltas.map((row) => row[l]);
    return { weights: layOut(weightGradient(rows, layerInput(pass, l))), bias: biasGradient(rows) };
  };
  const [first, second, third] = [of(0), of(1), of(2)];
  return {
    loss: [lossValue(residuals)],
    dw1: first.weights,
    db1: first.bias,
    dw2: second.weights,
    db2: second.bias,
    dw3: third.weights,
    db3: third.bias,
  };
}
