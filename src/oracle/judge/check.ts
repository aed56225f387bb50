/** The whole check of a backend: greet it, ask its operations, judge the answers, name the mistakes. */
import { ArgumentError } from '../../errors.ts';
import { fold, key } from '../../random/index.ts';
import { machineOf } from '../arithmetic/machine.ts';
import type { Backend, Hello, Reply } from '../backend.ts';
import type { Case, Operation } from '../contract.ts';
import { operations as allOperations } from '../registry.ts';
import { type CaseJudgement, judgeCase } from './case-verdict.ts';
import { chooseCases } from './choose-cases.ts';
import type { Finding } from './finding.ts';
import { findingsOf } from './findings.ts';
import { judgeOperation, type OperationJudgement } from './operation-verdict.ts';
import { prepare } from './prepared.ts';
import { isPass } from './verdict.ts';

export interface CheckOptions {
  readonly backend: Backend;
  /** Operations by name; default: all that the backend claims. */
  readonly operations?: readonly string[];
  readonly dtypes?: readonly ('float32' | 'float64')[];
  readonly seed?: number;
  /** Cases instead of the chosen ones, such as a frozen corpus. */
  readonly cases?: readonly Case[];
  /** Called once, before the first case. */
  readonly onStart?: (total: number) => Promise<void>;
  /** Called after each case; what it throws ends the check. */
  readonly onCase?: (done: number, question: Case) => void;
}

export interface Check {
  readonly hello: Hello;
  readonly seed: number;
  readonly judgements: readonly OperationJudgement[];
  readonly findings: readonly Finding[];
  /** Operations that the backend claims in a revision that this oracle does not judge. */
  readonly otherRevisions: readonly string[];
  /** Names that the backend claims and the oracle does not know. */
  readonly unknownOperations: readonly string[];
  /** The headline: operation × element type. */
  readonly verified: number;
  readonly claimed: number;
  readonly total: number;
}

interface Question {
  readonly operation: Operation;
  readonly question: Case;
}

/** Stable per operation, so that leaving one out does not change another's cases. */
function keyFor(operation: Operation, dtype: string, seed: number): ReturnType<typeof key> {
  let hash = 0;
  for (const character of `${operation.name} ${dtype}`)
    hash = Math.imul(hash, 31) + character.codePointAt(0)!;
  return fold(key(seed), hash >>> 0);
}

/** The cases that a check asks when it is not given others. */
export const casesOf = (operation: Operation, dtype: 'float32' | 'float64', seed: number): readonly Case[] =>
  chooseCases(operation, { key: keyFor(operation, dtype, seed), dtype });

function questionsFor(
  asked: readonly Operation[],
  dtypes: readonly ('float32' | 'float64')[],
  seed: number,
  cases: readonly Case[] | undefined,
): Question[] {
  return asked.flatMap((operation) =>
    dtypes.flatMap((dtype) => {
      const own =
        cases?.filter((c) => c.operation === operation.name && c.dtype === dtype) ??
        casesOf(operation, dtype, seed);
      return own.map((question) => ({ operation, question }));
    }),
  );
}

function chosenOperations(hello: Hello, wanted: readonly string[] | undefined): readonly Operation[] {
  const known = new Map(allOperations.map((operation) => [operation.name, operation]));
  for (const name of wanted ?? []) {
    if (known.has(name)) continue;
    const group = name.split('.')[0]!;
    const near = [...known.keys()].filter((other) => other.startsWith(group)).join(', ');
    throw new ArgumentError({
      argument: 'operations',
      expected: near === '' ? 'the name of an operation' : `one of ${near}`,
      received: name,
      wayOut: 'see the list of operations',
    });
  }
  const claimed = allOperations.filter(({ name, revision }) => hello.operations[name] === revision);
  return wanted === undefined ? claimed : claimed.filter(({ name }) => wanted.includes(name));
}

/** Verified means every judged case passed, and none ended in an error or a fault. */
const isVerified = ({ verdict, errors, faults }: OperationJudgement): boolean =>
  errors + faults === 0 && isPass(verdict);

/** Cases of one operation and element type that may end in faults one after the other before the rest is not asked. */
const FAULTS_IN_A_ROW = 3;

/** Asks until an operation has shown that it only hangs or dies: each case of it costs a time-out, or a start of the program. */
function patientBackend(backend: Backend): (question: Case) => Promise<Reply> {
  const inARow = new Map<string, number>();
  return async (question) => {
    const label = `${question.operation} ${question.dtype}`;
    const faults = inARow.get(label) ?? 0;
    if (faults >= FAULTS_IN_A_ROW) {
      const message = `case ${question.id} (${question.operation}): not asked, the ${faults} cases before ended in faults`;
      return { kind: 'fault', fault: 'not-started', message, stderr: '' };
    }
    const reply = await backend.run(question);
    inARow.set(label, reply.kind === 'fault' ? faults + 1 : 0);
    return reply;
  };
}

/** Asks and judges. Never rejects for what the backend does; rejects when it cannot be greeted. */
export async function checkBackend(options: CheckOptions): Promise<Check> {
  const { backend, seed = 1, onCase } = options;
  const hello = await backend.hello();
  const dtypes = (options.dtypes ?? (['float32', 'float64'] as const)).filter((d) =>
    hello.dtypes.includes(d),
  );
  const asked = chosenOperations(hello, options.operations);
  const questions = questionsFor(asked, dtypes, seed, options.cases);
  const judged = new Map<string, CaseJudgement[]>();
  const ask = patientBackend(backend);
  await options.onStart?.(questions.length);
  for (const [i, { operation, question }] of questions.entries()) {
    const reply = await ask(question);
    const prepared = prepare(operation, question, machineOf(question.dtype, hello.arithmetic));
    const label = `${operation.name} ${question.dtype}`;
    judged.set(label, [...(judged.get(label) ?? []), judgeCase(prepared, reply)]);
    onCase?.(i + 1, question);
  }
  const judgements = asked.flatMap((operation) =>
    dtypes.flatMap((dtype) => {
      const cases = judged.get(`${operation.name} ${dtype}`);
      return cases ? [judgeOperation(operation, dtype, cases)] : [];
    }),
  );
  const names = new Map(allOperations.map(({ name, revision }) => [name, revision]));
  const claims = Object.entries(hello.operations);
  return {
    hello,
    seed,
    judgements,
    findings: findingsOf(judgements),
    otherRevisions: claims.flatMap(([name, revision]) =>
      names.has(name) && names.get(name) !== revision ? [`${name} (revision ${revision})`] : [],
    ),
    unknownOperations: claims.flatMap(([name]) => (names.has(name) ? [] : [name])),
    verified: judgements.filter(isVerified).length,
    claimed: claims.filter(([name]) => names.has(name)).length * hello.dtypes.length,
    total: allOperations.length * 2,
  };
}
