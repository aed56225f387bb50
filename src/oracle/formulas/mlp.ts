/**
 * The network v(x, t) with two hidden layers, its derivatives by hand, one row at a time.
 *
 *   f = [x, t],  z₁ = W₁f + b₁,  h₁ = σ(z₁),  z₂ = W₂h₁ + b₂,  h₂ = σ(z₂),  y = W₃h₂ + b₃
 *   backwards:  δ₃ = ∂L/∂y,  δₗ = σ′(zₗ) ⊙ Wₗ₊₁ᵀδₗ₊₁,  ∂L/∂f = W₁ᵀδ₁
 *   forwards:   ż₁ = W₁[ẋ, 0],  ḣₗ = σ′(zₗ) ⊙ żₗ,  żₗ₊₁ = Wₗ₊₁ḣₗ
 *
 * Weights are [outputs, inputs], row-major. Source: Rumelhart, Hinton & Williams, Learning representations by back-propagating
 * errors (1986); Griewank & Walther, Evaluating Derivatives (2008), ch. 3.
 */
import { add, dot, exact, multiply, type Tracked } from '../arithmetic/tracked.ts';
import type { OpenCase } from '../contract.ts';
import { type Formula, formula } from '../formula.ts';
import { type Activation, activate, slope } from './activations.ts';
import { type Row, rowsOf } from './batch.ts';

export interface Layer {
  /** W, [outputs][inputs]. */
  readonly matrix: readonly Row[];
  /** Wᵀ, [inputs][outputs]. */
  readonly columns: readonly Row[];
  readonly bias: Row;
}

export interface Network {
  readonly activation: Activation;
  readonly layers: readonly [Layer, Layer, Layer];
}

/** What a forward pass leaves for the derivatives: features, pre-activations, activations and answer of each row. */
export interface Pass {
  readonly network: Network;
  readonly features: readonly Row[];
  readonly z1: readonly Row[];
  readonly h1: readonly Row[];
  readonly z2: readonly Row[];
  readonly h2: readonly Row[];
  readonly z3: readonly Row[];
  readonly y: readonly Row[];
}

/** A pass with σ′ of its hidden layers. */
export interface LinearPass extends Pass {
  readonly slopes1: readonly Row[];
  readonly slopes2: readonly Row[];
}

export const transposed = (rows: readonly Row[]): readonly Row[] =>
  rows[0]!.map((_, j) => rows.map((row) => row[j]!));

/** W from its elements, [outputs][inputs]. */
export const readMatrix: Formula<[elements: Row, outputs: number, inputs: number], readonly Row[]> = formula(
  'mlp.read-matrix',
  (elements, _outputs, inputs) => rowsOf(elements, inputs),
);

/** The matrix that cotangents are carried back by. */
export const backMatrix: Formula<[matrix: readonly Row[]], readonly Row[]> = formula(
  'mlp.back-matrix',
  transposed,
);

/** The elements of a gradient [outputs][inputs], laid out as the weights. */
export const layOut: Formula<[matrix: readonly Row[]], Row> = formula('mlp.lay-out', (matrix) =>
  matrix.flat(),
);

export function layerOf(elements: Row, bias: Row, outputs: number, inputs: number): Layer {
  const matrix = readMatrix(elements, outputs, inputs);
  return { matrix, columns: backMatrix(matrix), bias };
}

/** The time of row r. */
export const rowTime: Formula<[t: Row, r: number], Tracked> = formula('mlp.row-time', (t, r) => t[r]!);

/** [x, t]. */
export const features: Formula<[x: Row, t: Tracked], Row> = formula('mlp.features', (x, t) => [...x, t]);

/** [ẋ, 0]: time stands still. */
export const featureTangent: Formula<[tangent: Row], Row> = formula('mlp.feature-tangent', (tangent) => [
  ...tangent,
  exact(0),
]);

/** The part of a cotangent of the features that belongs to x. */
export const pointPart: Formula<[cotangent: Row], Row> = formula('mlp.point-part', (cotangent) =>
  cotangent.slice(0, -1),
);

const applied = (matrix: readonly Row[], a: Row): Row => matrix.map((row) => dot(row, a));

/** W a + b. */
export const affine: Formula<[layer: Layer, a: Row], Row> = formula('mlp.affine', ({ matrix, bias }, a) =>
  applied(matrix, a).map((z, i) => add(z, bias[i]!)),
);

/** W ȧ: the tangent of W a + b. */
export const pushForward: Formula<[layer: Layer, tangent: Row], Row> = formula(
  'mlp.push-forward',
  ({ matrix }, tangent) => applied(matrix, tangent),
);

/** Wᵀ δ. */
export const pullBack = ({ columns }: Layer, cotangent: Row): Row => applied(columns, cotangent);

/** σ′ of a unit with z and h = σ(z). */
export const unitSlope: Formula<[kind: Activation, z: Tracked, h: Tracked], Tracked> = formula(
  'mlp.unit-slope',
  (kind, z) => slope(kind, z),
);

/** What is done to the last layer's answer: nothing. */
export const output: Formula<[kind: Activation, z: Tracked], Tracked> = formula(
  'mlp.output',
  (_kind, z) => z,
);

/** The derivative of `output` times c, for tangents and cotangents alike. */
export const throughOutput: Formula<[kind: Activation, z: Tracked, c: Tracked], Tracked> = formula(
  'mlp.through-output',
  (_kind, _z, c) => c,
);

/** The forward pass over a batch. */
export function forward(
  network: Network,
  x: readonly Row[],
  t: Row,
  probe: OpenCase['probe'] = (_name, values) => values,
): Pass {
  const { activation, layers } = network;
  const seen = (name: string, batch: readonly Row[]): readonly Row[] =>
    rowsOf(probe(name, batch.flat()), batch[0]!.length);
  const inputs = x.map((row, r) => features(row, rowTime(t, r)));
  const hidden = (z: readonly Row[]): readonly Row[] =>
    z.map((row) => row.map((value) => activate(activation, value)));
  const layer = (l: 0 | 1 | 2, a: readonly Row[]): readonly Row[] => a.map((row) => affine(layers[l], row));
  const z1 = seen('z1', layer(0, inputs));
  const h1 = seen('h1', hidden(z1));
  const z2 = seen('z2', layer(1, h1));
  const h2 = seen('h2', hidden(z2));
  const z3 = layer(2, h2);
  const answer = z3.map((row) => row.map((z) => output(activation, z)));
  return { network, features: inputs, z1, h1, z2, h2, z3, y: seen('y', answer) };
}

/** The pass with the derivatives of its activations. */
export function linearised(pass: Pass): LinearPass {
  const slopes = (z: readonly Row[], h: readonly Row[]): readonly Row[] =>
    z.map((row, r) => row.map((value, i) => unitSlope(pass.network.activation, value, h[r]![i]!)));
  return { ...pass, slopes1: slopes(pass.z1, pass.h1), slopes2: slopes(pass.z2, pass.h2) };
}

const scaled = (slopes: Row, c: Row): Row => c.map((value, i) => multiply(slopes[i]!, value));

const outputScaled = (pass: Pass, r: number, c: Row): Row =>
  c.map((value, i) => throughOutput(pass.network.activation, pass.z3[r]![i]!, value));

/** δ₁, δ₂, δ₃ of row r for the cotangent of y. */
export function deltasOf(pass: LinearPass, r: number, cotangent: Row): readonly [Row, Row, Row] {
  const { layers } = pass.network;
  const third = outputScaled(pass, r, cotangent);
  const second = scaled(pass.slopes2[r]!, pullBack(layers[2], third));
  const first = scaled(pass.slopes1[r]!, pullBack(layers[1], second));
  return [first, second, third];
}

/** The tangent of y of row r for a tangent of the features. */
export function tangentOf(pass: LinearPass, r: number, tangent: Row): Row {
  const { layers } = pass.network;
  const first = scaled(pass.slopes1[r]!, pushForward(layers[0], tangent));
  const second = scaled(pass.slopes2[r]!, pushForward(layers[1], first));
  return outputScaled(pass, r, pushForward(layers[2], second));
}
