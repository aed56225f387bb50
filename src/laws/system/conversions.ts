/** Our own conversions on every schedule, and our change of schedule between any two. */
import { condOT, cosine, linearVP, ot, polynomial, ve, vp } from '../../schedules/index.ts';
import { conversions, parametrizationCode, parametrizationOf, parametrizations } from '../conversions/index.ts';
import { type Trial, trial } from '../core/trial.ts';

const SCHEDULES = [
  { schedule: condOT, import: 'condOT', expression: 'condOT' },
  { schedule: ot({ sigmaMin: 0.1 }), import: 'ot', expression: 'ot({ sigmaMin: 0.1 })' },
  { schedule: polynomial({ n: 2 }), import: 'polynomial', expression: 'polynomial({ n: 2 })' },
  { schedule: polynomial({ n: 0.5 }), import: 'polynomial', expression: 'polynomial({ n: 0.5 })' },
  { schedule: cosine, import: 'cosine', expression: 'cosine' },
  { schedule: linearVP, import: 'linearVP', expression: 'linearVP' },
  { schedule: vp(), import: 'vp', expression: 'vp()' },
  { schedule: ve({ sigmaMin: 0.02, sigmaMax: 20 }), import: 've', expression: 've({ sigmaMin: 0.02, sigmaMax: 20 })' },
];

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
  ];
}
