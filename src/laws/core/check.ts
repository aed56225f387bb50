/**
 * Tries a law on random cases, keeps the worst, and shrinks the first failure.
 *
 * Cases come from fast-check with a fixed seed, so the result is a function of (law, object, runs, seed). While shrinking, only
 * failures of the same kind count: a violation does not shrink into a case that the law cannot judge.
 */
import fc from 'fast-check';
import { checkCount } from '../../array/float-array.ts';
import { ArgumentError, show } from '../../errors.ts';
import type { Held } from './held.ts';
import type { LawInfo } from './law-info.ts';
import { type Measurement, ratioOf, worse } from './measurement.ts';
import { type CaseFailure, failureOf, tryCase, tryCaseAsync } from './predicate.ts';
import { type LawResult, LOOSE } from './result.ts';
import { snippet } from './snippet.ts';

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

export const DEFAULT_SEED = 1;

interface Plan {
  readonly runs: number;
  readonly seed: number;
  readonly path?: string;
  readonly shrink: boolean;
}

/** What has been seen so far. */
interface Seen<C> {
  tried: number;
  worst: Measurement | null;
  worstAt: C | null;
  failure: CaseFailure | null;
}

function plan(law: LawInfo, options: CheckOptions): Plan {
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

const parameters = <C>({ runs, seed, path, shrink }: Plan): fc.Parameters<[C]> => ({
  numRuns: runs,
  seed,
  ...(path === undefined ? {} : { path }),
  ...(path === undefined && shrink ? {} : { endOnFailure: true }),
});

function note<C>(seen: Seen<C>, at: C, measurement: Measurement): void {
  if (seen.worst === null || worse(measurement, seen.worst)) {
    seen.worst = measurement;
    seen.worstAt = at;
  }
}

/** True when this failure is the first, or of the kind of the first. */
function counts<C>(seen: Seen<C>, failure: CaseFailure): boolean {
  seen.failure ??= failure;
  return failure.kind === seen.failure.kind;
}

/** Tries a law on random cases. Throws ArgumentError for wrong options only. */
export function check<C>(held: Held<C, Measurement>, options: CheckOptions = {}): LawResult {
  const chosen = plan(held.law, options);
  const early = refusal(held, chosen);
  if (early) return early;
  const seen: Seen<C> = { tried: 0, worst: null, worstAt: null, failure: null };
  let details: fc.RunDetails<[C]>;
  try {
    const property = fc.property(held.cases(), (at) => {
      const shrinking = seen.failure !== null;
      try {
        const measurement = tryCase(held, at);
        if (!shrinking) note(seen, at, measurement);
      } catch (error) {
        if (counts(seen, failureOf(error))) throw error;
      }
      if (!shrinking) {
        seen.tried += 1;
        options.onCase?.(seen.tried, chosen.runs);
      }
    });
    details = fc.check(property, parameters(chosen));
  } catch (error) {
    return fault(held, chosen, error);
  }
  return conclude(held, chosen, seen, details);
}

/** As {@link check}, where the measurement is a promise. */
export async function checkAsync<C>(
  held: Held<C, Promise<Measurement>>,
  options: CheckOptions = {},
): Promise<LawResult> {
  const chosen = plan(held.law, options);
  const early = refusal(held, chosen);
  if (early) return early;
  const seen: Seen<C> = { tried: 0, worst: null, worstAt: null, failure: null };
  let details: fc.RunDetails<[C]>;
  try {
    const property = fc.asyncProperty(held.cases(), async (at) => {
      const shrinking = seen.failure !== null;
      try {
        const measurement = await tryCaseAsync(held, at);
        if (!shrinking) note(seen, at, measurement);
      } catch (error) {
        if (counts(seen, failureOf(error))) throw error;
      }
      if (!shrinking) {
        seen.tried += 1;
        options.onCase?.(seen.tried, chosen.runs);
      }
    });
    details = await fc.check(property, parameters(chosen));
  } catch (error) {
    return fault(held, chosen, error);
  }
  return conclude(held, chosen, seen, details);
}

function blank<C, M>(held: Held<C, M>, { seed }: Plan): LawResult {
  return {
    law: held.law.id,
    title: held.law.title,
    object: held.object,
    status: 'refused',
    residual: null,
    bound: null,
    ratio: null,
    why: '',
    worst: '',
    counterexample: null,
    runs: 0,
    seed,
    replay: null,
    tooLoose: false,
  };
}

function refusal<C, M>(held: Held<C, M>, chosen: Plan): LawResult | null {
  try {
    const reason = held.refuses();
    return reason === null ? null : { ...blank(held, chosen), reason };
  } catch (error) {
    return fault(held, chosen, error);
  }
}

/** The object failed before there was a case. */
function fault<C, M>(held: Held<C, M>, chosen: Plan, error: unknown): LawResult {
  const { kind, message } = failureOf(error);
  return { ...blank(held, chosen), status: kind, reason: message };
}

function conclude<C, M>(
  held: Held<C, M>,
  chosen: Plan,
  seen: Seen<C>,
  details: fc.RunDetails<[C]>,
): LawResult {
  if (!details.failed) {
    const worst = seen.worst!;
    const ratio = ratioOf(worst);
    return {
      ...blank(held, chosen),
      status: 'holds',
      residual: worst.residual,
      bound: worst.bound,
      ratio,
      why: worst.why,
      worst: withDetail(held.words(seen.worstAt!), worst),
      runs: seen.tried,
      tooLoose: worst.residual > 0 && ratio < LOOSE,
    };
  }
  const at = details.counterexample![0];
  // The last error is that of the smallest counterexample.
  const failure = failureOf(details.errorInstance);
  const found = failure.measurement;
  const words = held.words(at);
  return {
    ...blank(held, chosen),
    status: failure.kind,
    ...(failure.kind === 'violated' ? {} : { reason: `at ${words}: ${failure.message}` }),
    residual: found?.residual ?? null,
    bound: found?.bound ?? null,
    ratio: found ? ratioOf(found) : null,
    why: found?.why ?? '',
    worst: words,
    counterexample: {
      case: at,
      words,
      snippet: snippet(held.law, held.caseOf(at), held.code?.(at)),
      residual: found?.residual ?? null,
      bound: found?.bound ?? null,
      ratio: found ? ratioOf(found) : null,
      ...(found?.detail === undefined ? {} : { detail: found.detail }),
    },
    runs: seen.tried + 1,
    replay: `${details.seed}:${details.counterexamplePath}`,
  };
}

const withDetail = (words: string, { detail }: Measurement): string =>
  detail === undefined ? words : `${words}: ${detail}`;
