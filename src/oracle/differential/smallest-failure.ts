/** The smallest case on which a backend is refuted: drawn or given, then shrunk by asking the backend again and again. */
import fc from 'fast-check';
import { machineOf } from '../arithmetic/machine.ts';
import type { Backend, Hello } from '../backend.ts';
import type { Case, Operation } from '../contract.ts';
import { type CaseJudgement, judgeCase } from '../judge/case-verdict.ts';
import { prepare } from '../judge/prepared.ts';
import { caseArbitrary } from './case-arbitrary.ts';

export interface DifferentialOptions {
  readonly backend: Backend;
  readonly hello: Hello;
  readonly dtype: 'float32' | 'float64';
  readonly seed: number;
  /** Cases to draw; 0 shrinks the given ones alone. */
  readonly runs: number;
  /** Cases tried before any is drawn, such as one that a check has found. */
  readonly examples?: readonly Case[];
  /** Time for the search; what has been found by then is the answer. Default 5 s. */
  readonly seconds?: number;
  readonly replay?: string;
}

export interface Failure {
  readonly question: Case;
  readonly judgement: CaseJudgement;
  /** Seed and path of fast-check: the same failure again. */
  readonly replay: string;
  readonly shrinks: number;
}

export interface DifferentialResult {
  readonly operation: Operation;
  readonly dtype: 'float32' | 'float64';
  /** Cases that were asked, those of shrinking included. */
  readonly asked: number;
  readonly failure: Failure | null;
}

const failed = ({ status, verdict }: CaseJudgement): boolean =>
  status === 'error' || status === 'fault' || verdict === 'REFUTED';

/** Draws cases, asks, judges; a failure is shrunk. Never rejects for what the backend does. */
export async function smallestFailure(
  operation: Operation,
  options: DifferentialOptions,
): Promise<DifferentialResult> {
  const { backend, hello, dtype, seed, runs, examples = [], seconds = 5, replay } = options;
  const machine = machineOf(dtype, hello.arithmetic);
  let asked = 0;
  let last: CaseJudgement | undefined;
  const holds = async (question: Case): Promise<boolean> => {
    asked += 1;
    const judgement = judgeCase(prepare(operation, question, machine, []), await backend.run(question));
    if (!failed(judgement)) return true;
    last = judgement;
    return false;
  };
  const settings = await fc.check(fc.asyncProperty(caseArbitrary(operation, { dtype }), holds), {
    seed,
    numRuns: examples.length + runs,
    examples: examples.map((question): [Case] => [question]),
    interruptAfterTimeLimit: 1000 * seconds,
    markInterruptAsFailure: false,
    endOnFailure: false,
    ...(replay !== undefined && { path: replay }),
  });
  const question = settings.counterexample?.[0];
  if (!settings.failed || question === undefined) return { operation, dtype, asked, failure: null };
  const judgement =
    last?.prepared.question === question
      ? last
      : judgeCase(prepare(operation, question, machine, []), await backend.run(question));
  return {
    operation,
    dtype,
    asked,
    failure: {
      question,
      judgement,
      replay: `${settings.seed}:${settings.counterexamplePath}`,
      shrinks: settings.numShrinks,
    },
  };
}
