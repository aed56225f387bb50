/** Four tests that are known by their own names. Constants as in the sources, none of them tuned. */
import type { Classic } from './classic.ts';

/** Mass of the moon in the restricted problem of three bodies. */
const MOON = 0.012277471;
const EARTH: number = 1 - MOON;

/**
 * A satellite about earth and moon on a closed orbit, in their rotating frame. It passes the moon so closely that fixed steps need
 * thousands. Closed for the start in 28 digits; the start in float64 misses itself by far more than rounding, so its truth is a reference.
 *
 * Source: R. F. Arenstorf (1963); constants of E. Hairer, S. P. Nørsett, G. Wanner, Solving Ordinary Differential Equations I (1993), II.0.
 */
const arenstorf: Classic = {
  name: 'arenstorf',
  about: 'a closed orbit about earth and moon',
  length: 17.065216560157964,
  start: [0.994, 0, 0, -2.0015851063790824],
  rate(_t, y, out) {
    const [x, z] = [y[0]!, y[1]!];
    const toEarth = (x + MOON) * (x + MOON) + z * z;
    const toMoon = (x - EARTH) * (x - EARTH) + z * z;
    const earth = EARTH / (toEarth * Math.sqrt(toEarth));
    const moon = MOON / (toMoon * Math.sqrt(toMoon));
    out[0] = y[2]!;
    out[1] = y[3]!;
    out[2] = x + 2 * y[3]! - earth * (x + MOON) - moon * (x - EARTH);
    out[3] = z - 2 * y[2]! - earth * z - moon * z;
  },
};

/** Source: I. Prigogine & R. Lefever (1968); constants of Hairer, Nørsett & Wanner (1993), I.16 and II.4. */
const brusselator: Classic = {
  name: 'brusselator',
  about: 'two chemicals on a limit cycle',
  length: 20,
  start: [1.5, 3],
  rate(_t, y, out) {
    const reaction = y[0]! * y[0]! * y[1]!;
    out[0] = 1 + reaction - 4 * y[0]!;
    out[1] = 3 * y[0]! - reaction;
  },
};

/** μ = 5: sharp turns, not stiff yet. Source: B. van der Pol, Phil. Mag. 2 (1926) 978–992. */
const vanDerPol: Classic = {
  name: 'van-der-pol',
  about: 'a relaxation oscillation, μ = 5',
  length: 20,
  start: [2, 0],
  rate(_t, y, out) {
    out[0] = y[1]!;
    out[1] = 5 * (1 - y[0]! * y[0]!) * y[1]! - y[0]!;
  },
};

/** Keeps y₁ − 3 ln y₁ + y₂ − 1.5 ln y₂. Source: A. J. Lotka (1925), V. Volterra (1926). */
const lotkaVolterra: Classic = {
  name: 'lotka-volterra',
  about: 'predators and prey',
  length: 15,
  start: [10, 5],
  rate(_t, y, out) {
    out[0] = 1.5 * y[0]! - y[0]! * y[1]!;
    out[1] = y[0]! * y[1]! - 3 * y[1]!;
  },
};

export const orbitsAndCycles: readonly Classic[] = [arenstorf, brusselator, vanDerPol, lotkaVolterra];
