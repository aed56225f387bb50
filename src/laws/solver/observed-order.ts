/**
 * The order of convergence that errors show, with an error bar.
 *
 * If e(N) = C N⁻ᵖ (1 + c/N + d/N² + …) with C ≠ 0, in norm, then the local slope s(N) = log₂ e(N)/e(2N) is p + c₁/N + c₂/N² + …, and from
 * N, 2N, 4N two extrapolations leave p:
 *
 *   S₁(N) = 2s(2N) − s(N) = p + O(N⁻²),     S₂ = (4 S₁(2N) − S₁(N))/3 = p + O(N⁻³).
 *
 * The bar of S₂ is the whole correction that it makes, |S₂ − s(4N)|, |S₂ − s(2N)|/2 or |S₂ − s(N)|/4, whichever is largest: each is about
 * |c₁|/4N, and an order of N larger than what S₂ still misses. Slopes can also agree by chance, with terms that cancel at these N; so z³/8 is
 * added: S₂ takes 1/8 of the term c₃/N³, and the series is taken to be one in z = L |to − from|/N with coefficients near 1. That is assumed, not proved: it was checked on the problems of
 * solver-order, linear, logistic and mixtures, with all methods of ours. To it comes rounding: an
 * error known to ±ρ moves s by ρ/(e ln 2) on each side, and the weights of S₂ on the slopes, 1/3, −2 and 8/3, add them up.
 */
import { LN_2, log2Ratio } from '../core/log-ratio.ts';
import { CannotJudge } from '../core/measurement.ts';

/** An error and how far rounding may have moved it. */
export interface Level {
  readonly steps: number;
  readonly error: number;
  readonly rounding: number;
}

/** The level of several problems taken as one. */
export function together(parts: readonly Omit<Level, 'steps'>[]): Omit<Level, 'steps'> {
  const norm = (values: readonly number[]): number => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0));
  return {
    error: norm(parts.map(({ error }) => error)),
    rounding: norm(parts.map(({ rounding }) => rounding)),
  };
}

/** S₂ and its bar. */
interface ObservedOrder {
  readonly order: number;
  readonly bar: number;
  /** The four levels that show it, coarse to fine. */
  readonly levels: readonly Level[];
}

/** An error must stand out of rounding by this factor to show a slope. */
const CLEAR = 100;
const LEVELS = 4;
/** A bar that still tells p from p ± 1. */
const JUDGEABLE = 0.5;
const [FIRST, LAST] = [1, 128];

/**
 * `scale`: |to − from| L, with L the rate at which the problem changes; the series in 1/N is one in scale/N.
 *
 * Doubles the steps from 1 to 128 while errors stand clear of rounding, and takes the order from the finest four in a row whose bar is below ½.
 * If none is, from the coarsest; null where there are fewer than four. Windows are not chosen by how good they look: the smallest of several bars
 * is small by chance.
 */
export function observeOrder(
  scale: number,
  measure: (steps: number) => Omit<Level, 'steps'>,
): ObservedOrder | null {
  const levels: Level[] = [];
  for (let steps = FIRST; steps <= LAST; steps *= 2) {
    const { error, rounding } = measure(steps);
    if (!(error > CLEAR * rounding)) break;
    levels.push({ steps, error, rounding });
  }
  let found: ObservedOrder | null = null;
  for (let end = levels.length; end >= LEVELS && !(found && found.bar < JUDGEABLE); end--) {
    found = orderOf(levels.slice(end - LEVELS, end), scale);
  }
  return found;
}

/** An order that can be judged, and its words. Throws CannotJudge for none. */
export function judgeable(found: ObservedOrder | null): ObservedOrder & { readonly words: string } {
  if (!found) throw new CannotJudge('errors reach rounding before they show an order');
  const { order, bar, levels } = found;
  if (!(bar < JUDGEABLE)) throw new CannotJudge(`no order is reached: ${order} ± ${bar}`);
  const [coarse, fine] = [levels[0]!, levels[LEVELS - 1]!];
  const words = `observed order ${order.toFixed(4)} ± ${bar.toFixed(4)} from ${coarse.steps} to ${fine.steps} steps`;
  return { ...found, words };
}

function orderOf(levels: readonly Level[], scale: number): ObservedOrder {
  const slope = (i: number): number => log2Ratio(levels[i]!.error, levels[i + 1]!.error);
  const blur = (i: number): number =>
    (levels[i]!.rounding / levels[i]!.error + levels[i + 1]!.rounding / levels[i + 1]!.error) / LN_2;
  const [s0, s1, s2] = [slope(0), slope(1), slope(2)];
  const [coarse, fine] = [2 * s1 - s0, 2 * s2 - s1];
  const order = (4 * fine - coarse) / 3;
  const correction = Math.max(Math.abs(order - s2), Math.abs(order - s1) / 2, Math.abs(order - s0) / 4);
  const z = scale / levels[0]!.steps;
  const rounding = blur(0) / 3 + 2 * blur(1) + (8 / 3) * blur(2);
  return { order, bar: correction + (z * z * z) / 8 + rounding, levels };
}
