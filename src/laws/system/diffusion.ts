/** Our own fields as diffusions: Tweedie's formula, the probability flow, and the SDEs that keep every marginal. */
import { marginalFields } from '../arbitraries/fields.ts';
import { type Trial, trial } from '../core/trial.ts';
import { probabilityFlow, tweedie } from '../diffusion/index.ts';
import { fieldsInThePlane, fieldsOnTheLine } from './known-fields.ts';

/** Every schedule on the line, every kind of target in the plane, and random mixtures. */
export function diffusionTrials(): Trial[] {
  const known = [...fieldsOnTheLine(), ...fieldsInThePlane(), ...fieldsInThePlane(6)];
  return [
    ...known.flatMap(({ field, name, code }) => [
      trial(tweedie(field, { name, code })),
      trial(probabilityFlow(field, { name, code })),
    ]),
    ...[1, 2, 3].flatMap((dim) => [
      trial(tweedie.over(marginalFields({ dim }))),
      trial(probabilityFlow.over(marginalFields({ dim }))),
    ]),
  ];
}
