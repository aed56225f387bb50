/** Our own conditional paths, as trials. */
import { gaussianPath } from '../../paths/gaussian-path.ts';
import { gaussianPaths } from '../arbitraries/paths.ts';
import { boundaryPath } from '../boundary/boundary-path.ts';
import { flowproofCode, literal } from '../core/snippet.ts';
import { type Trial, trial } from '../core/trial.ts';
import { flowMapInverse } from '../flow-map/flow-map-inverse.ts';
import { flowMapVelocity } from '../flow-map/flow-map-velocity.ts';
import { pushForward } from '../flow-map/push-forward.ts';
import { MORE_SCHEDULES } from './own-schedules.ts';

/** The Gaussian path of every built-in schedule in 1, 2 or 3 dimensions, and random ones, against the four laws of paths. */
export function pathTrials(): Trial[] {
  return [boundaryPath, flowMapVelocity, flowMapInverse, pushForward].flatMap((law) => [
    ...MORE_SCHEDULES.map((schedule, i) => {
      const dim = 1 + (i % 3);
      return trial(
        law(gaussianPath(schedule, dim), {
          name: `Gaussian path ${schedule.name} in ${dim}d`,
          code: flowproofCode(
            ['gaussianPath', 'scheduleFromSpec'],
            `gaussianPath(scheduleFromSpec(${literal(schedule.spec)}), ${dim})`,
          ),
        }),
      );
    }),
    trial(law.over(gaussianPaths())),
  ]);
}
