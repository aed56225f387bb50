/**
 * Tries a law on random cases, keeps the worst, and shrinks the first failure.
 *
 * Cases come from fast-check with a fixed seed, so the result is a function of (law, object, runs, seed), as long as the object is a
 * function of its arguments; a failure is measured once more, and a result says where that comes out differently.
 */
import { type Attempt, attempt, attemptAsync } from './attempt.ts';
import { earlyResult, failingResult, holdingResult, refusedResult } from './conclude.ts';
import { retrial, unsteady } from './explain.ts';
import type { Held } from './held.ts';
import type { Measurement } from './measurement.ts';
import { type CheckOptions, type Plan, plan } from './plan.ts';
import { type CaseFailure, failureOf, tryCase, tryCaseAsync } from './predicate.ts';
import type { LawResult } from './result.ts';

/** Work that may end in a promise: {@link driven} and {@link drivenAsync} do it. */
type Steps<T> = Generator<() => unknown, T, unknown>;

/** Tries a law on random cases. Throws ArgumentError for wrong options only. */
export function check<C>(held: Held<C, Measurement>, options: CheckOptions = {}): LawResult {
  return driven(checking(held, options, attempt, tryCase));
}

/** As {@link check}, where the measurement is a promise. */
export async function checkAsync<C>(
  held: Held<C, Promise<Measurement>>,
  options: CheckOptions = {},
): Promise<LawResult> {
  return drivenAsync(checking(held, options, attemptAsync, tryCaseAsync));
}

function* checking<C, M>(
  held: Held<C, M>,
  options: CheckOptions,
  all: (held: Held<C, M>, chosen: Plan, onCase?: CheckOptions['onCase']) => unknown,
  one: (held: Held<C, M>, at: C) => unknown,
): Steps<LawResult> {
  const chosen = plan(held.law, options);
  function* fromStart(): Steps<LawResult> {
    const { replay, ...rest } = options;
    const fresh = yield* checking(held, { ...rest, seed: chosen.seed }, all, one);
    return { ...fresh, note: `the replay ${replay} leads to no case; all cases were tried from the start` };
  }
  let reason: string | null;
  let tried: Attempt<C>;
  try {
    reason = held.refuses();
    if (reason !== null) return refusedResult(held, chosen, reason);
    tried = (yield () => all(held, chosen, options.onCase)) as Attempt<C>;
  } catch (error) {
    if (chosen.path !== undefined && WRONG_PATH.test(String(error))) return yield* fromStart();
    const failure = failureOf(error);
    const again = retrial(held);
    const second = yield* outcome(() => {
      again.held.refuses();
      return all(again.held, chosen);
    });
    return earlyResult(held, chosen, failure.kind, again.words(failure, second));
  }
  const { seen, details } = tried;
  if (!details.failed && seen.tried === 0) return yield* fromStart();
  const unmet = chosen.path !== undefined && seen.tried > 0 ? { note: UNMET } : {};
  if (!details.failed) return { ...holdingResult(held, chosen, tried), ...unmet };

  const at = details.counterexample![0];
  // The last error is that of the smallest counterexample.
  const failure = failureOf(details.errorInstance);
  const faulty = failure.kind === 'faulty';
  if (!chosen.shrink) return failingResult(held, chosen, tried, failure, failure.message);
  const again = retrial(held);
  let second = yield* outcome(() => one(faulty ? again.held : held, at));
  reason = again.words(failure, second);
  // The proxy may have made the difference.
  if (faulty && unsteady(failure, second)) second = yield* outcome(() => one(held, at));
  const moody = unsteady(failure, second);
  return {
    ...failingResult(held, chosen, tried, failure, reason),
    ...unmet,
    ...(moody === undefined ? {} : { note: moody }),
  };
}

/** What fast-check throws for some paths that lead nowhere; for others, it tries no case. */
const WRONG_PATH = /Unable to replay/;

/** The note of a replay whose first case does not fail. */
const UNMET =
  'the case of the replay does not fail: it was found with another law, object or version, or the object answers differently from time to time';

/** What came of it, or the failure that was thrown. */
function* outcome(run: () => unknown): Steps<Measurement | CaseFailure> {
  try {
    return (yield run) as Measurement;
  } catch (error) {
    return failureOf(error);
  }
}

function driven<T>(steps: Steps<T>): T {
  let next = steps.next();
  while (!next.done) {
    let value: unknown;
    try {
      value = next.value();
    } catch (error) {
      next = steps.throw(error);
      continue;
    }
    next = steps.next(value);
  }
  return next.value;
}

async function drivenAsync<T>(steps: Steps<T>): Promise<T> {
  let next = steps.next();
  while (!next.done) {
    let value: unknown;
    try {
      value = await next.value();
    } catch (error) {
      next = steps.throw(error);
      continue;
    }
    next = steps.next(value);
  }
  return next.value;
}
