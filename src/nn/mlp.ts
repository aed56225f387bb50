/**
 * A multilayer perceptron v(t, x | c) for vector fields: layer l maps a ↦ f(W a + b), the last one without f.
 *
 * The input row is [x, time features, one-hot class] (input-features.ts), the output row a velocity of the same
 * dimension as x. No hidden layer gives an affine map. All parameters lie in ONE flat Float32Array: layer by layer the
 * weights [outputs, inputs] row-major, then the biases [outputs].
 */
import { checkCount } from '../array/float-array.ts';
import { ArgumentError, show } from '../errors.ts';
import { ACTIVATION_NUMBERS, type ActivationName } from '../kernels/activations.ts';

export type { ActivationName };

/** How t ∈ [0, 1] enters: as itself, or as sin and cos of π·2ʲ·t for j = 0 … frequencies − 1 (1 to 24 of them). */
export type TimeFeatures =
  | { readonly kind: 'input' }
  | { readonly kind: 'fourier'; readonly frequencies: number };

/** Shape of a network, as plain data. */
export interface MlpConfig {
  /** Dimension of x and of the velocity, ≥ 1. */
  readonly dim: number;
  /** Widths of the hidden layers, each ≥ 1; [] for an affine map. */
  readonly hidden: readonly number[];
  /** `gelu` is the exact form z·Φ(z). */
  readonly activation: ActivationName;
  readonly time: TimeFeatures;
  /** Number of classes for a conditional field; absent or 0 for none. Label −1 is "no class": all zeros. */
  readonly classes?: number;
}

/** One linear layer and where its parameters lie in the flat buffer. */
export interface MlpLayer {
  /** `hidden 1`, `hidden 2`, …, `output`: as reports and checkpoints call it. */
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  /** Offset of the weights [outputs, inputs]. */
  readonly weight: number;
  /** Offset of the biases [outputs]. */
  readonly bias: number;
}

/** A checked configuration and the layout of its parameters; plain data, safe to send between threads. */
export interface Mlp {
  readonly config: MlpConfig;
  readonly parameterCount: number;
  readonly layers: readonly MlpLayer[];
}

/** Number of input columns that t occupies. */
export function timeFeatureCount(time: TimeFeatures): number {
  return time.kind === 'input' ? 1 : 2 * time.frequencies;
}

/**
 * Lays out a network. Throws an ArgumentError that names the field when one is out of its domain.
 *
 * ```ts
 * import { mlp } from 'flowproof';
 * const net = mlp({ dim: 2, hidden: [64, 64], activation: 'silu', time: { kind: 'input' } });
 * net.parameterCount; // (3·64 + 64) + (64·64 + 64) + (64·2 + 2) = 4546
 * ```
 */
export function mlp(config: MlpConfig): Mlp {
  checkConfig(config);
  const { dim, hidden, time, classes = 0 } = config;
  const widths = [dim + timeFeatureCount(time) + classes, ...hidden, dim];
  let offset = 0;
  const layers = widths.slice(1).map((outputs, l): MlpLayer => {
    const inputs = widths[l]!;
    const weight = offset;
    const bias = weight + outputs * inputs;
    offset = bias + outputs;
    return { name: l < hidden.length ? `hidden ${l + 1}` : 'output', inputs, outputs, weight, bias };
  });
  checkCount('parameterCount', offset, 1, 536870912);
  return { config, parameterCount: offset, layers };
}

function checkConfig({ dim, hidden, activation, time, classes = 0 }: MlpConfig): void {
  checkCount('dim', dim, 1);
  if (!Array.isArray(hidden)) {
    throw new ArgumentError({
      argument: 'hidden',
      expected: 'an array of layer widths',
      received: show(hidden),
    });
  }
  hidden.forEach((width, l) => {
    checkCount(`hidden[${l}]`, width, 1);
  });
  if (!Object.hasOwn(ACTIVATION_NUMBERS, activation)) {
    throw new ArgumentError({
      argument: 'activation',
      expected: `one of ${Object.keys(ACTIVATION_NUMBERS).join(', ')}`,
      received: show(activation),
    });
  }
  if (time?.kind === 'fourier') checkCount('time.frequencies', time.frequencies, 1, 24);
  else if (time?.kind !== 'input') {
    throw new ArgumentError({
      argument: 'time.kind',
      expected: "'input' or 'fourier'",
      received: show((time as { kind?: unknown } | undefined)?.kind),
    });
  }
  checkCount('classes', classes);
}
