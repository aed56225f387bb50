/** The smallest failing case of what a check has refuted, and of what chance finds beyond it. */
import { emitCases } from '../../backends/index.ts';
import type { Backend, Hello } from '../../oracle/backend.ts';
import type { Case } from '../../oracle/contract.ts';
import type { DifferentialResult } from '../../oracle/differential/smallest-failure.ts';
import { tensorsFrom } from '../../oracle/judge/answer.ts';
import type { Check } from '../../oracle/judge/check.ts';
import type { SmallestData } from '../../oracle/judge/smallest-data.ts';
import { evaluate } from '../../oracle/truth.ts';
import { snippet } from '../../report/oracle/snippet.ts';
import type { CheckFlags } from './flags.ts';

/** Findings whose smallest case is looked for. */
const MOST = 6;
/** Seconds for each. */
const SECONDS = 5;

type Search = typeof import('../../oracle/differential/smallest-failure.ts').smallestFailure;

/** The search, or null where fast-check, a peer dependency, is not there. */
async function search(): Promise<Search | null> {
  try {
    return (await import('../../oracle/differential/smallest-failure.ts')).smallestFailure;
  } catch (error) {
    const { code, message } = error as { code?: unknown; message?: unknown };
    if (code === 'ERR_MODULE_NOT_FOUND' && String(message).includes("'fast-check'")) return null;
    throw error;
  }
}

function dataOf(hello: Hello, { operation, dtype, asked, failure }: DifferentialResult): SmallestData | null {
  if (failure === null) return null;
  const { question, judgement, replay, shrinks } = failure;
  const truth = tensorsFrom(operation, question, evaluate(operation, question).outputs);
  return {
    operation: operation.name,
    dtype,
    settings: question.settings,
    sizes: question.sizes,
    asked,
    shrinks,
    replay,
    message: judgement.message,
    ratio: judgement.ratio,
    snippet: snippet(hello.language ?? '', operation, question, truth),
  };
}

export interface Smallest {
  readonly data: readonly SmallestData[];
  readonly cases: readonly Case[];
  readonly remarks: readonly string[];
}

/** Shrinks a failing case of each finding; with `--fuzz`, draws cases for every operation that passed. */
export async function smallestFailures(
  backend: Backend,
  hello: Hello,
  check: Check,
  flags: CheckFlags,
): Promise<Smallest> {
  const failing = check.judgements.filter(
    ({ verdict, errors, faults }) => verdict === 'REFUTED' || errors + faults > 0,
  );
  const passing = check.judgements.filter((judgement) => !failing.includes(judgement));
  const runs = flags.fuzz ?? 0;
  if (failing.length === 0 && runs === 0) return { data: [], cases: [], remarks: [] };
  const find = await search();
  if (find === null) {
    return { data: [], cases: [], remarks: ['failing cases are not shrunk: run npm install fast-check'] };
  }
  const roots = new Set(check.findings.map(({ root }) => root));
  const chosen = failing
    .filter(({ operation, verdict }, i) => {
      const first = failing.findIndex((other) => other.operation === operation) === i;
      return first && (verdict !== 'REFUTED' || roots.has(operation.name));
    })
    .slice(0, MOST);
  const results: DifferentialResult[] = [];
  for (const { operation, dtype, cases } of chosen) {
    const examples = cases
      .filter(({ status, verdict }) => status === 'error' || status === 'fault' || verdict === 'REFUTED')
      .map(({ prepared }) => prepared.question);
    const { seed } = check;
    results.push(await find(operation, { backend, hello, dtype, seed, runs: 0, examples, seconds: SECONDS }));
  }
  for (const { operation, dtype } of runs > 0 ? passing : []) {
    results.push(await find(operation, { backend, hello, dtype, seed: check.seed, runs, seconds: 1e6 }));
  }
  const data = results.flatMap((result) => dataOf(hello, result) ?? []);
  const cases = results.flatMap(({ failure }, i) =>
    failure ? [{ ...failure.question, id: `smallest-${i}-${failure.question.operation}` }] : [],
  );
  const drawn = results.slice(chosen.length).reduce((sum, { asked }) => sum + asked, 0);
  return { data, cases, remarks: drawn > 0 ? [`${drawn} more cases were drawn`] : [] };
}

/** Keeps the smallest cases where `--save` says; `flowproof oracle check --cases` asks them again. */
export function saveCases(folder: string, cases: readonly Case[]): void {
  if (cases.length > 0) emitCases(folder, cases);
}
