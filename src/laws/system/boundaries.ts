/** Both ends of marginal fields, as trials. */
import { marginalField } from '../../fields/marginal-field.ts';
import { checkerboard, eightGaussians, empirical, gaussianMixture } from '../../targets/index.ts';
import { marginalFields } from '../arbitraries/fields.ts';
import { boundaryEnd } from '../boundary/boundary-end.ts';
import { boundaryStart } from '../boundary/boundary-start.ts';
import { flowproofCode, literal } from '../core/snippet.ts';
import { type Trial, trial } from '../core/trial.ts';
import { MORE_SCHEDULES } from './own-schedules.ts';

/** Fields of every kind of target and every schedule, and random mixtures, against the two laws of ends. */
export function boundaryTrials(): Trial[] {
  const targets = [
    eightGaussians(),
    checkerboard(),
    gaussianMixture({ weights: [1, 2], means: [[-2], [1.5]], stds: [0.5, 0.3] }),
    empirical({ points: [0.5, -1, 2, 1.5, -2, 0.25], dim: 2 }),
    gaussianMixture({
      weights: [1, 3],
      means: [
        [1, 2],
        [-1, 0.5],
      ],
      covariances: [
        [
          [1, 0.6],
          [0.6, 0.5],
        ],
        [
          [0.3, -0.1],
          [-0.1, 0.2],
        ],
      ],
    }),
  ];
  return [boundaryStart, boundaryEnd].flatMap((law) => [
    ...MORE_SCHEDULES.flatMap((schedule, i) => {
      const target = targets[i % targets.length]!;
      // Points have no density at σ = 0, which is the end of half of the schedules.
      if (law === boundaryEnd && target.kind === 'empirical' && schedule.sigma(1) === 0) return [];
      const field = marginalField({ schedule, target });
      return [
        trial(
          law(field, {
            name: `${schedule.name} to ${target.name}`,
            code: flowproofCode(['fieldFromSpec'], `fieldFromSpec(${literal(field.spec)})`),
          }),
        ),
      ];
    }),
    trial(law.over(marginalFields({ dim: 1 }))),
    trial(law.over(marginalFields({ dim: 2 }))),
    trial(law.over(marginalFields({ dim: 3 }))),
  ]);
}
