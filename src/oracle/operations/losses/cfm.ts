import type { Operation } from '../../contract.ts';
import { rowsOf } from '../../formulas/batch.ts';
import { cfmTarget, lossGradient, lossResidual, lossValue } from '../../formulas/losses.ts';
import { schedule, scheduleOf, source, target, time } from '../fields.ts';
import { lossOutputs, lossSizes, prediction, reduction } from './fields.ts';

/** The conditional flow matching loss against the velocity of pairs. */
export const lossCfm: Operation = {
  name: 'loss.cfm',
  revision: 1,
  summary: 'conditional flow matching loss of predicted velocities against those of pairs, and its gradient',
  formula: 'u = α̇ₜ x₁ + σ̇ₜ x₀,  L = 1/rows · Σᵣ ‖vᵣ − uᵣ‖²,  ∂L/∂v = 2(v − u)/rows',
  conventions: ['t = 0 is the source (noise), t = 1 the target (data)', ...reduction],
  source: 'Lipman et al., Flow Matching for Generative Modeling (2023), eqs. 9 and 14',
  sizes: lossSizes,
  settings: [schedule],
  inputs: [prediction, source, target, time(0)],
  outputs: lossOutputs,
  trace: [],
  evaluate: (open) => {
    const { prediction: predicted, x0, x1, t } = open.floats;
    const dim = open.sizes.dim!;
    const [v, noise, data] = [predicted!, x0!, x1!].map((flat) => rowsOf(flat, dim));
    const residuals = v!.map((row, r) =>
      lossResidual(row, cfmTarget(scheduleOf(open), t![r]!, noise![r]!, data![r]!)),
    );
    return { loss: [lossValue(residuals)], gradient: lossGradient(residuals).flat() };
  },
};
