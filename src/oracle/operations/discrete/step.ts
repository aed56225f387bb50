import type { Operation } from '../../contract.ts';
import { rowsOf } from '../../formulas/batch.ts';
import { jumpCoefficient, nextDistribution, pick } from '../../formulas/discrete.ts';
import { time } from '../fields.ts';
import { kappaOf, kappaSetting, posterior, token } from './fields.ts';

/** One Euler step of the chain. */
export const discreteStep: Operation = {
  name: 'discrete.step',
  revision: 1,
  summary: 'one Euler step of the chain, by inversion of the distribution function with given uniforms',
  formula: 'x⁺ = min { j : Σ_{i≤j} P[i] > uniform },  P[j] = δ_x[j] + min(1, Δt κ̇/(1 − κ)) (p[j] − δ_x[j])',
  conventions: [
    'states in the order 0, 1, …: x⁺ is the first whose cumulative probability exceeds the uniform number',
    'one uniform number for each row decides both whether to jump and where to',
  ],
  source: 'Gat et al., Discrete Flow Matching (2024), eq. 12; Campbell et al. (2024)',
  sizes: { rows: [28, 40], states: [3, 7] },
  settings: [kappaSetting],
  inputs: [
    token,
    posterior,
    time(0),
    {
      name: 'dt',
      type: 'float',
      shape: [],
      meaning: 'step Δt > 0',
      domain: { kind: 'uniform', from: 0.1, to: 0.3 },
    },
    {
      name: 'uniforms',
      type: 'float',
      shape: ['rows'],
      meaning: 'a number in [0, 1) for each row',
      domain: { kind: 'uniform', from: 0, to: 1 },
    },
  ],
  outputs: [{ name: 'x', type: 'int', shape: ['rows'], meaning: 'states after the step' }],
  trace: [],
  evaluate: (open) => {
    const { floats, ints, sizes } = open;
    return {
      x: rowsOf(floats.probabilities!, sizes.states!).map((p, r) => {
        const g = jumpCoefficient(kappaOf(open), floats.t![r]!);
        return pick(nextDistribution(g, floats.dt![0]!, p, ints.x![r]!), floats.uniforms![r]!);
      }),
    };
  },
};
