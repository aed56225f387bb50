/** What a check has found: a cause of refuted operations. */
import type { Mistake } from '../mistakes/mistake.ts';
import { answered, boundsAway, type Match, SLACK } from './match.ts';
import type { OperationJudgement } from './operation-verdict.ts';

/** Another explanation than the one that is named, and how well it does. */
export interface RunnerUp {
  readonly id: string;
  /** Share of the error that it leaves. */
  readonly distance: number;
  /** Whether every answer lies within its bounds. */
  readonly fits: boolean;
  /** How far the answers are from its own, in its bounds. */
  readonly away: number;
  /** Refuted cases whose answers lie within its bounds, ... */
  readonly agrees: number;
  /** ... of so many. */
  readonly refuted: number;
}

export interface Finding {
  /** `pair`: two mistakes at once. */
  readonly kind: 'mistake' | 'pair' | 'precision' | 'relation' | 'unknown';
  /** The mistake's id, two ids joined by ` + `, or the kind of the relation. */
  readonly id: string;
  /** One sentence for the first line of a report. */
  readonly sentence: string;
  /** The mistakes that are named: one, two, or none. */
  readonly mistakes: readonly Mistake[];
  /** Where to look first. */
  readonly root: string;
  /** All refuted operations that this explains, as `operation (dtype)`. */
  readonly explains: readonly string[];
  /** Share of the error that is left; null where there is no explanation. */
  readonly distance: number | null;
  /** The next best; where nothing is named, the nearest, which does not fit. */
  readonly runnerUp: RunnerUp | null;
  /** Where the runner-up fits as well: the case that tells the two apart, as the seed of its drawing. */
  readonly separatedBy: { readonly settings: unknown; readonly sizes: unknown; readonly id: string } | null;
}

/** A refuted operation with what may explain it, best first. */
export interface Refuted {
  readonly judgement: OperationJudgement;
  readonly name: string;
  readonly matches: readonly Match[];
}

/** An explanation against all answers of an operation. */
export function runnerUpOf(judgement: OperationJudgement, match: Match): RunnerUp {
  const { id, distance, fits } = match;
  const cases = answered(judgement).map((one) => ({
    wrong: one.verdict === 'REFUTED',
    away: boundsAway(one.prepared, match, [one.outputs])[0]!,
  }));
  const wrong = cases.filter((one) => one.wrong);
  return {
    id,
    distance,
    fits,
    away: cases.reduce((most, { away }) => Math.max(most, away), 0),
    agrees: wrong.filter(({ away }) => away <= SLACK).length,
    refuted: wrong.length,
  };
}
