/** How many cases are tried, and which: the options of a check, read. */
import { checkCount } from '../../array/float-array.ts';
import { ArgumentError, show } from '../../errors.ts';
import type { LawInfo } from './law-info.ts';

/** How many cases, and which. */
export interface CheckOptions {
  /** Cases to try; default the law's own number times `effort`. */
  readonly runs?: number;
  /** Multiplies the default number of cases; default 1. */
  readonly effort?: number;
  /** Seed of the cases, a 32-bit integer; default 1. */
  readonly seed?: number;
  /** A `replay` of an earlier result: its counterexample is the first case; `seed` is then ignored. */
  readonly replay?: string;
  /** False: the first failing case is reported as it is, which is quicker; default true. */
  readonly shrink?: boolean;
  /** Called after each case with how many were tried, before any shrinking. */
  readonly onCase?: (tried: number, of: number) => void;
}

const DEFAULT_SEED = 1;

/** The options with their defaults; `path` leads to the case of a replay. */
export interface Plan {
  readonly runs: number;
  readonly seed: number;
  readonly path?: string;
  readonly shrink: boolean;
}

/** Throws ArgumentError for wrong options. */
export function plan(law: LawInfo, options: CheckOptions): Plan {
  const runs = checkCount('runs', options.runs ?? law.runs * checkCount('effort', options.effort ?? 1, 1), 1);
  const { shrink = true } = options;
  if (options.replay === undefined) return { runs, seed: seedOf(options.seed ?? DEFAULT_SEED), shrink };
  const match = /^(-?\d+):(\d+(?::\d+)*)$/.exec(String(options.replay));
  if (!match) {
    throw new ArgumentError({
      argument: 'replay',
      expected: "the text that a result gave as its `replay`, such as '1:12:0'",
      received: show(options.replay),
    });
  }
  return { runs, seed: seedOf(Number(match[1])), path: match[2]!, shrink };
}

function seedOf(seed: number): number {
  if (Number.isInteger(seed) && seed === (seed | 0)) return seed;
  throw new ArgumentError({ argument: 'seed', expected: 'a 32-bit integer', received: show(seed) });
}
