/**
 * ∇θ L_CFM = ∇θ L_FM in any dimension, by Monte Carlo with the same draws on both sides and a confidence interval.
 *
 * Per draw the difference of the two gradients, projected on a direction in parameter space, is a random number of mean 0. Directions: the
 * steepest one of E 2w v·u, from draws of its own, and three random ones. The law holds while every |mean| ≤ 8 standard errors (and
 * 32 roundings), looked at after 2¹¹, 2¹², 2¹³ and 2¹⁴ draws. False alarms: 2(1 − Φ(8)) = 1.3·10⁻¹⁵ for each direction and look; for sums of
 * n ≥ 2¹¹ skewed numbers the tail of Student's ratio grows by at most about exp(8³·|skewness|/(3√n)), 40 at skewness 1 (Jing, Shao & Wang
 * 2003), so that 10³ cases of four directions and four looks alarm with a probability below 10⁻⁹.
 * Power: draws are doubled until a bias of 5 % of u_t along the steepest direction would exceed the bound by two standard errors; where 2¹⁴
 * draws do not reach that, nothing is judged. Does not see what lies below, or what no direction shows.
 */
import fc from 'fast-check';
import { fold, key, normalInto } from '../../random/index.ts';
import { networkWords, smallNetworks } from '../arbitraries/small-networks.ts';
import { times } from '../arbitraries/times.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { CannotJudge, type Measurement, worstOf } from '../core/measurement.ts';
import { draws, type Projections, projections, steepest, unit } from './gradient-draws.ts';
import { networkOf, type SmallNetwork } from './network.ts';
import { checkMatching, type MatchingSubject, matchingPrecision, timesOf } from './subject.ts';

/** A time, a network, and the seed of the draws. */
export interface MonteCarloCase {
  readonly t: number;
  readonly network: SmallNetwork;
  readonly seed: number;
}

const Z = 8;
const BIAS = 0.05;
const DIRECTIONS = 4;
const PILOT = 512;
const BATCH = 512;
const LEAST = 2048;
const MOST = 16384;

/**
 * The law of equal gradients by Monte Carlo.
 *
 * ```ts
 * import { condOT, gaussianMixture, marginalField } from 'flowproof';
 * import { matchingMonteCarlo, matchingOf } from 'flowproof/laws';
 * const target = gaussianMixture({ means: [new Array(16).fill(2)], stds: [0.5] });
 * console.log(matchingMonteCarlo(matchingOf(marginalField({ schedule: condOT, target }))).check().status); // holds
 * ```
 */
export const matchingMonteCarlo: Law<MatchingSubject, MonteCarloCase> = defineLaw({
  id: 'matching-monte-carlo',
  number: 6,
  title: '∇θ E‖v(x_t, t) − d/dt ψ_t‖² = ∇θ E‖v(x_t, t) − u_t(x_t)‖², within 8 standard errors',
  kind: 'matching',
  assumes: ['z and x₀ can be drawn', 'gradients have third moments'],
  export: 'matchingMonteCarlo',
  runs: 2,
  refuses(subject) {
    checkMatching(subject);
    return null;
  },
  cases(subject) {
    const [from, to] = timesOf(subject);
    return fc.record({
      t: times({ margin: Math.max(0.02, Math.min(from, 1 - to, 0.24)) }).map((t) =>
        Math.min(Math.max(t, from), to),
      ),
      network: smallNetworks(),
      seed: fc.nat({ max: 999 }),
    });
  },
  words: ({ t, network, seed }) => `t = ${t}, ${networkWords(network)}, draws of seed ${seed}`,
  measure(subject, { t, network: data, seed }) {
    const network = networkOf(data, subject.dim);
    const pilot = draws(subject, t, seed, 0, PILOT);
    const scale = sizeOf(pilot.x);
    const directions = [
      steepest(subject, network, t, scale, pilot),
      ...randomDirections(network.parameters.length, seed),
    ];
    const sums = directions.map((): Sums => ({ rows: 0, sum: 0, square: 0, size: 0, target: 0 }));
    for (let rows = BATCH; rows <= MOST; rows += BATCH) {
      const batch = draws(subject, t, seed, PILOT + rows - BATCH, BATCH);
      add(sums, projections(subject, network, t, scale, batch, directions));
      if (rows < LEAST || (rows & (rows - 1)) !== 0) continue;
      const found = verdict(sums, matchingPrecision(subject));
      // Where u_t is 0 there is no direction and no bias, and nothing to see.
      const bias = biasOf(sums[0]!);
      const resolved = bias > 0 && (Z + 2) * standardError(sums[0]!) <= bias;
      if (resolved || found.residual > found.bound) return found;
    }
    const interval = Z * standardError(sums[0]!);
    throw new CannotJudge(
      `${MOST} draws leave an interval of ±${interval}, too wide to see a bias of 5 %, which is ${biasOf(sums[0]!)}`,
    );
  },
});

/** Sums over draws along one direction. */
interface Sums {
  rows: number;
  sum: number;
  square: number;
  /** Of |difference|. */
  size: number;
  /** Of the part of u_t in the gradient. */
  target: number;
}

function add(sums: readonly Sums[], { difference, target }: Projections): void {
  const count = sums.length;
  for (let at = 0; at < difference.length; at++) {
    const along = sums[at % count]!;
    const value = difference[at]!;
    along.rows += 1;
    along.sum += value;
    along.square += value * value;
    along.size += Math.abs(value);
    along.target += target[at]!;
  }
}

function standardError({ rows, sum, square }: Sums): number {
  const mean = sum / rows;
  return Math.sqrt(Math.max(0, square / rows - mean * mean) / rows);
}

const biasOf = ({ target, rows }: Sums): number => BIAS * Math.abs(target / rows);

function verdict(sums: readonly Sums[], precision: number): Measurement {
  const size = Math.abs(sums[0]!.target / sums[0]!.rows) || 1;
  return worstOf(
    sums.map((along, j) => {
      const mean = along.sum / along.rows;
      const error = standardError(along);
      return {
        residual: Math.abs(mean) / size,
        bound: (Z * error + (32 * precision * along.size) / along.rows) / size,
        why: '8 standard errors of the mean difference, relative to the part of u_t in the gradient',
        detail: `${j === 0 ? 'steepest direction' : `random direction ${j}`}: ${mean} ± ${error} (one standard error, ${along.rows} draws)`,
      };
    }),
  );
}

/** The network's input scale. */
function sizeOf(x: Float64Array): number {
  const square = x.reduce((sum, value) => sum + value * value, 0) / x.length;
  return square > 0 ? Math.sqrt(square) : 1;
}

function randomDirections(parameters: number, seed: number): Float64Array[] {
  return Array.from({ length: DIRECTIONS - 1 }, (_, j) => {
    const direction = new Float64Array(parameters);
    normalInto(fold(fold(key(seed), 2), j), 0, direction);
    return unit(direction);
  });
}
