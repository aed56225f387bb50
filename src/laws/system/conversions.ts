/** Our own conversions on every schedule, and our change of schedule between any two. */

import fc from 'fast-check';
import { condOT, cosine, linearVP, ot, polynomial, ve, vp } from '../../schedules/index.ts';
import type { ScheduleSpec } from '../../schedules/schedule.ts';
import { scheduleFromSpec } from '../../schedules/spec.ts';
import { scheduleSpecs } from '../arbitraries/schedules.ts';
import {
  changeOfScheduleLaw,
  conversions,
  parametrizationCode,
  parametrizationOf,
  parametrizations,
  type ScheduleChangeSubject,
  scheduleChangeOf,
} from '../conversions/index.ts';
import type { Family } from '../core/law.ts';
import { literal } from '../core/snippet.ts';
import { type Trial, trial } from '../core/trial.ts';

const SCHEDULES = [
  { schedule: condOT, import: 'condOT', expression: 'condOT' },
  { schedule: ot({ sigmaMin: 0.1 }), import: 'ot', expression: 'ot({ sigmaMin: 0.1 })' },
  { schedule: polynomial({ n: 2 }), import: 'polynomial', expression: 'polynomial({ n: 2 })' },
  { schedule: polynomial({ n: 0.5 }), import: 'polynomial', expression: 'polynomial({ n: 0.5 })' },
  { schedule: cosine, import: 'cosine', expression: 'cosine' },
  { schedule: linearVP, import: 'linearVP', expression: 'linearVP' },
  { schedule: vp(), import: 'vp', expression: 'vp()' },
  {
    schedule: ve({ sigmaMin: 0.02, sigmaMax: 20 }),
    import: 've',
    expression: 've({ sigmaMin: 0.02, sigmaMax: 20 })',
  },
];

type Pair = readonly [ScheduleSpec, ScheduleSpec];

/** Our change of schedule between any two built-in schedules. */
function scheduleChanges(): Family<ScheduleChangeSubject, Pair> {
  return {
    name: 'any change of schedule',
    data: fc.tuple(scheduleSpecs(), scheduleSpecs()),
    build: ([from, to]) => scheduleChangeOf(scheduleFromSpec(from), scheduleFromSpec(to)),
    words: ([from, to]) => `from ${literal(from)} to ${literal(to)}`,
    code: ([from, to]) => ({
      imports: [
        "import { scheduleFromSpec } from 'flowproof';",
        "import { scheduleChangeOf } from 'flowproof/laws';",
      ],
      expression: `scheduleChangeOf(scheduleFromSpec(${literal(from)}), scheduleFromSpec(${literal(to)}))`,
    }),
  };
}

const CHANGES = [
  [0, 4],
  [4, 6],
  [6, 0],
  [2, 5],
  [5, 7],
] as const;

/** Conversions on every built-in schedule and on random ones. */
export function conversionTrials(): Trial[] {
  return [
    ...SCHEDULES.map((own) =>
      trial(
        conversions(parametrizationOf(own.schedule), {
          code: parametrizationCode([own.import], own.expression),
        }),
      ),
    ),
    trial(conversions.over(parametrizations())),
    ...CHANGES.map(([i, j]) => {
      const [from, to] = [SCHEDULES[i]!, SCHEDULES[j]!];
      const code = {
        imports: [
          `import { ${from.import}, ${to.import} } from 'flowproof';`,
          "import { scheduleChangeOf } from 'flowproof/laws';",
        ],
        expression: `scheduleChangeOf(${from.expression}, ${to.expression})`,
      };
      return trial(changeOfScheduleLaw(scheduleChangeOf(from.schedule, to.schedule), { code }));
    }),
    trial(changeOfScheduleLaw.over(scheduleChanges())),
  ];
}
