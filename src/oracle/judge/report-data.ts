/** The result of a check as plain data, for JSON, JUnit and the page (schemas/oracle.schema.json). */
import type { DeclaredArithmetic } from '../arithmetic/machine.ts';
import { operations as allOperations } from '../registry.ts';
import type { Check } from './check.ts';
import { inBounds, type WorstElement } from './compare.ts';
import type { ExpectationResult } from './expectations.ts';
import type { Finding } from './finding.ts';
import type { MistakePower, OperationJudgement } from './operation-verdict.ts';
import type { SmallestData } from './smallest-data.ts';
import type { VelocityField } from './velocity-fields.ts';
import { isPass, type Verdict } from './verdict.ts';

/** Exit codes of a check: what a continuous integration can act on. */
export type ExitCode = 0 | 1 | 2 | 3 | 4;

/** A mistake of a finding, without its program. */
export interface NamedMistake {
  readonly id: string;
  readonly title: string;
  readonly right: string;
  readonly wrong: string;
  readonly looksLike: string;
}

export interface FindingData extends Omit<Finding, 'mistakes'> {
  readonly mistakes: readonly NamedMistake[];
}

/** A case that did not pass, small enough to read. */
export interface FailedCase {
  readonly id: string;
  readonly status: 'refuted' | 'error' | 'fault';
  readonly message: string;
  readonly settings: unknown;
  readonly sizes: unknown;
  readonly ratio: number;
}

/** Largest error over bound of the rows at one time. */
export interface TimePoint {
  readonly t: number;
  readonly ratio: number;
}

export interface OperationData {
  readonly operation: string;
  readonly dtype: 'float32' | 'float64';
  readonly revision: number;
  readonly summary: string;
  readonly formula: string;
  readonly verdict: Verdict | null;
  readonly expectation: ExpectationResult['outcome'] | null;
  readonly asked: number;
  readonly judged: number;
  readonly unsupported: number;
  readonly errors: number;
  readonly faults: number;
  readonly ratio: number;
  readonly worst: (WorstElement & { readonly case: string; readonly part: string }) | null;
  readonly ulps: readonly number[];
  readonly bias: number;
  readonly power: readonly MistakePower[];
  readonly blind: readonly string[];
  readonly times: readonly TimePoint[];
  readonly failed: readonly FailedCase[];
  readonly seconds: number;
}

export interface OracleData {
  readonly version: 1;
  readonly kind: 'oracle';
  readonly flowproof: string;
  readonly command: string | null;
  readonly seed: number;
  readonly backend: {
    readonly name: string;
    readonly version: string | null;
    readonly language: string | null;
    readonly arithmetic: DeclaredArithmetic;
  };
  readonly summary: {
    readonly verified: number;
    readonly claimed: number;
    readonly total: number;
    readonly cases: number;
    readonly exitCode: ExitCode;
    readonly words: string;
  };
  readonly operations: readonly OperationData[];
  readonly findings: readonly FindingData[];
  /** Failing cases, shrunk: one for each finding, and those that chance has found. */
  readonly smallest: readonly SmallestData[];
  readonly expectations: readonly ExpectationResult[];
  readonly otherRevisions: readonly string[];
  readonly unknownOperations: readonly string[];
  /** Operations of the oracle that the backend does not claim. */
  readonly unclaimed: readonly string[];
  /** Velocity fields on a grid, for the page; null where none were asked for. */
  readonly fields: readonly VelocityField[] | null;
  /** What the backend printed beside its answers, and other notes. */
  readonly remarks: readonly string[];
}

/** Most failed cases that one operation lists. */
const LISTED = 5;

function failedCases({ cases }: OperationJudgement): readonly FailedCase[] {
  return cases
    .flatMap(({ prepared, status, verdict, message, ratio }): FailedCase[] => {
      const { id, settings, sizes } = prepared.question;
      if (status === 'judged' && verdict === 'REFUTED')
        return [{ id, status: 'refuted', message, settings, sizes, ratio }];
      return status === 'error' || status === 'fault'
        ? [{ id, status, message, settings, sizes, ratio }]
        : [];
    })
    .slice(0, LISTED);
}

/** Errors against time, for operations with one time for each row and outputs by rows. */
function timePoints({ cases }: OperationJudgement): readonly TimePoint[] {
  return cases.flatMap(({ prepared, status, outputs }) => {
    const { target, question } = prepared;
    const times = question.inputs.t;
    if (status !== 'judged' || times?.shape.length !== 1) return [];
    const rows = times.data.length;
    return Array.from(times.data, (t, row) => {
      let ratio = 0;
      for (const [name, expected] of Object.entries(target.outputs)) {
        const { data, shape } = outputs[name]!;
        if (shape[0] !== rows) continue;
        const width = data.length / rows;
        for (let i = row * width; i < (row + 1) * width; i++) {
          const { v, e } = expected[i]!;
          if (Number.isFinite(e)) ratio = Math.max(ratio, inBounds(Math.abs(data[i]! - v), e));
        }
      }
      return { t, ratio };
    });
  });
}

const plainFinding = ({ mistakes, ...rest }: Finding): FindingData => ({
  ...rest,
  mistakes: mistakes.map(({ id, title, right, wrong, looksLike }) => ({
    id,
    title,
    right,
    wrong,
    looksLike,
  })),
});

function exitCodeOf(
  judgements: readonly OperationJudgement[],
  verified: number,
  met: readonly ExpectationResult[],
): ExitCode {
  const outcomeOf = (judgement: OperationJudgement): ExpectationResult['outcome'] | undefined =>
    met.find(
      ({ expectation, dtype }) =>
        expectation.operation === judgement.operation.name && dtype === judgement.dtype,
    )?.outcome;
  if (judgements.some((j) => j.verdict === 'REFUTED' && outcomeOf(j) !== 'expected-failure')) return 1;
  if (judgements.some(({ faults, errors }) => faults + errors > 0)) return 2;
  if (met.some(({ outcome }) => outcome === 'unexpected-pass')) return 4;
  return verified === 0 ? 3 : 0;
}

function wordsFor(check: Check, exitCode: ExitCode): string {
  const { judgements, verified, claimed, total, findings } = check;
  const refuted = judgements.filter(({ verdict }) => verdict === 'REFUTED').length;
  const faulty = judgements.filter(({ faults, errors }) => faults + errors > 0).length;
  const parts = [
    `${verified} verified of ${claimed} claimed, ${total} in all`,
    ...(refuted > 0
      ? [`${refuted} refuted, by ${findings.length} ${findings.length === 1 ? 'cause' : 'causes'}`]
      : []),
    ...(faulty > 0 ? [`${faulty} with errors or faults`] : []),
    ...(exitCode === 3 ? ['nothing was verified'] : []),
    ...(exitCode === 4 ? ['an expected failure passes'] : []),
  ];
  return parts.join('; ');
}

/** What chance has found in an operation that the chosen cases passed refutes it as well. */
function withDrawn(check: Check, smallest: readonly SmallestData[]): Check {
  const refutedByChance = ({ operation, dtype, verdict, errors, faults }: OperationJudgement): boolean =>
    verdict !== 'REFUTED' &&
    errors + faults === 0 &&
    smallest.some((one) => one.operation === operation.name && one.dtype === dtype);
  const found = check.judgements.filter(refutedByChance);
  const lost = found.filter(({ verdict }) => isPass(verdict));
  return {
    ...check,
    verified: check.verified - lost.length,
    judgements: check.judgements.map((judgement) =>
      found.includes(judgement) ? { ...judgement, verdict: 'REFUTED' as const } : judgement,
    ),
  };
}

/** Everything that a report shows. */
export function reportData(
  chosen: Check,
  about: {
    readonly flowproof: string;
    readonly command: string | null;
    readonly met: readonly ExpectationResult[];
    readonly fields?: readonly VelocityField[];
    readonly smallest?: readonly SmallestData[];
    readonly remarks?: readonly string[];
  },
): OracleData {
  const { smallest = [] } = about;
  const check = withDrawn(chosen, smallest);
  const { hello, judgements, verified, claimed, total, seed } = check;
  const exitCode = exitCodeOf(judgements, verified, about.met);
  return {
    version: 1,
    kind: 'oracle',
    flowproof: about.flowproof,
    command: about.command,
    seed,
    backend: {
      name: hello.name,
      version: hello.version ?? null,
      language: hello.language ?? null,
      arithmetic: hello.arithmetic,
    },
    summary: {
      verified,
      claimed,
      total,
      cases: judgements.reduce((sum, { asked }) => sum + asked, 0),
      exitCode,
      words: wordsFor(check, exitCode),
    },
    operations: judgements.map((judgement): OperationData => {
      const { operation, dtype, verdict, asked, judged, unsupported, errors, faults, ratio, worst } =
        judgement;
      const { ulps, bias, power, blind, seconds } = judgement;
      const met = about.met.find((m) => m.expectation.operation === operation.name && m.dtype === dtype);
      return {
        operation: operation.name,
        dtype,
        revision: operation.revision,
        summary: operation.summary,
        formula: operation.formula,
        verdict,
        expectation: met?.outcome ?? null,
        asked,
        judged,
        unsupported,
        errors,
        faults,
        ratio,
        worst,
        ulps,
        bias,
        power,
        blind,
        times: timePoints(judgement),
        failed: failedCases(judgement),
        seconds,
      };
    }),
    findings: check.findings.map(plainFinding),
    smallest,
    expectations: about.met,
    otherRevisions: check.otherRevisions,
    unknownOperations: check.unknownOperations,
    unclaimed: allOperations.flatMap(({ name }) => (name in hello.operations ? [] : [name])),
    fields: about.fields ?? null,
    remarks: about.remarks ?? [],
  };
}
