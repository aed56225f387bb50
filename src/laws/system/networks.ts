/** Our own networks, as trials: each activation, both time embeddings, with and without classes; and any small network. */
import type { MlpConfig } from '../../nn/mlp.ts';
import { mlpCode, networks } from '../arbitraries/networks.ts';
import { type Trial, trial } from '../core/trial.ts';
import { mlpNetwork } from '../network/mlp-network.ts';
import { plainActivations, plainNetwork } from '../power/plain-network.ts';
import { lawsOf } from '../registry.ts';

const INPUT = { kind: 'input' } as const;
const FOURIER = { kind: 'fourier', frequencies: 3 } as const;

const configs: readonly MlpConfig[] = [
  { dim: 1, hidden: [], activation: 'tanh', time: INPUT },
  { dim: 2, hidden: [6], activation: 'tanh', time: FOURIER },
  { dim: 3, hidden: [5, 4], activation: 'relu', time: INPUT },
  { dim: 2, hidden: [6, 5], activation: 'silu', time: FOURIER, classes: 3 },
  { dim: 1, hidden: [6], activation: 'gelu', time: INPUT },
  { dim: 2, hidden: [5], activation: 'selu', time: INPUT, classes: 2 },
  { dim: 4, hidden: [5, 4], activation: 'softplus', time: FOURIER },
];

/** Every law of networks on networks of every kind. */
export function networkTrials(): Trial[] {
  const own = configs.map((config) => ({ network: mlpNetwork(config), code: mlpCode(config) }));
  // One that offers neither a Jacobian nor bounds: judged by differences and an estimate of its rounding.
  const foreign = plainNetwork(plainActivations.tanh);
  const family = networks();
  return lawsOf('network').flatMap((law) => [
    ...own.map(({ network, code }) => trial(law(network, { code }))),
    trial(law(foreign)),
    trial(law.over(family)),
  ]);
}
