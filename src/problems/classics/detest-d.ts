/**
 * Class D of DETEST: two bodies on a Kepler ellipse of eccentricity e = 0.1, 0.3, 0.5, 0.7, 0.9, three revolutions and a bit on [0, 20].
 *
 *   x″ = −x/r³,   from the pericentre (1 − e, 0) with the velocity (0, √((1 + e)/(1 − e))).
 *
 * Known by Kepler's equation E − e sin E = t: x = (cos E − e, √(1 − e²) sin E), E′ = 1/(1 − e cos E).
 * Source: Hull, Enright, Fellen & Sedgwick (1972), SIAM J. Numer. Anal. 9, 603–637, problems D1–D5.
 */
import { cos, sin } from '../../math/index.ts';
import type { Classic } from './classic.ts';
import { increasingRoot } from './root.ts';

export const detestD: readonly Classic[] = [0.1, 0.3, 0.5, 0.7, 0.9].map((e, index): Classic => {
  const minor = Math.sqrt(1 - e * e);
  return {
    name: `d${index + 1}`,
    about: `a Kepler orbit of eccentricity ${e}`,
    length: 20,
    start: [1 - e, 0, 0, Math.sqrt((1 + e) / (1 - e))],
    rate(_t, y, out) {
      const square = y[0]! * y[0]! + y[1]! * y[1]!;
      const pull = -1 / (square * Math.sqrt(square));
      out[0] = y[2]!;
      out[1] = y[3]!;
      out[2] = pull * y[0]!;
      out[3] = pull * y[1]!;
    },
    solution(t, out) {
      const E = increasingRoot(
        (u) => u - e * sin(u) - t,
        (u) => 1 - e * cos(u),
        t - 1,
        t + 1,
      );
      const [c, s] = [cos(E), sin(E)];
      const speed = 1 / (1 - e * c);
      out[0] = c - e;
      out[1] = minor * s;
      out[2] = -speed * s;
      out[3] = speed * minor * c;
    },
  };
});
