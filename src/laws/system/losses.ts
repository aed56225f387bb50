/** Our own losses, as trials. */
import {
  cfmLossMeanRowsSumDims,
  fmLossMeanRowsSumDims,
  type MatchingTarget,
  matchingWeight,
  pseudoHuberLossMeanRowsNormDims,
} from '../../losses/index.ts';
import type { Schedule } from '../../schedules/index.ts';
import { flowproofCode, literal, type ObjectCode } from '../core/snippet.ts';
import { type Trial, trial } from '../core/trial.ts';
import { lossGradient } from '../matching/loss-gradient.ts';
import { lossReduction } from '../matching/loss-reduction.ts';
import { type LossSubject, lossSubject, squaredError } from '../matching/loss-subject.ts';
import { matchingWeights } from '../matching/matching-weights.ts';
import { pseudoHuberLimits } from '../matching/pseudo-huber-limits.ts';
import { OWN_SCHEDULES } from './own-schedules.ts';

/** The pseudo-Huber loss with constant c. */
function pseudoHuber(c: number): LossSubject {
  return lossSubject(
    `pseudo-Huber, c = ${c}`,
    (rows, dim, prediction, target, gradient, options) =>
      pseudoHuberLossMeanRowsNormDims(rows, dim, prediction, target, c, gradient, options),
    { reduction: { rows: 'mean', dims: 'norm' }, huber: c },
  );
}

/** The code of `name` of flowproof as a subject. */
function codeOf(name: string, expression: string): ObjectCode {
  return {
    imports: [...flowproofCode([name], '').imports, "import { lossSubject } from 'flowproof/laws';"],
    expression,
  };
}

function weighted(loss: LossSubject, schedule: Schedule, matching: MatchingTarget): LossSubject {
  const weight = (t: number): number => matchingWeight(schedule, matching, t);
  return {
    ...loss,
    name: `${matching} matching under ${schedule.name}`,
    weighting: { schedule, matching, weight },
  };
}

const weightCode = (schedule: Schedule, matching: MatchingTarget): ObjectCode => ({
  imports: [
    ...flowproofCode(['matchingWeight', 'scheduleFromSpec'], '').imports,
    "import { squaredError } from 'flowproof/laws';",
    `const schedule = scheduleFromSpec(${literal(schedule.spec)});`,
  ],
  expression: `{ ...squaredError, weighting: { schedule, matching: '${matching}', weight: (t) => matchingWeight(schedule, '${matching}', t) } }`,
});

/** All losses, and the weights that turn velocity matching into x₁, noise and score matching. */
export function lossTrials(): Trial[] {
  const plain = [
    {
      loss: lossSubject('fm', fmLossMeanRowsSumDims),
      code: codeOf('fmLossMeanRowsSumDims', "lossSubject('fm', fmLossMeanRowsSumDims)"),
    },
    {
      loss: lossSubject('cfm', cfmLossMeanRowsSumDims),
      code: codeOf('cfmLossMeanRowsSumDims', "lossSubject('cfm', cfmLossMeanRowsSumDims)"),
    },
    ...[0.5, 0.03].map((c) => ({
      loss: pseudoHuber(c),
      code: codeOf(
        'pseudoHuberLossMeanRowsNormDims',
        `lossSubject('pseudo-Huber', (r, d, p, u, g, o) => pseudoHuberLossMeanRowsNormDims(r, d, p, u, ${c}, g, o), { reduction: { rows: 'mean', dims: 'norm' }, huber: ${c} })`,
      ),
    })),
  ];
  const matchings: MatchingTarget[] = ['target', 'noise', 'score'];
  return [
    ...[lossGradient, lossReduction].flatMap((law) => [
      ...plain.map(({ loss, code }) => trial(law(loss, { code }))),
      trial(law(squaredError)),
    ]),
    ...plain
      .filter(({ loss }) => loss.huber !== undefined)
      .map(({ loss, code }) => trial(pseudoHuberLimits(loss, { code }))),
    ...OWN_SCHEDULES.flatMap(({ schedule }) =>
      matchings.map((matching) =>
        trial(
          matchingWeights(weighted(squaredError, schedule, matching), {
            code: weightCode(schedule, matching),
          }),
        ),
      ),
    ),
  ];
}
