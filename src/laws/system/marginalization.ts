/** Our own marginal fields, as trials of the marginalization trick. */
import { type MarginalField, marginalField } from '../../fields/index.ts';
import { condOT, cosine } from '../../schedules/index.ts';
import { empirical, gaussianMixture } from '../../targets/index.ts';
import { marginalFields } from '../arbitraries/fields.ts';
import { flowproofCode, literal } from '../core/snippet.ts';
import { type Trial, trial } from '../core/trial.ts';
import { marginalizationQuadrature } from '../marginalization/marginalization-quadrature.ts';
import { OWN_SCHEDULES } from './own-schedules.ts';

const LINE = gaussianMixture({
  name: 'two components on the line',
  weights: [0.3, 0.7],
  means: [[-2], [1.5]],
  stds: [0.5, 0.5],
});
const PLANE = gaussianMixture({
  name: 'two components in the plane',
  weights: [0.4, 0.6],
  means: [
    [-1, 0.3],
    [2, -0.2],
  ],
  covariances: [
    [
      [1, 0.4],
      [0.4, 0.5],
    ],
    [
      [0.1, 0],
      [0, 2],
    ],
  ],
});

function trialOf(field: MarginalField, name = `${field.target.name} under ${field.schedule.name}`): Trial {
  const code = flowproofCode(['fieldFromSpec'], `fieldFromSpec(${literal(field.spec)})`);
  return trial(marginalizationQuadrature(field, { name, code }));
}

/** All schedules in one and two dimensions, data points, a correlated source, and random fields. */
export function marginalizationTrials(): Trial[] {
  const source = {
    mean: [0.25, -0.5],
    covariance: [
      [1, 0.25],
      [0.25, 0.5],
    ],
  };
  return [
    ...OWN_SCHEDULES.flatMap(({ schedule }) =>
      [LINE, PLANE].map((target) => trialOf(marginalField({ schedule, target }))),
    ),
    trialOf(marginalField({ schedule: condOT, target: empirical({ points: [-1, 0.5, 2], dim: 1 }) })),
    trialOf(marginalField({ schedule: cosine, target: PLANE, source }), 'a correlated source under cosine'),
    trial(marginalizationQuadrature.over(marginalFields({ dim: 1 }))),
    trial(marginalizationQuadrature.over(marginalFields({ dim: 2 }))),
  ];
}
