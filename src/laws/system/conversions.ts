/** Our own conversions on every schedule, and our change of schedule between any two. */

import fc from 'fast-check';
import type { ScheduleSpec } from '../../schedules/schedule.ts';
import { scheduleFromSpec } from '../../schedules/spec.ts';
import { scheduleSpecs } from '../arbitraries/schedules.ts';
import {
  changeOfSchedule,
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
import { COND_OT, COSINE, LINEAR_VP, OWN_SCHEDULES, SQUARE, VE, VP } from './own-schedules.ts';

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
  [COND_OT, COSINE],
  [COSINE, VP],
  [VP, COND_OT],
  [SQUARE, LINEAR_VP],
  [LINEAR_VP, VE],
] as const;

/** Conversions on every built-in schedule and on random ones. */
export function conversionTrials(): Trial[] {
  return [
    ...OWN_SCHEDULES.map((own) =>
      trial(
        conversions(parametrizationOf(own.schedule), {
          code: parametrizationCode([own.from], own.expression),
        }),
      ),
    ),
    trial(conversions.over(parametrizations())),
    ...CHANGES.map(([from, to]) => {
      const code = {
        imports: [
          `import { ${from.from}, ${to.from} } from 'flowproof';`,
          "import { scheduleChangeOf } from 'flowproof/laws';",
        ],
        expression: `scheduleChangeOf(${from.expression}, ${to.expression})`,
      };
      return trial(changeOfSchedule(scheduleChangeOf(from.schedule, to.schedule), { code }));
    }),
    trial(changeOfSchedule.over(scheduleChanges())),
  ];
}
