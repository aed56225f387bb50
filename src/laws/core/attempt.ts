/**
 * Random cases of one law on one object, by fast-check, with what was seen of them. While a failure shrinks, only failures of the
 * same kind count: a violation does not shrink into a case that the law cannot judge.
 */
import fc from 'fast-check';
import type { Held } from './held.ts';
import { type Measurement, worse } from './measurement.ts';
import type { Plan } from './plan.ts';
import { type CaseFailure, failureOf, tryCase, tryCaseAsync } from './predicate.ts';

/** What has been seen so far. */
interface Seen<C> {
  /** Cases that did not fail. */
  tried: number;
  worst: Measurement | null;
  worstAt: C | null;
  failure: CaseFailure | null;
}

/** All cases of a plan. */
export interface Attempt<C> {
  readonly seen: Seen<C>;
  readonly details: fc.RunDetails<[C]>;
}

type OnCase = ((tried: number, of: number) => void) | undefined;

const parameters = <C>({ runs, seed, path, shrink }: Plan): fc.Parameters<[C]> => ({
  numRuns: runs,
  seed,
  ...(path === undefined ? {} : { path }),
  ...(path === undefined && shrink ? {} : { endOnFailure: true }),
});

const nothingSeen = <C>(): Seen<C> => ({ tried: 0, worst: null, worstAt: null, failure: null });

/** Takes note of a case that did not fail, unless it is one of shrinking. */
function note<C>(seen: Seen<C>, at: C, measurement: Measurement, runs: number, onCase: OnCase): void {
  if (seen.failure !== null) return;
  if (seen.worst === null || worse(measurement, seen.worst)) {
    seen.worst = measurement;
    seen.worstAt = at;
  }
  seen.tried += 1;
  onCase?.(seen.tried, runs);
}

/** Throws the failure if it is the first, or of the kind of the first. */
function count<C>(seen: Seen<C>, error: unknown): void {
  const failure = failureOf(error);
  seen.failure ??= failure;
  if (failure.kind === seen.failure.kind) throw error;
}

export function attempt<C>(held: Held<C, Measurement>, chosen: Plan, onCase?: OnCase): Attempt<C> {
  const seen = nothingSeen<C>();
  const property = fc.property(held.cases(), (at) => {
    let measurement: Measurement;
    try {
      measurement = tryCase(held, at);
    } catch (error) {
      return count(seen, error);
    }
    note(seen, at, measurement, chosen.runs, onCase);
  });
  return { seen, details: fc.check(property, parameters(chosen)) };
}

export async function attemptAsync<C>(
  held: Held<C, Promise<Measurement>>,
  chosen: Plan,
  onCase?: OnCase,
): Promise<Attempt<C>> {
  const seen = nothingSeen<C>();
  const property = fc.asyncProperty(held.cases(), async (at) => {
    let measurement: Measurement;
    try {
      measurement = await tryCaseAsync(held, at);
    } catch (error) {
      return count(seen, error);
    }
    note(seen, at, measurement, chosen.runs, onCase);
  });
  return { seen, details: await fc.check(property, parameters(chosen)) };
}
