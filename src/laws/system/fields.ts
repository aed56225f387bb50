/** Our own marginal fields and conditional paths, as trials of the continuity laws. */
import { fieldFromSpec } from '../../fields/field-spec.ts';
import { type MarginalField, type MarginalFieldSpec, marginalField } from '../../fields/marginal-field.ts';
import { gaussianPath } from '../../paths/gaussian-path.ts';
import { condOT, cosine, vp } from '../../schedules/index.ts';
import type { ScheduleSpec } from '../../schedules/schedule.ts';
import { gaussianMixture } from '../../targets/gaussian-mixture.ts';
import type { GaussianMixtureSpec, TargetSpec } from '../../targets/target.ts';
import { marginalFields } from '../arbitraries/fields.ts';
import { continuityDifferences } from '../continuity/continuity-differences.ts';
import { continuityIdentity } from '../continuity/continuity-identity.ts';
import { continuityVolumes } from '../continuity/continuity-volumes.ts';
import { continuityWeak } from '../continuity/continuity-weak.ts';
import { pathAsField } from '../continuity/path-as-field.ts';
import type { Law } from '../core/law.ts';
import { flowproofCode, literal, type ObjectCode } from '../core/snippet.ts';
import type { FieldSubject } from '../core/subjects.ts';
import { type Trial, trial } from '../core/trial.ts';

/** A field with its name and its code. */
export interface NamedField {
  readonly name: string;
  readonly field: FieldSubject;
  readonly code: ObjectCode;
}

/** As {@link NamedField}, of a marginal field. */
export interface NamedMarginalField extends NamedField {
  readonly field: MarginalField;
}

const COND_OT: ScheduleSpec = { kind: 'cond-ot' };
const VP: ScheduleSpec = { kind: 'vp', betaMin: 0.1, betaMax: 20 };
const LINEAR_VP: ScheduleSpec = { kind: 'linear-vp' };
const COSINE: ScheduleSpec = { kind: 'cosine' };
const SCHEDULES: readonly ScheduleSpec[] = [
  COND_OT,
  { kind: 'ot', sigmaMin: 0.1 },
  { kind: 'polynomial', n: 2 },
  { kind: 'polynomial', n: 0.5 },
  VP,
  LINEAR_VP,
  COSINE,
  { kind: 've', sigmaMin: 0.02, sigmaMax: 20 },
];

const LINE: GaussianMixtureSpec = {
  kind: 'gaussian-mixture',
  weights: [0.2, 0.3, 0.5],
  means: [[-1.5], [0.25], [1]],
  stds: [0.5, 0.8, 0.4],
};
const PLANE_MEANS = [
  [-0.75, 0.5],
  [0.5, -0.25],
];
const PLANE: GaussianMixtureSpec = {
  kind: 'gaussian-mixture',
  weights: [0.4, 0.6],
  means: PLANE_MEANS,
  stds: [0.8, 0.6],
};
const DIAGONAL: GaussianMixtureSpec = {
  kind: 'gaussian-mixture',
  weights: [0.4, 0.6],
  means: PLANE_MEANS,
  variances: [
    [0.5, 1],
    [0.75, 0.4],
  ],
};
const FULL: GaussianMixtureSpec = {
  kind: 'gaussian-mixture',
  weights: [0.4, 0.6],
  means: PLANE_MEANS,
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
};
const SPACE: GaussianMixtureSpec = {
  kind: 'gaussian-mixture',
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
};
const POINTS: TargetSpec = {
  kind: 'empirical',
  dim: 2,
  points: [0, 1, 2, -1, 0.5, 0.75],
  weights: [0.25, 0.25, 0.5],
};
const LINE_POINTS: TargetSpec = { kind: 'empirical', dim: 1, points: [-1, 0.5, 2] };
const BOXES: TargetSpec = {
  kind: 'uniform-boxes',
  weights: [0.25, 0.75],
  lower: [[-1], [0.5]],
  upper: [[0], [2]],
};
const CHECKERBOARD: TargetSpec = { kind: 'checkerboard', cells: 4, halfWidth: 2 };

function named(what: string, spec: MarginalFieldSpec): NamedMarginalField {
  const field = fieldFromSpec(spec);
  const code = flowproofCode(['fieldFromSpec'], `fieldFromSpec(${literal(spec)})`);
  return { name: `${what}, ${field.schedule.name}`, field, code };
}

const marginal = (what: string, schedule: ScheduleSpec, target: TargetSpec): NamedMarginalField =>
  named(what, { kind: 'marginal', schedule, target });

/** Two components in many dimensions, with short code. */
function many(dim: number): NamedMarginalField {
  const means = [0, 5].map((k) => Array.from({ length: dim }, (_, i) => ((3 * i + k) % 7) / 4 - 0.75));
  const target = gaussianMixture({ weights: [0.3, 0.7], means, stds: [0.5, 0.9] });
  const inCode = `[0, 5].map((k) => Array.from({ length: ${dim} }, (_, i) => ((3 * i + k) % 7) / 4 - 0.75))`;
  return {
    name: `mixture in ${dim} dimensions, ${cosine.name}`,
    field: marginalField({ schedule: cosine, target }),
    code: flowproofCode(
      ['cosine', 'gaussianMixture', 'marginalField'],
      `marginalField({ schedule: cosine, target: gaussianMixture({ weights: [0.3, 0.7], means: ${inCode}, stds: [0.5, 0.9] }) })`,
    ),
  };
}

/** A mixture on the line under every schedule. */
export function lineFields(): NamedMarginalField[] {
  return SCHEDULES.map((schedule) => marginal('mixture on the line', schedule, LINE));
}

/** One field of each form in the plane, of all covariances, points, boxes, and a source that is not N(0, I). */
export function planeFields(): NamedMarginalField[] {
  return [
    marginal('isotropic mixture in the plane', LINEAR_VP, PLANE),
    marginal('diagonal mixture in the plane', VP, DIAGONAL),
    marginal('full mixture in the plane', COSINE, FULL),
    named('mixture from the source N(m₀, S₀)', {
      kind: 'marginal',
      schedule: COND_OT,
      target: FULL,
      source: {
        mean: [0.25, -0.5],
        covariance: [
          [1.5, 0.5],
          [0.5, 0.75],
        ],
      },
    }),
    marginal('points in the plane', COND_OT, POINTS),
  ];
}

/** Gaussian conditional paths at one z. */
export function pathFields(): NamedField[] {
  return (
    [
      ['condOT', condOT, [1.5]],
      ['cosine', cosine, [-0.75]],
      ['vp()', vp(), [0.5]],
    ] as const
  ).map(([text, schedule, z]) => ({
    name: `Gaussian path given z = ${z.join(', ')}, ${schedule.name}`,
    field: pathAsField(gaussianPath(schedule, z.length), z),
    code: {
      imports: [
        "import { condOT, cosine, gaussianPath, vp } from 'flowproof';",
        "import { pathAsField } from 'flowproof/laws';",
      ],
      expression: `pathAsField(gaussianPath(${text}, ${z.length}), ${literal(z)})`,
    },
  }));
}

/** The four continuity laws on our own fields and paths, and on random ones. */
export function fieldTrials(): Trial[] {
  const line = [...lineFields(), marginal('points on the line', COND_OT, LINE_POINTS)];
  const boxes = marginal('boxes on the line', COSINE, BOXES);
  const plane = planeFields();
  const board = marginal('checkerboard', COSINE, CHECKERBOARD);
  const space = marginal('full mixture in space', COSINE, SPACE);
  const paths = pathFields();
  const on = <C>(law: Law<FieldSubject, C>, fields: readonly NamedField[]): Trial[] =>
    fields.map(({ name, field, code }) => trial(law(field, { name, code })));
  return [
    ...on(continuityIdentity, [...line, boxes, ...plane, board, space, many(16), many(196)]),
    ...on(continuityDifferences, [...line, boxes, ...plane, board, space, many(16), ...paths]),
    ...on(continuityWeak, [...line, boxes, plane[2]!, plane[4]!, space, many(16), ...paths]),
    ...on(continuityVolumes, [...line, boxes, plane[2]!, ...paths]),
    ...[1, 2, 3].flatMap((dim) => [
      trial(continuityIdentity.over(marginalFields({ dim }))),
      trial(continuityDifferences.over(marginalFields({ dim }))),
    ]),
    trial(continuityWeak.over(marginalFields({ dim: 1 }))),
    trial(continuityVolumes.over(marginalFields({ dim: 1 }))),
  ];
}
