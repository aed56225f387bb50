/** Inputs and intermediate results that the marginal operations share. */
import type { InputField, OpenCase } from '../../contract.ts';
import { type Row, rowsOf } from '../../formulas/batch.ts';
import { logDensity } from '../../formulas/gaussian.ts';
import { type Component, type Components, deviation, logit, variance } from '../../formulas/marginals.ts';
import { pointAt } from '../../formulas/schedules.ts';
import { batch, point, scheduleOf, time } from '../fields.ts';
import { timesOf } from '../rows.ts';

export const mixtureSizes: Readonly<Record<string, readonly [number, number]>> = {
  ...batch,
  components: [2, 6],
};

export const mixtureInputs: readonly InputField[] = [
  {
    name: 'weights',
    type: 'float',
    shape: ['components'],
    meaning: 'wₖ, taken as they are: their sum is 1 up to rounding',
    domain: { kind: 'simplex' },
  },
  {
    name: 'means',
    type: 'float',
    shape: ['components', 'dim'],
    meaning: 'mₖ',
    domain: { kind: 'normal', scale: 1.5 },
  },
  {
    name: 'stds',
    type: 'float',
    shape: ['components'],
    meaning: 'sₖ, standard deviations of every coordinate',
    domain: { kind: 'positive', from: 0.3, to: 1.2 },
  },
  point,
  time(0, 1),
];

export const mixtureConventions: readonly string[] = [
  'the target is Σ wₖ N(mₖ, sₖ² I), the source N(0, I)',
  'stds are standard deviations, one per component',
  'each row has its own time',
];

/** One row: the logits of its components, and the components at every element [components][dim]. */
export interface MixtureRow {
  readonly weights: Row;
  readonly logits: Row;
  readonly components: Components;
}

/** The mixture as each row of the batch sees it. */
export function mixtureRows(open: OpenCase): readonly MixtureRow[] {
  const { weights, means, stds, x } = open.floats;
  const { dim } = open.sizes;
  const t = timesOf(open);
  const centres = rowsOf(means!, dim!);
  return rowsOf(x!, dim!).map((row, r) => {
    const at = pointAt(scheduleOf(open), t[r]!);
    const components = stds!.map((std, k) => {
      const v = variance(at.alpha, at.sigma, std);
      return row.map((value, j): Component => {
        const mean = centres[k]![j]!;
        return { at, std, variance: v, point: value, mean, deviation: deviation(at.alpha, value, mean) };
      });
    });
    const logits = components.map((elements, k) =>
      logit(
        weights![k]!,
        logDensity(
          elements.map((c) => c.deviation),
          elements[0]!.variance,
        ),
      ),
    );
    return { weights: weights!, logits, components };
  });
}
