/** Marginal fields of every schedule and of every kind of target, named and written as code. */
import type { GaussianSourceSpec } from '../../fields/gaussian-source.ts';
import { type MarginalField, marginalField } from '../../fields/marginal-field.ts';
import {
  checkerboard,
  eightGaussians,
  empirical,
  gaussianMixture,
  uniformBoxes,
} from '../../targets/index.ts';
import { flowproofCode, literal, type ObjectCode } from '../core/snippet.ts';
import { COND_OT, COSINE, LINEAR_VP, OWN_SCHEDULES, type OwnSchedule, VP } from './own-schedules.ts';

/** A field with its name and its code. */
interface KnownField {
  readonly name: string;
  readonly field: MarginalField;
  readonly code: ObjectCode;
}

/** A target with its name in `flowproof` and its code. */
interface KnownTarget {
  readonly what: string;
  readonly target: Parameters<typeof marginalField>[0]['target'];
  readonly from: string;
  readonly expression: string;
}

type MixtureOptions = Parameters<typeof gaussianMixture>[0];

function mixture(what: string, options: MixtureOptions, text: string = literal(options)): KnownTarget {
  const target = gaussianMixture(options);
  return { what, target, from: 'gaussianMixture', expression: `gaussianMixture(${text})` };
}

function points(what: string, options: Parameters<typeof empirical>[0]): KnownTarget {
  return {
    what,
    target: empirical(options),
    from: 'empirical',
    expression: `empirical(${literal(options)})`,
  };
}

const LINE = mixture('mixture on the line', {
  weights: [0.2, 0.3, 0.5],
  means: [[-1.5], [0.25], [1]],
  stds: [0.5, 0.8, 0.4],
});
const PAIR: Pick<MixtureOptions, 'weights' | 'means'> = {
  weights: [0.4, 0.6],
  means: [
    [-0.75, 0.5],
    [0.5, -0.25],
  ],
};
const PLANE = mixture('isotropic mixture in the plane', { ...PAIR, stds: [0.8, 0.6] });
const DIAGONAL = mixture('diagonal mixture in the plane', {
  ...PAIR,
  variances: [
    [0.5, 1],
    [0.75, 0.4],
  ],
});
const FULL = mixture('full mixture in the plane', {
  ...PAIR,
  covariances: [
    [
      [1, 0.4],
      [0.4, 0.6],
    ],
    [
      [0.5, -0.2],
      [-0.2, 0.75],
    ],
  ],
});
const SPACE = mixture('full mixture in space', {
  weights: [0.4, 0.6],
  means: [
    [1, -0.5, 0.25],
    [-1, 0.5, 0.75],
  ],
  covariances: [
    [
      [1, 0.25, 0],
      [0.25, 0.5, -0.125],
      [0, -0.125, 0.75],
    ],
    [
      [0.5, 0, 0.125],
      [0, 1, 0.25],
      [0.125, 0.25, 0.5],
    ],
  ],
});
const EIGHT: KnownTarget = {
  what: 'eight Gaussians',
  target: eightGaussians(),
  from: 'eightGaussians',
  expression: 'eightGaussians()',
};
const POINTS = points('points in the plane', {
  dim: 2,
  points: [0, 1, 2, -1, 0.5, 0.75],
  weights: [0.25, 0.25, 0.5],
});
const LINE_POINTS = points('points on the line', { dim: 1, points: [-1, 0.5, 2] });
const BOX_OPTIONS = { weights: [0.25, 0.75], lower: [[-1], [0.5]], upper: [[0], [2]] };
const BOXES: KnownTarget = {
  what: 'boxes on the line',
  target: uniformBoxes(BOX_OPTIONS),
  from: 'uniformBoxes',
  expression: `uniformBoxes(${literal(BOX_OPTIONS)})`,
};
const CHECKERBOARD: KnownTarget = {
  what: 'checkerboard',
  target: checkerboard({ cells: 4, halfWidth: 2 }),
  from: 'checkerboard',
  expression: 'checkerboard({ cells: 4, halfWidth: 2 })',
};
/** N(m₀, S₀) for N(0, I). */
const SOURCE: GaussianSourceSpec = {
  mean: [0.25, -0.5],
  covariance: [
    [1.5, 0.5],
    [0.5, 0.75],
  ],
};

function known(own: OwnSchedule, to: KnownTarget, source?: GaussianSourceSpec): KnownField {
  const { schedule } = own;
  const { what, target } = to;
  const more = source ? `, source: ${literal(source)}` : '';
  return {
    name: `${what} under ${schedule.name}${source ? ', from the source N(m₀, S₀)' : ''}`,
    field: marginalField({ schedule, target, ...(source && { source }) }),
    code: flowproofCode(
      ['marginalField', own.from, to.from],
      `marginalField({ schedule: ${own.expression}, target: ${to.expression}${more} })`,
    ),
  };
}

/** A mixture on the line under each schedule, from the source N(0, 1). */
export const fieldsOnTheLine = (): KnownField[] => OWN_SCHEDULES.map((own) => known(own, LINE));

/** Each kind of target in the plane under one schedule. */
export const fieldsInThePlane = (own: OwnSchedule = COND_OT): KnownField[] =>
  [EIGHT, CHECKERBOARD, POINTS].map((target) => known(own, target));

/** One field of each form in the plane, of all covariances, points, and a source that is not N(0, I). */
export const formsInThePlane = (): KnownField[] => [
  known(LINEAR_VP, PLANE),
  known(VP, DIAGONAL),
  known(COSINE, FULL),
  known(COND_OT, FULL, SOURCE),
  known(COND_OT, POINTS),
];

export const pointsOnTheLine = (): KnownField => known(COND_OT, LINE_POINTS);
export const boxesOnTheLine = (): KnownField => known(COSINE, BOXES);
export const checkerboardInThePlane = (): KnownField => known(COSINE, CHECKERBOARD);
export const mixtureInSpace = (): KnownField => known(COSINE, SPACE);

/** Two components in many dimensions, with short code. */
export function inManyDimensions(dim: number): KnownField {
  const means = [0, 5].map((k) => Array.from({ length: dim }, (_, i) => ((3 * i + k) % 7) / 4 - 0.75));
  const text = `{ weights: [0.3, 0.7], means: [0, 5].map((k) => Array.from({ length: ${dim} }, (_, i) => ((3 * i + k) % 7) / 4 - 0.75)), stds: [0.5, 0.9] }`;
  return known(
    COSINE,
    mixture(`mixture in ${dim} dimensions`, { weights: [0.3, 0.7], means, stds: [0.5, 0.9] }, text),
  );
}
