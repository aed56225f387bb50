/** The object and the network by which the specs of matching hold their laws. */
import { marginalField } from '../../src/fields/index.ts';
import { type MatchingSubject, matchingOf } from '../../src/laws/matching/index.ts';
import { condOT } from '../../src/schedules/index.ts';
import { gaussianMixture } from '../../src/targets/index.ts';

export const LINE = gaussianMixture({ weights: [0.3, 0.7], means: [[-0.9], [0.7]], stds: [0.8, 1] });
export const object = (schedule = condOT, target = LINE): MatchingSubject =>
  matchingOf(marginalField({ schedule, target }));
export const NETWORK = { hidden: [3], activation: 'tanh', seed: 2 } as const;
