/** Shapes of multilayer perceptrons, as plain data; shrink to an affine map of the line. */
import fc from 'fast-check';
import type { MlpConfig } from '../../nn/mlp.ts';
import type { Family } from '../core/law.ts';
import { literal } from '../core/snippet.ts';
import { mlpNetwork } from '../network/mlp-network.ts';
import type { NetworkSubject } from '../network/subject.ts';

/** Up to 4 dimensions, three hidden layers of up to 7 units, every activation and time embedding, with and without classes. */
export function mlpConfigs(): fc.Arbitrary<MlpConfig> {
  return fc.record(
    {
      dim: fc.integer({ min: 1, max: 4 }),
      hidden: fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 3 }),
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
        fc.record({ kind: fc.constant('fourier' as const), frequencies: fc.integer({ min: 1, max: 4 }) }),
      ),
      classes: fc.integer({ min: 1, max: 3 }),
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
