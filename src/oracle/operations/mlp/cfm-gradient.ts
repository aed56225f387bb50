import type { Operation } from '../../contract.ts';
import { rowsOf } from '../../formulas/batch.ts';
import { cfmTarget, modelPoint } from '../../formulas/losses.ts';
import { forward, linearised } from '../../formulas/mlp.ts';
import { lossAndGradients } from '../../formulas/mlp-derivatives.ts';
import { interpolate } from '../../formulas/paths.ts';
import { alpha, sigma } from '../../formulas/schedules.ts';
import { schedule, scheduleOf, source, target, time } from '../fields.ts';
import { lossOutput, reduction } from '../losses/fields.ts';
import { activation, layout, networkOf, networkSizes, parameterGradients, parameters } from './network.ts';

/** A whole step of training up to the optimizer: what the model is fed, what it is held to, and the gradient. */
export const mlpCfmGradient: Operation = {
  name: 'mlp.cfm-gradient',
  revision: 1,
  summary: 'the conditional flow matching loss of the network on pairs, and its gradient for every parameter',
  formula: 'xₜ = αₜ x₁ + σₜ x₀,  u = α̇ₜ x₁ + σ̇ₜ x₀,  L = 1/rows · Σᵣ ‖v(xₜ, t)ᵣ − uᵣ‖²',
  conventions: ['t = 0 is the source (noise), t = 1 the target (data)', ...layout, ...reduction],
  source: 'Lipman et al., Flow Matching for Generative Modeling (2023), eqs. 9, 11 and 14',
  sizes: networkSizes,
  settings: [schedule, activation],
  inputs: [source, target, time(0), ...parameters],
  outputs: [lossOutput, ...parameterGradients],
  trace: [],
  evaluate: (open) => {
    const dim = open.sizes.dim!;
    const spec = scheduleOf(open);
    const t = open.floats.t!;
    const noise = rowsOf(open.floats.x0!, dim);
    const data = rowsOf(open.floats.x1!, dim);
    const points = noise.map((x0, r) => {
      const x1 = data[r]!;
      const [a, s] = [alpha(spec, t[r]!), sigma(spec, t[r]!)];
      return modelPoint(
        x0.map((value, i) => interpolate(a, s, value, x1[i]!)),
        x0,
        x1,
      );
    });
    const targets = noise.map((x0, r) => cfmTarget(spec, t[r]!, x0, data[r]!));
    return lossAndGradients(linearised(forward(networkOf(open), points, t)), targets);
  },
};
