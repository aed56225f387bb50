/** Results from what was seen. */
import type { Attempt } from './attempt.ts';
import type { Held } from './held.ts';
import { type Measurement, ratioOf } from './measurement.ts';
import type { Plan } from './plan.ts';
import type { CaseFailure } from './predicate.ts';
import { blankResult, type LawResult, LOOSE } from './result.ts';
import { snippet } from './snippet.ts';

/** The law cannot judge this object. */
export function refusedResult<C, M>(held: Held<C, M>, chosen: Plan, reason: string): LawResult {
  return { ...blankResult(held.law, held.object, chosen.seed), reason };
}

/** The object failed before there was a case. */
export function earlyResult<C, M>(
  held: Held<C, M>,
  chosen: Plan,
  kind: CaseFailure['kind'],
  reason: string,
): LawResult {
  return { ...blankResult(held.law, held.object, chosen.seed), status: kind, reason };
}

/** No case failed. */
export function holdingResult<C, M>(held: Held<C, M>, chosen: Plan, { seen }: Attempt<C>): LawResult {
  const worst = seen.worst!;
  const ratio = ratioOf(worst);
  return {
    ...blankResult(held.law, held.object, chosen.seed),
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

/** The smallest failing case, and why it fails. */
export function failingResult<C, M>(
  held: Held<C, M>,
  chosen: Plan,
  { seen, details }: Attempt<C>,
  failure: CaseFailure,
  reason: string,
): LawResult {
  const at = details.counterexample![0];
  const found = failure.measurement;
  const words = held.words(at);
  return {
    ...blankResult(held.law, held.object, chosen.seed),
    status: failure.kind,
    ...(failure.kind === 'violated' ? {} : { reason: `at ${words}: ${reason}` }),
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
