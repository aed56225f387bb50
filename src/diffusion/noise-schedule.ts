/**
 * How much noise: choices of w(t) ≥ 0 in dX = [u + ½w² s] dt + w dB as data. All of them keep every marginal; they differ in how fast a
 * path forgets where it came from, and in what happens at the ends. With ½w² = η φ(t), η ≥ 0 the strength:
 *
 *   none           0       the flow itself
 *   constant       1       needs a score that is finite at t = 1
 *   sigma          σ       ends with no noise where σ(1) = 0
 *   sigma-squared  σ²      the limit of EDM churn, with η = S_churn
 *   sin-squared    sin²(πt)    no noise at both ends
 *   pole-free      G = α̇σ² − ασσ̇    no division anywhere: ½w² s = η(αu − α̇x); equals `sigma` on the cond-ot path
 *   ddpm           G/α     w² = η g², g the diffusion of which the path is the reversal: η = 1 is DDPM's ancestral sampling in continuous
 *                          time, 0 is DDIM. Infinite at α = 0.
 *
 * For velocity fields without a score, s = (αu − α̇x)/G (source N(0, I)), and what is needed is φ/G, each in a form of its own:
 * with D = α̇σ − ασ̇ and G = σD, it is 1/D, σ/D, 1 and 1/α for the last but `sin-squared`, finite where G = 0.
 * Sources: Ma et al., SiT (2024), table 1 (their w_t is our w²); Song et al. (2021), eq. 6 for g; Albergo et al. (2023), eq. 2.20.
 */
import { checkNumber } from '../array/float-array.ts';
import { ArgumentError, PoleError, show } from '../errors.ts';
import { sinPi } from '../math/index.ts';
import type { Schedule } from '../schedules/schedule.ts';

/** w(t) as plain data. `strength` is η in ½w² = η φ(t), default 1. */
export interface NoiseSpec {
  readonly kind: NoiseKind;
  readonly strength?: number;
}

export type NoiseKind =
  | 'none'
  | 'constant'
  | 'sigma'
  | 'sigma-squared'
  | 'sin-squared'
  | 'pole-free'
  | 'ddpm';

/** w of a path, with the two factors that a drift needs. */
export interface NoiseSchedule {
  readonly name: string;
  /** w(t) ≥ 0. */
  w(t: number): number;
  /** ½w², the factor of the score. */
  halfSquare(t: number): number;
  /** ½w²/G, the factor of αu − α̇x. */
  overGain(t: number): number;
}

interface Shape {
  /** φ. */
  readonly phi: (schedule: Schedule, t: number) => number;
  /** φ/G. */
  readonly overGain: (schedule: Schedule, t: number) => number;
}

const gain = (s: Schedule, t: number): number => {
  const sigma = s.sigma(t);
  return s.alphaDot(t) * sigma * sigma - s.alpha(t) * s.sigmaSigmaDot(t);
};
/** D = G/σ; ∞ where σ = 0 and σ̇ = −∞. */
const determinant = (s: Schedule, t: number): number =>
  s.alphaDot(t) * s.sigma(t) - s.alpha(t) * s.sigmaDot(t);
const sinSquared = (t: number): number => {
  const sine = sinPi(t);
  return sine * sine;
};

const SHAPES: Readonly<Record<NoiseKind, Shape>> = {
  none: { phi: () => 0, overGain: () => 0 },
  constant: { phi: () => 1, overGain: (s, t) => 1 / gain(s, t) },
  sigma: { phi: (s, t) => s.sigma(t), overGain: (s, t) => 1 / determinant(s, t) },
  'sigma-squared': {
    phi: (s, t) => s.sigma(t) * s.sigma(t),
    overGain: (s, t) => s.sigma(t) / determinant(s, t),
  },
  'sin-squared': {
    phi: (_s, t) => sinSquared(t),
    // φ vanishes to second order at the ends, G to first order at most.
    overGain: (s, t) => (sinSquared(t) === 0 ? 0 : sinSquared(t) / gain(s, t)),
  },
  'pole-free': { phi: gain, overGain: () => 1 },
  ddpm: { phi: (s, t) => gain(s, t) / s.alpha(t), overGain: (s, t) => 1 / s.alpha(t) },
};

/** What {@link noiseSchedule} reads: data, or w itself as a function or constant. */
export type NoiseInput = NoiseSpec | NoiseKind | number | ((t: number) => number);

/**
 * w(t) of a path.
 *
 * `noise`: a kind, a {@link NoiseSpec}, a number (w constant) or a function w(t).
 *
 * ```ts
 * import { condOT, noiseSchedule } from 'flowproof';
 * console.log(noiseSchedule({ kind: 'sigma', strength: 2 }, condOT).w(0.75)); // 1
 * ```
 *
 * @throws {ArgumentError} for an unknown kind, a negative strength, and, from w itself, for a value that is no number ≥ 0.
 * @throws {PoleError} from its functions, naming t, where the choice has a pole.
 */
export function noiseSchedule(noise: NoiseInput, schedule: Schedule): NoiseSchedule {
  if (typeof schedule?.alpha !== 'function') {
    throw new ArgumentError({
      argument: 'schedule',
      expected: 'a Schedule such as condOT or vp()',
      received: show(schedule),
    });
  }
  if (typeof noise === 'number' || typeof noise === 'function') return ownNoise(noise, schedule);
  const { kind, strength = 1 } = typeof noise === 'string' ? { kind: noise } : (noise ?? {});
  if (typeof kind !== 'string' || !Object.hasOwn(SHAPES, kind)) {
    throw new ArgumentError({
      argument: 'noise',
      expected: `one of ${Object.keys(SHAPES).join(', ')}`,
      received: show(kind ?? noise),
      wayOut: 'give w itself as a number or a function of t',
    });
  }
  checkNumber('noise.strength', strength, 0);
  const { phi, overGain } = SHAPES[kind];
  const finite = (value: number, t: number): number => {
    if (!Number.isFinite(value)) throw pole(kind, schedule, t);
    return strength * value;
  };
  const halfSquare = (t: number): number => finite(phi(schedule, t), t);
  return {
    name: strength === 1 ? kind : `${kind}(${strength})`,
    halfSquare,
    overGain: (t) => finite(overGain(schedule, t), t),
    // G, and with it φ, is ≥ 0 where α/σ grows; a rounding below 0 is taken off.
    w: (t) => Math.sqrt(Math.max(0, 2 * halfSquare(t))),
  };
}

function ownNoise(noise: number | ((t: number) => number), schedule: Schedule): NoiseSchedule {
  const w = (t: number): number => checkNumber(`w(${t})`, typeof noise === 'number' ? noise : noise(t), 0);
  if (typeof noise === 'number') w(0);
  const halfSquare = (t: number): number => (w(t) * w(t)) / 2;
  return {
    name: typeof noise === 'number' ? `w = ${noise}` : 'w(t)',
    w,
    halfSquare,
    overGain: (t) => {
      const half = halfSquare(t);
      if (half === 0) return 0;
      const value = half / gain(schedule, t);
      if (!Number.isFinite(value)) throw pole('w', schedule, t);
      return value;
    },
  };
}

function pole(kind: string, schedule: Schedule, t: number): PoleError {
  return new PoleError({
    argument: `noise ${kind} at t = ${t}`,
    expected: `a finite amount of noise on the ${schedule.name} path`,
    received: `α = ${schedule.alpha(t)}, σ = ${schedule.sigma(t)}`,
    wayOut: "stay a little inside (0, 1), or take 'pole-free', which is finite at both ends",
  });
}
