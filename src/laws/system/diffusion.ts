/** Our own fields as diffusions: Tweedie's formula, the probability flow, and the SDEs that keep every marginal. */
import type { Schedule } from '../../schedules/schedule.ts';
import { marginalFields } from '../arbitraries/fields.ts';
import { type Trial, trial } from '../core/trial.ts';
import { sdeCode } from '../diffusion/generator.ts';
import { fokkerPlanck, probabilityFlow, sdeOf, sdesOf, tweedie } from '../diffusion/index.ts';
import { fieldsInThePlane, fieldsOnTheLine } from './known-fields.ts';
import { VP } from './own-schedules.ts';

type Noise = number | ((t: number) => number);

/** g with g² = 2(α̇/α)σ² − 2σσ̇: the noise of the diffusion itself. */
function diffusionNoise({ alpha, alphaDot, sigma, sigmaSigmaDot }: Schedule): (t: number) => number {
  return (t) => Math.sqrt((2 * alphaDot(t) * sigma(t) * sigma(t)) / alpha(t) - 2 * sigmaSigmaDot(t));
}

const NOISES: readonly { name: string; noise: Noise; code: string }[] = [
  { name: 'w = 0', noise: 0, code: '0' },
  { name: 'w = 1', noise: 1, code: '1' },
  { name: 'w = 2(1 − t)', noise: (t) => 2 * (1 - t), code: '(t) => 2 * (1 - t)' },
];

/** Each field with each noise in turn, and each field on the line with its own g. */
function fokkerPlanckTrials(): Trial[] {
  const line = fieldsOnTheLine();
  const turns = [...line, ...fieldsInThePlane()].map(({ field, name, code }, i) => {
    const { noise, name: noiseName, code: noiseCode } = NOISES[i % NOISES.length]!;
    return trial(
      fokkerPlanck(sdeOf(field, noise), { name: `${name}, ${noiseName}`, code: sdeCode(code, noiseCode) }),
    );
  });
  const own = line.map(({ field, name }) =>
    trial(fokkerPlanck(sdeOf(field, diffusionNoise(field.schedule)), { name: `${name}, w = g` })),
  );
  const families = [1, 2].map((dim) => {
    const fields = marginalFields({ dim });
    return trial(
      fokkerPlanck.over(sdesOf(fields, `SDE of ${fields.name}`, () => NOISES[2]!.noise, NOISES[2]!.code)),
    );
  });
  return [...turns, ...own, ...families];
}

/** Every schedule on the line, every kind of target in the plane, and random mixtures. */
export function diffusionTrials(): Trial[] {
  const known = [...fieldsOnTheLine(), ...fieldsInThePlane(), ...fieldsInThePlane(VP)];
  return [
    ...known.flatMap(({ field, name, code }) => [
      trial(tweedie(field, { name, code })),
      trial(probabilityFlow(field, { name, code })),
    ]),
    ...[1, 2, 3].flatMap((dim) => [
      trial(tweedie.over(marginalFields({ dim }))),
      trial(probabilityFlow.over(marginalFields({ dim }))),
    ]),
    ...fokkerPlanckTrials(),
  ];
}
