/** Small float64 networks of the matching laws as plain data; shrink to one tanh layer of two units. */
import fc from 'fast-check';
import type { SmallNetwork } from '../matching/network.ts';

/** Networks of one or (where `layers` is 2) two hidden layers of 2 to 4 units. */
export function smallNetworks(layers: 1 | 2 = 1): fc.Arbitrary<SmallNetwork> {
  return fc.record({
    hidden: fc.array(fc.integer({ min: 2, max: 4 }), { minLength: 1, maxLength: layers }),
    activation: fc.constantFrom('tanh', 'silu'),
    seed: fc.nat({ max: 999 }),
  });
}

export const networkWords = ({ hidden, activation, seed }: SmallNetwork): string =>
  `${activation} network of ${hidden.join(', ')} hidden units with seed ${seed}`;
