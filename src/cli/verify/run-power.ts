/** All planted mistakes against the laws of their kinds, on threads, with progress. */
import { fromMessage, InterruptedError, WorkerError } from '../../errors.ts';
import type { Mistake } from '../../laws/power/mistake.ts';
import type { MistakeTrial, PowerOptions } from '../../laws/power/power.ts';
import type { LawMessage } from '../../parallel/handlers/law.ts';
import type { Outcome, Supervised } from '../../parallel/outcome.ts';
import type { Context } from '../context.ts';
import { createProgress } from '../progress.ts';

export interface PowerRun {
  readonly mistakes: readonly Mistake[];
  /** Ids of the laws that take part. */
  readonly laws: readonly string[];
  readonly options: PowerOptions;
  /** Seconds for one law on one mistake. */
  readonly limit: number;
  readonly quiet: boolean;
}

/** The trials in the order of the mistakes and of their laws. */
export async function runPower(
  context: Context,
  threads: Supervised,
  { mistakes, laws, options, limit, quiet }: PowerRun,
): Promise<MistakeTrial[]> {
  const units = mistakes.flatMap((mistake, m) =>
    mistake.trials(1).flatMap(({ law }, trial) => (laws.includes(law) ? [{ mistake, m, law, trial }] : [])),
  );
  const messages = units.map(({ m, trial }): LawMessage => ({ task: 'mistake', mistake: m, trial, options }));
  const progress = await createProgress(context, { label: 'mistakes', total: units.length, quiet });
  let done = 0;
  const trialOf = (i: number, outcome: Outcome): MistakeTrial => {
    if (outcome.kind === 'answer') return outcome.value as MistakeTrial;
    if (outcome.kind === 'error') throw fromMessage(outcome.error);
    throw new WorkerError({
      argument: `${units[i]!.law} on ${units[i]!.mistake.id}`,
      expected: `an answer within ${limit} s`,
      received: outcome.kind === 'late' ? 'none' : outcome.reason,
    });
  };
  try {
    const outcomes = await threads.run(messages, {
      limit: 1000 * limit,
      signal: context.interruptSignal(),
      onOutcome: (i) => progress.update(++done, { law: units[i]!.law.slice(0, 24) }),
    });
    return outcomes.map((outcome, i) => trialOf(i, outcome));
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
    throw new InterruptedError({
      argument: 'verify --power',
      expected: `${units.length} trials`,
      received: `Ctrl-C after ${done}`,
      wayOut: 'run the command again, or name fewer laws',
    });
  } finally {
    progress.stop();
  }
}
