/** Marginal fields of every schedule and of every kind of target, named and written as code. */
import { type MarginalField, marginalField } from '../../fields/index.ts';
import { condOT, cosine, linearVP, ot, polynomial, type Schedule, ve, vp } from '../../schedules/index.ts';
import {
  type checkerboard as Board,
  checkerboard,
  eightGaussians,
  empirical,
  gaussianMixture,
} from '../../targets/index.ts';
import type { ObjectCode } from '../core/snippet.ts';
import { flowproofCode } from '../core/snippet.ts';

/** A field with its name and code. */
export interface KnownField {
  readonly field: MarginalField;
  readonly name: string;
  readonly code: ObjectCode;
}

/** A target with its name in `flowproof` and its code. */
interface Named<T> {
  readonly value: T;
  readonly from: string;
  readonly text: string;
}

type Target = ReturnType<typeof gaussianMixture> | ReturnType<typeof empirical> | ReturnType<typeof Board>;

const named = <T>(value: T, from: string, text: string): Named<T> => ({ value, from, text });

const schedules: readonly Named<Schedule>[] = [
  named(condOT, 'condOT', 'condOT'),
  named(ot({ sigmaMin: 0.1 }), 'ot', 'ot({ sigmaMin: 0.1 })'),
  named(polynomial({ n: 2 }), 'polynomial', 'polynomial({ n: 2 })'),
  named(polynomial({ n: 0.5 }), 'polynomial', 'polynomial({ n: 0.5 })'),
  named(cosine, 'cosine', 'cosine'),
  named(linearVP, 'linearVP', 'linearVP'),
  named(vp(), 'vp', 'vp()'),
  named(ve({ sigmaMin: 0.02, sigmaMax: 20 }), 've', 've({ sigmaMin: 0.02, sigmaMax: 20 })'),
];

const line = named<Target>(
  gaussianMixture({ weights: [0.3, 0.7], means: [[-2], [1.5]], stds: [0.5, 0.25] }),
  'gaussianMixture',
  'gaussianMixture({ weights: [0.3, 0.7], means: [[-2], [1.5]], stds: [0.5, 0.25] })',
);
const targets: readonly Named<Target>[] = [
  named<Target>(eightGaussians(), 'eightGaussians', 'eightGaussians()'),
  named<Target>(checkerboard({ cells: 2 }), 'checkerboard', 'checkerboard({ cells: 2 })'),
  named<Target>(
    empirical({ points: [0, 1, 2, 3, -1, 0.5], dim: 2 }),
    'empirical',
    'empirical({ points: [0, 1, 2, 3, -1, 0.5], dim: 2 })',
  ),
];

function knownField(schedule: Named<Schedule>, target: Named<Target>): KnownField {
  return {
    field: marginalField({ schedule: schedule.value, target: target.value }),
    name: `${target.value.name} under ${schedule.value.name}`,
    code: flowproofCode(
      ['marginalField', schedule.from, target.from],
      `marginalField({ schedule: ${schedule.text}, target: ${target.text} })`,
    ),
  };
}

/** A mixture on the line under each schedule, from the source N(0, 1). */
export function fieldsOnTheLine(): KnownField[] {
  return schedules.map((schedule) => knownField(schedule, line));
}

/** Each kind of target in the plane under one schedule, by its place in the list of schedules. */
export function fieldsInThePlane(schedule = 0): KnownField[] {
  return targets.map((target) => knownField(schedules[schedule]!, target));
}
