/** Our own marginal fields and conditional paths, as trials of the continuity laws. */
import { gaussianPath } from '../../paths/gaussian-path.ts';
import { condOT, cosine, vp } from '../../schedules/index.ts';
import { marginalFields } from '../arbitraries/fields.ts';
import { continuityDifferences } from '../continuity/continuity-differences.ts';
import { continuityIdentity } from '../continuity/continuity-identity.ts';
import { continuityVolumes } from '../continuity/continuity-volumes.ts';
import { continuityWeak } from '../continuity/continuity-weak.ts';
import { pathAsField } from '../continuity/path-as-field.ts';
import type { Law } from '../core/law.ts';
import { literal, type ObjectCode } from '../core/snippet.ts';
import type { FieldSubject } from '../core/subjects.ts';
import { type Trial, trial } from '../core/trial.ts';
import {
  boxesOnTheLine,
  checkerboardInThePlane,
  fieldsOnTheLine,
  formsInThePlane,
  inManyDimensions,
  mixtureInSpace,
  pointsOnTheLine,
} from './known-fields.ts';

/** A field or a path as one, with its name and its code. */
interface Named {
  readonly name: string;
  readonly field: FieldSubject;
  readonly code: ObjectCode;
}

/** Gaussian conditional paths at one z. */
function pathFields(): Named[] {
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
  const line = [...fieldsOnTheLine(), pointsOnTheLine()];
  const boxes = boxesOnTheLine();
  const plane = formsInThePlane();
  const board = checkerboardInThePlane();
  const space = mixtureInSpace();
  const sixteen = inManyDimensions(16);
  const paths = pathFields();
  const on = <C>(law: Law<FieldSubject, C>, fields: readonly Named[]): Trial[] =>
    fields.map(({ name, field, code }) => trial(law(field, { name, code })));
  return [
    ...on(continuityIdentity, [...line, boxes, ...plane, board, space, sixteen, inManyDimensions(196)]),
    ...on(continuityDifferences, [...line, boxes, ...plane, board, space, sixteen, ...paths]),
    ...on(continuityWeak, [...line, boxes, ...plane.slice(2), space, sixteen, ...paths]),
    ...on(continuityVolumes, [...line, boxes, plane[2]!, ...paths]),
    ...[1, 2, 3].flatMap((dim) => [
      trial(continuityIdentity.over(marginalFields({ dim }))),
      trial(continuityDifferences.over(marginalFields({ dim }))),
    ]),
    trial(continuityWeak.over(marginalFields({ dim: 1 }))),
    trial(continuityVolumes.over(marginalFields({ dim: 1 }))),
  ];
}
