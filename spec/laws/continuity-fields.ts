/** Fields and verdicts that the specs of the continuity laws share. */
import { type MarginalField, marginalField } from '../../src/fields/marginal-field.ts';
import {
  continuityDifferences,
  continuityIdentity,
  continuityVolumes,
  continuityWeak,
} from '../../src/laws/continuity/index.ts';
import type { HeldLaw } from '../../src/laws/core/law.ts';
import type { FieldSubject } from '../../src/laws/core/subjects.ts';
import { cosine } from '../../src/schedules/index.ts';
import { gaussianMixture } from '../../src/targets/gaussian-mixture.ts';

export const LAWS = { continuityIdentity, continuityDifferences, continuityWeak, continuityVolumes };
export type Name = keyof typeof LAWS;
export const held = (name: Name, field: FieldSubject): HeldLaw<unknown> =>
  LAWS[name](field) as HeldLaw<unknown>;
export const status = (name: Name, field: FieldSubject): string =>
  held(name, field).check({ runs: 4 }).status;
export const names = Object.keys(LAWS) as Name[];
export const withoutIdentity = names.slice(1);

export const TARGET = gaussianMixture({ weights: [0.3, 0.7], means: [[-1], [0.5]], stds: [0.5, 0.8] });
export const ours = marginalField({ schedule: cosine, target: TARGET });

/** X_t = t X₁ + (1 − t) X₀ with X₁ ~ N(0, 4): v = 4t² + (1 − t)², u = (v̇/2v) x = (5t − 1)/v · x. */
export const byHand = (slope: (t: number) => number = (t) => 5 * t - 1): FieldSubject => {
  const v = (t: number): number => 4 * t * t + (1 - t) * (1 - t);
  return {
    name: 'by hand',
    dim: 1,
    velocity(t, x, out) {
      for (let i = 0; i < x.length; i++) out[i] = (slope(t) / v(t)) * x[i]!;
    },
    logDensity(t, x, out) {
      for (let i = 0; i < x.length; i++)
        out[i] = -0.5 * (Math.log(2 * Math.PI * v(t)) + (x[i]! * x[i]!) / v(t));
    },
  };
};

export const changed = (change: Partial<MarginalField>): MarginalField => ({ ...ours, ...change });
