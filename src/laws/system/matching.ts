/** Our own paths with their marginal fields, as trials: all schedules, in one, two and sixteen dimensions. */
import {
  fieldFromSpec,
  type MarginalField,
  type MarginalFieldSpec,
  marginalField,
} from '../../fields/index.ts';
import { cfmLossMeanRowsSumDims, fmLossMeanRowsSumDims } from '../../losses/index.ts';
import { condOT, cosine, polynomial } from '../../schedules/index.ts';
import { empirical, gaussianMixture } from '../../targets/index.ts';
import { marginalFields } from '../arbitraries/fields.ts';
import type { Family, HoldOptions } from '../core/law.ts';
import { literal, type ObjectCode } from '../core/snippet.ts';
import { type Trial, trial } from '../core/trial.ts';
import { lossSubject } from '../matching/loss-subject.ts';
import { matchingGap } from '../matching/matching-gap.ts';
import { matchingGradients } from '../matching/matching-gradients.ts';
import { matchingMonteCarlo } from '../matching/matching-monte-carlo.ts';
import { type MatchingSubject, matchingOf } from '../matching/subject.ts';
import { OWN_SCHEDULES } from './own-schedules.ts';

const LINE = gaussianMixture({
  name: 'mixture on the line',
  weights: [0.3, 0.7],
  means: [[-0.9], [0.7]],
  stds: [0.8, 1],
});
/** Components close to each other: the poles of u_t lie far from the real axes, and few nodes are enough. */
const PLANE = gaussianMixture({
  name: 'mixture in the plane',
  weights: [0.4, 0.6],
  means: [
    [-0.3, 0.2],
    [0.4, -0.1],
  ],
  stds: [0.9, 1.1],
});
const ramp = (from: number, to: number): number[] =>
  Array.from({ length: 16 }, (_, i) => from + ((to - from) * i) / 15);
const SIXTEEN = gaussianMixture({
  name: 'mixture in 16 dimensions',
  weights: [0.3, 0.7],
  means: [ramp(3, 5), ramp(5, 4)],
  stds: [0.5, 1],
});

function codeOf(spec: MarginalFieldSpec): ObjectCode {
  return {
    imports: ["import { fieldFromSpec } from 'flowproof';", "import { matchingOf } from 'flowproof/laws';"],
    expression: `matchingOf(fieldFromSpec(${literal(spec)}))`,
  };
}

const held = (field: MarginalField): [MatchingSubject, HoldOptions] => [
  matchingOf(field),
  field.spec ? { code: codeOf(field.spec) } : {},
];

/** Random schedules and mixtures whose components overlap, so that the quadratures converge within their ladder. */
function overlapping(): Family<MatchingSubject, MarginalFieldSpec> {
  const fields = marginalFields({ dim: 1, count: 2, reach: 0.7, stds: [0.7, 1.5] });
  return {
    name: 'any two overlapping components',
    data: fields.data,
    build: (spec) => matchingOf(fieldFromSpec(spec)),
    words: fields.words,
    code: codeOf,
  };
}

/** FM ≡ CFM on everything that we build. */
export function matchingTrials(): Trial[] {
  const pairs = OWN_SCHEDULES.flatMap(({ schedule }) =>
    [LINE, PLANE].map((target) => held(marginalField({ schedule, target }))),
  );
  const points = matchingOf(
    marginalField({ schedule: condOT, target: empirical({ points: [-0.5, 0.75], dim: 1 }) }),
  );
  // The poles of u_t close in on the line as σ shrinks.
  const early = { ...points, name: 'data points under cond-ot, t ≤ 0.5', times: [0.02, 0.5] as const };
  const shifted = matchingOf(
    marginalField({ schedule: cosine, target: LINE, source: { mean: [0.5], std: 0.8 } }),
  );
  const single = {
    ...matchingOf(marginalField({ schedule: polynomial({ n: 2 }), target: SIXTEEN })),
    name: 'the float32 losses, mixture in 16 dimensions under polynomial(2)',
    cfmLoss: lossSubject('cfm', cfmLossMeanRowsSumDims),
    fmLoss: lossSubject('fm', fmLossMeanRowsSumDims),
  };
  // Later, α̇ → 0 takes the mean of u_t with it, and no number of draws would see a share of it.
  const turning = {
    ...matchingOf(marginalField({ schedule: cosine, target: SIXTEEN })),
    name: 'mixture in 16 dimensions under cosine, t ≤ 0.6',
    times: [0.02, 0.6] as const,
  };
  const others = [early, { ...shifted, name: 'a source N(0.5, 0.64) under cosine' }];
  return [
    ...pairs.map((pair) => trial(matchingGradients(...pair))),
    ...others.map((subject) => trial(matchingGradients(subject))),
    trial(matchingGradients.over(overlapping())),
    ...pairs.map((pair) => trial(matchingGap(...pair))),
    ...others.map((subject) => trial(matchingGap(subject))),
    trial(matchingGap.over(overlapping())),
    trial(matchingMonteCarlo(...held(marginalField({ schedule: condOT, target: SIXTEEN })))),
    trial(matchingMonteCarlo(single)),
    trial(matchingMonteCarlo(turning)),
  ];
}
