/** Shapes of multilayer perceptrons, as plain data; shrink to an affine map of the line. */
import fc from 'fast-check';
import type { MlpConfig } from '../../nn/mlp.ts';
import type { Family } from '../core/law.ts';
import { literal } from '../core/snippet.ts';
import { mlpNetwork } from '../network/mlp-network.ts';
import type { NetworkSubject } from '../network/subject.ts';

/** The largest shapes. */
export interface MlpShapes {
  readonly dim?: number;
  readonly units?: number;
  readonly layers?: number;
  readonly frequencies?: number;
  readonly classes?: number;
}

/** Up to 4 dimensions, three hidden layers of up to 7 units, every activation and time embedding, with and without classes. */
export function mlpConfigs({
  dim = 4,
  units = 7,
  layers = 3,
  frequencies = 4,
  classes = 3,
}: MlpShapes = {}): fc.Arbitrary<MlpConfig> {
  const upTo = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });
  return fc.record(
    {
      dim: upTo(dim),
      hidden: fc.array(upTo(units), { maxLength: layers }),
      activation: fc.constantFrom<MlpConfig['activation'][]>(
        'tanh',
        'relu',
        'silu',
        'gelu',
        'selu',
        'softplus',
      ),
      time: fc.oneof(
        fc.constant({ kind: 'input' as const }),
        fc.record({ kind: fc.constant('fourier' as const), frequencies: upTo(frequencies) }),
      ),
      classes: upTo(classes),
    },
    { requiredKeys: ['dim', 'hidden', 'activation', 'time'] },
  );
}

/** All of them, as networks under test. */
export function networks(): Family<NetworkSubject, MlpConfig> {
  return {
    name: 'any small MLP',
    data: mlpConfigs(),
    build: mlpNetwork,
    words: (config) => `network ${literal(config)}`,
    code: mlpCode,
  };
}

/** The network of a configuration as JavaScript. */
export const mlpCode = (config: MlpConfig): { imports: string[]; expression: string } => ({
  imports: ["import { mlpNetwork } from 'flowproof/laws';"],
  expression: `mlpNetwork(${literal(config)})`,
});
