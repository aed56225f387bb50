import type { Field, Operation } from '../../contract.ts';
import { pointAt } from '../../formulas/schedules.ts';
import { withFiniteSlopes } from '../ends.ts';
import { batch, schedule, scheduleOf, time } from '../fields.ts';

const perRow = (name: string, meaning: string): Field => ({ name, type: 'float', shape: ['rows'], meaning });

/** A schedule and its time derivatives. */
export const scheduleEvaluate: Operation = {
  name: 'schedule.evaluate',
  revision: 1,
  summary: 'the coefficients of a schedule and their time derivatives',
  formula: [
    'Xₜ = αₜ X₁ + σₜ X₀',
    'cond-ot: α = t, σ = 1 − t;  ot: α = t, σ = 1 − (1 − σ_min) t;  polynomial: α = tⁿ, σ = 1 − tⁿ',
    'linear-vp: α = t, σ = √(1 − t²);  cosine: α = sin(πt/2), σ = cos(πt/2);  ve: α = 1, σ = σ_min (σ_max/σ_min)^(1 − t)',
    'vp: α = e^(−T/2), σ = √(1 − e^(−T)), T = ½ s² (β_max − β_min) + s β_min, s = 1 − t',
  ].join('\n'),
  conventions: [
    't = 0 is the source (noise), t = 1 the target (data), for diffusion schedules too',
    'σ is a standard deviation',
    'derivatives are with respect to t',
  ],
  source: 'Lipman et al., Flow Matching for Generative Modeling (2023), § 4; Song et al. (2021), eqs. 31, 33',
  sizes: { rows: batch.rows! },
  settings: [schedule],
  inputs: [time(0, 1)],
  outputs: [
    perRow('alpha', 'α, the coefficient of the target'),
    perRow('sigma', 'σ, the coefficient of the source'),
    perRow('alpha_dot', 'dα/dt'),
    perRow('sigma_dot', 'dσ/dt'),
  ],
  trace: [],
  arrange: withFiniteSlopes,
  evaluate: (open) => {
    const points = open.floats.t!.map((t) => pointAt(scheduleOf(open), t));
    return {
      alpha: points.map(({ alpha }) => alpha),
      sigma: points.map(({ sigma }) => sigma),
      alpha_dot: points.map(({ alphaDot }) => alphaDot),
      sigma_dot: points.map(({ sigmaDot }) => sigmaDot),
    };
  },
};
