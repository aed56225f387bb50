/**
 * Trials on threads, with progress and a limit for each. Results come in the order of the trials and depend on the objects, the seed
 * and the number of cases alone: never on threads, nor on a clock, but for a trial that reaches its limit.
 */
import { fromMessage, InterruptedError } from '../../errors.ts';
import { blankResult, type LawResult } from '../../laws/core/result.ts';
import type { ResidualMap } from '../../laws/residual-map.ts';
import type { CheckChoice, LawMessage, LawUnit } from '../../parallel/handlers/law.ts';
import type { LawSource } from '../../parallel/law-source.ts';
import type { Outcome, Supervised } from '../../parallel/outcome.ts';
import type { Context } from '../context.ts';
import { moduleAnswer } from '../module-answer.ts';
import { createProgress } from '../progress.ts';
import { lateCalls } from './late-calls.ts';

export interface LawsRun {
  readonly source: LawSource;
  readonly options: CheckChoice;
  /** Seconds that one trial may take. */
  readonly limit: number;
  readonly quiet: boolean;
}

/** The trials of a source. Throws a FileError for a module that cannot be loaded. */
export async function listUnits(
  context: Context,
  threads: Supervised,
  { source, limit }: LawsRun,
): Promise<LawUnit[]> {
  const message: LawMessage = { task: 'list', source };
  const [outcome] = await threads.run([message], {
    limit: 1000 * limit,
    signal: context.interruptSignal(),
  });
  return moduleAnswer(outcome!, source.kind === 'module' ? source.shown : 'trials', limit) as LawUnit[];
}

/** Holds each law against its object. */
export async function checkUnits(
  context: Context,
  threads: Supervised,
  units: readonly LawUnit[],
  { source, options, limit, quiet }: LawsRun,
): Promise<LawResult[]> {
  const messages = units.map(({ index }): LawMessage & { task: 'check' } => {
    return { task: 'check', source, index, options, tried: new Int32Array(new SharedArrayBuffer(4)) };
  });
  const resultOf = (i: number, outcome: Outcome): LawResult => {
    if (outcome.kind === 'answer') return outcome.value as LawResult;
    if (outcome.kind === 'error') throw fromMessage(outcome.error);
    const why =
      outcome.kind === 'late' ? `did not answer within ${limit} s` : `ended its thread: ${outcome.reason}`;
    return unanswered(units[i]!, options, why, Atomics.load(messages[i]!.tried, 0));
  };
  const named = async (results: readonly LawResult[], outcomes: readonly Outcome[]): Promise<LawResult[]> => {
    const late = results.flatMap(({ replay }, i) =>
      outcomes[i]!.kind === 'late' && replay !== null ? [{ i, index: units[i]!.index, replay }] : [],
    );
    const calls = await lateCalls(threads, late, source, limit, context.interruptSignal());
    const words = new Map(late.map(({ i }, k) => [i, calls[k]!]));
    return results.map((result, i) => ({
      ...result,
      ...(words.get(i) && { reason: `${result.reason}${words.get(i)}` }),
    }));
  };
  const progress = await createProgress(context, { label: 'laws', total: units.length, quiet });
  let done = 0;
  let findings = 0;
  try {
    const outcomes = await threads.run(messages, {
      limit: 1000 * limit,
      signal: context.interruptSignal(),
      onStart: (i) => progress.update(done, fields(units[i]!.law.id, findings)),
      onOutcome: (i, outcome) => {
        done += 1;
        const { status } = outcome.kind === 'answer' ? (outcome.value as LawResult) : { status: 'faulty' };
        if (status === 'violated' || status === 'faulty') findings += 1;
        progress.update(done, fields(units[i]!.law.id, findings));
      },
    });
    return await named(
      outcomes.map((outcome, i) => resultOf(i, outcome)),
      outcomes,
    );
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
    throw new InterruptedError({
      argument: 'verify',
      expected: `${units.length} trials`,
      received: `Ctrl-C after ${done}`,
      wayOut: 'run the command again, or name fewer laws',
    });
  } finally {
    progress.stop();
  }
}

const fields = (law: string, findings: number): Record<string, string> => ({
  law,
  ...(findings > 0 ? { findings: String(findings) } : {}),
});

/** The result of an object whose thread had to be ended. */
function unanswered({ law, object }: LawUnit, options: CheckChoice, why: string, tried: number): LawResult {
  const { seed = 1, effort = 1, runs = law.runs * effort, replay } = options;
  // The case after the last that ended is the one it hangs in, unless it hangs in making a counterexample smaller.
  const known = replay === undefined && tried < runs;
  return {
    ...blankResult(law, object, seed),
    status: 'faulty',
    reason: `${why}${known ? `, in case ${tried + 1} of ${runs}` : ''}`,
    runs: tried,
    replay: known ? `${seed}:${tried}` : null,
  };
}

/** Residual maps of some trials, in their order; null where there is none to draw. */
export async function drawUnits(
  context: Context,
  threads: Supervised,
  units: readonly LawUnit[],
  { source, limit, quiet }: LawsRun,
): Promise<(ResidualMap | null)[]> {
  const messages = units.map(
    ({ index }): LawMessage => ({ task: 'draw', source, index, columns: 72, rows: 40 }),
  );
  const progress = await createProgress(context, { label: 'pictures', total: units.length, quiet });
  let done = 0;
  try {
    const outcomes = await threads.run(messages, {
      limit: 1000 * limit,
      signal: context.interruptSignal(),
      onOutcome: () => progress.update(++done),
    });
    return outcomes.map((outcome) =>
      outcome.kind === 'answer' ? (outcome.value as ResidualMap | null) : null,
    );
  } finally {
    progress.stop();
  }
}
