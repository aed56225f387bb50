/**
 * The network v(x, t) with two hidden layers, its derivatives by hand, one row at a time.
 *
 *   f = [x, t],  z₁ = W₁f + b₁,  h₁ = σ(z₁),  z₂ = W₂h₁ + b₂,  h₂ = σ(z₂),  y = W₃h₂ + b₃
 *   backwards:  δ₃ = ∂L/∂y,  δₗ = σ′(zₗ) ⊙ Wₗ₊₁ᵀδₗ₊₁,  ∂L/∂Wₗ = Σ_rows δₗ hₗ₋₁ᵀ,  ∂L/∂bₗ = Σ_rows δₗ,  ∂L/∂f = W₁ᵀδ₁
 *   forwards:   ż₁ = W₁[ẋ, 0],  ḣₗ = σ′(zₗ) ⊙ żₗ,  żₗ₊₁ = Wₗ₊₁ḣₗ
 *
 * Weights are [outputs, inputs], row-major. Source: Rumelhart, Hinton & Williams, Learning representations by back-propagating
 * errors (1986); Griewank & Walther, Evaluating Derivatives (2008), ch. 3.
 */
import { add, dot, exact, multiply, sum, type Tracked } from '../arithmetic/tracked.ts';
import type { OpenCase } from '../contract.ts';
import { type Formula, formula } from '../formula.ts';
import { type Activation, activate, slope } from './activations.ts';
import { type Row, rowsOf } from './losses.ts';

export interface Layer {
  readonly weights: Row;
  readonly bias: Row;
  readonly outputs: number;
  readonly inputs: number;
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

const indices = (length: number): readonly number[] => Array.from({ length }, (_, i) => i);

/** Where the weight from input j to output i lies. */
export const weightIndex: Formula<[outputs: number, inputs: number, i: number, j: number], number> = formula(
  'mlp.weight-index',
  (_outputs, inputs, i, j) => i * inputs + j,
);

/** The same for the gradient. */
export const gradientIndex: Formula<[outputs: number, inputs: number, i: number, j: number], number> =
  formula('mlp.gradient-index', (outputs, inputs, i, j) => weightIndex(outputs, inputs, i, j));

/** The same where cotangents are carried back. */
export const pullIndex: Formula<[outputs: number, inputs: number, i: number, j: number], number> = formula(
  'mlp.pull-index',
  (outputs, inputs, i, j) => weightIndex(outputs, inputs, i, j),
);

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

/** W a. */
export const applyWeights: Formula<[layer: Layer, a: Row], Row> = formula(
  'mlp.apply-weights',
  ({ weights, outputs, inputs }, a) =>
    indices(outputs).map((i) =>
      dot(
        a.map((_, j) => weights[weightIndex(outputs, inputs, i, j)]!),
        a,
      ),
    ),
);

/** W a + b. */
export const affine: Formula<[layer: Layer, a: Row], Row> = formula('mlp.affine', (layer, a) =>
  applyWeights(layer, a).map((z, i) => add(z, layer.bias[i]!)),
);

/** W ȧ: the tangent of W a + b. */
export const pushForward: Formula<[layer: Layer, tangent: Row], Row> = formula(
  'mlp.push-forward',
  (layer, tangent) => applyWeights(layer, tangent),
);

/** Wᵀ δ. */
export const pullBack: Formula<[layer: Layer, cotangent: Row], Row> = formula(
  'mlp.pull-back',
  ({ weights, outputs, inputs }, cotangent) =>
    indices(inputs).map((j) =>
      dot(
        cotangent.map((_, i) => weights[pullIndex(outputs, inputs, i, j)]!),
        cotangent,
      ),
    ),
);

/** σ′(z) c, for tangents and cotangents alike; h = σ(z). */
export const throughActivation: Formula<[kind: Activation, z: Tracked, h: Tracked, c: Tracked], Tracked> =
  formula('mlp.through-activation', (kind, z, _h, c) => multiply(slope(kind, z), c));

/** What is done to the last layer's answer: nothing. */
export const output: Formula<[kind: Activation, z: Tracked], Tracked> = formula(
  'mlp.output',
  (_kind, z) => z,
);

/** The derivative of `output` times c. */
export const throughOutput: Formula<[kind: Activation, z: Tracked, c: Tracked], Tracked> = formula(
  'mlp.through-output',
  (_kind, _z, c) => c,
);

/** ∂L/∂W = Σ_rows δ aᵀ of a layer whose inputs were a. */
export const weightGradient: Formula<[layer: Layer, deltas: readonly Row[], inputs: readonly Row[]], Row> =
  formula('mlp.weight-gradient', ({ outputs, inputs }, deltas, a) => {
    const gradient: Tracked[] = [];
    for (const i of indices(outputs)) {
      for (const j of indices(inputs)) {
        gradient[gradientIndex(outputs, inputs, i, j)] = dot(
          deltas.map((row) => row[i]!),
          a.map((row) => row[j]!),
        );
      }
    }
    return gradient;
  });

/** ∂L/∂b = Σ_rows δ. */
export const biasGradient: Formula<[layer: Layer, deltas: readonly Row[]], Row> = formula(
  'mlp.bias-gradient',
  ({ outputs }, deltas) => indices(outputs).map((i) => sum(deltas.map((row) => row[i]!))),
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
  const inputs = x.map((row, r) => features(row, t[r]!));
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

/** δ₁, δ₂, δ₃ of row r for the cotangent of y. */
export function deltasOf(pass: Pass, r: number, cotangent: Row): readonly [Row, Row, Row] {
  const { activation, layers } = pass.network;
  const through = (z: Row, h: Row, c: Row): Row =>
    c.map((value, i) => throughActivation(activation, z[i]!, h[i]!, value));
  const third = cotangent.map((c, i) => throughOutput(activation, pass.z3[r]![i]!, c));
  const second = through(pass.z2[r]!, pass.h2[r]!, pullBack(layers[2], third));
  const first = through(pass.z1[r]!, pass.h1[r]!, pullBack(layers[1], second));
  return [first, second, third];
}
