/** Failures that are known and accepted: each with its reason, so that a list of them stays a list of decisions. */
import { FormatError, show } from '../../errors.ts';
import type { Finding } from './finding.ts';
import type { OperationJudgement } from './operation-verdict.ts';

/** An operation that is expected to be refuted. */
export interface Expectation {
  readonly operation: string;
  /** Default: both. */
  readonly dtype?: 'float32' | 'float64';
  readonly reason: string;
  /** An issue, where one exists. */
  readonly link?: string;
  /** Id of the mistake that is expected; another one is a finding. */
  readonly diagnosis?: string;
}

export type ExpectationOutcome =
  /** Refuted as expected. */
  | 'expected-failure'
  /** It passes now: take the expectation away. */
  | 'unexpected-pass'
  /** Refuted, but by another mistake than the one expected. */
  | 'other-failure';

export interface ExpectationResult {
  readonly expectation: Expectation;
  readonly dtype: 'float32' | 'float64';
  readonly outcome: ExpectationOutcome;
  /** Ids of what was found in its place. */
  readonly found: readonly string[];
}

const FIELDS = new Set(['operation', 'dtype', 'reason', 'link', 'diagnosis']);

/** The expectations of a parsed JSON file: `[{ "operation": …, "reason": … }]`. */
export function checkExpectations(
  file: string,
  value: unknown,
  known: ReadonlySet<string>,
): readonly Expectation[] {
  const refuse = (at: string, expected: string, received: unknown): never => {
    throw new FormatError({ argument: `${file}${at}`, expected, received: show(received) });
  };
  if (!Array.isArray(value)) return refuse('', 'a list of { operation, reason }', value);
  return value.map((entry: unknown, i) => {
    const at = `, entry ${i + 1}`;
    if (typeof entry !== 'object' || entry === null) return refuse(at, 'an object', entry);
    const fields = entry as Record<string, unknown>;
    for (const [name, content] of Object.entries(fields)) {
      if (!FIELDS.has(name)) refuse(at, `the fields ${[...FIELDS].join(', ')}`, name);
      if (typeof content !== 'string' || content === '') refuse(`${at}, ${name}`, 'a text', content);
    }
    if (!known.has(String(fields.operation)))
      refuse(`${at}, operation`, 'the name of an operation', fields.operation);
    if (fields.reason === undefined) refuse(at, 'a reason', entry);
    if (fields.dtype !== undefined && fields.dtype !== 'float32' && fields.dtype !== 'float64') {
      refuse(`${at}, dtype`, 'float32 or float64', fields.dtype);
    }
    return fields as unknown as Expectation;
  });
}

/** What became of each expectation; operations that were not judged say nothing. */
export function meetExpectations(
  expectations: readonly Expectation[],
  judgements: readonly OperationJudgement[],
  findings: readonly Finding[],
): readonly ExpectationResult[] {
  return expectations.flatMap((expectation) =>
    judgements
      .filter(
        ({ operation, dtype, verdict }) =>
          verdict !== null &&
          operation.name === expectation.operation &&
          (expectation.dtype === undefined || expectation.dtype === dtype),
      )
      .map(({ operation, dtype, verdict }): ExpectationResult => {
        const label = `${operation.name} (${dtype})`;
        const found = findings.filter(({ explains }) => explains.includes(label)).map(({ id }) => id);
        const outcome = (): ExpectationOutcome => {
          if (verdict !== 'REFUTED') return 'unexpected-pass';
          const { diagnosis } = expectation;
          return diagnosis === undefined || found.includes(diagnosis) ? 'expected-failure' : 'other-failure';
        };
        return { expectation, dtype, outcome: outcome(), found };
      }),
  );
}
