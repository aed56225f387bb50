import type { Operation } from '../../contract.ts';
import { interpolate } from '../../formulas/paths.ts';
import { alpha, sigma } from '../../formulas/schedules.ts';
import { batch, schedule, scheduleOf, source, target, time } from '../fields.ts';
import { timesOf } from '../rows.ts';

/** Points of the conditional path, from pairs. */
export const pathSample: Operation = {
  name: 'path.sample',
  revision: 1,
  summary: 'points of the Gaussian conditional path between pairs of source and target',
  formula: 'xₜ = αₜ x₁ + σₜ x₀',
  conventions: ['t = 0 is the source (noise), t = 1 the target (data)', 'each row has its own time'],
  source: 'Lipman et al., Flow Matching for Generative Modeling (2023), eq. 11',
  sizes: batch,
  settings: [schedule],
  inputs: [source, target, time(0, 1)],
  outputs: [{ name: 'x', type: 'float', shape: ['rows', 'dim'], meaning: 'xₜ' }],
  trace: [],
  evaluate: (open) => {
    const { x0, x1 } = open.floats;
    const { dim } = open.sizes;
    const s = scheduleOf(open);
    const coefficients = timesOf(open).map((time) => [alpha(s, time), sigma(s, time)] as const);
    return {
      x: x0!.map((noise, i) => {
        const [a, b] = coefficients[Math.floor(i / dim!)]!;
        return interpolate(a, b, noise, x1![i]!);
      }),
    };
  },
};
