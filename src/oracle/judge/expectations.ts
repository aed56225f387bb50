/** Failures that are known and accepted: each with its reason, so that a list of them stays a list of decisions. */
import { FormatError, show } from '../../errors.ts';
import type { Hello } from '../backend.ts';
import type { Finding } from './finding.ts';
import { relationIds } from './invariants.ts';
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

/** Ids of findings that are no mistake of the catalogue. */
const OTHER_IDS: readonly string[] = [
  'unknown',
  ...['float32', 'tf32', 'float16', 'bfloat16'].map((format) => `arithmetic.${format}`),
  ...relationIds.map((id) => `relation.${id}`),
];

/** What an expectation may name. */
export interface KnownNames {
  readonly operations: readonly string[];
  readonly mistakes: readonly string[];
  /** What was meant by a word that nothing has. */
  readonly nearest: (word: string, names: readonly string[]) => string | undefined;
}

/** The expectations of a parsed JSON file: `[{ "operation": …, "reason": … }]`. */
export function checkExpectations(file: string, value: unknown, known: KnownNames): readonly Expectation[] {
  const refuse = (at: string, expected: string, received: unknown, wayOut?: string): never => {
    const text = { argument: `${file}${at}`, expected, received: show(received) };
    throw new FormatError(wayOut === undefined ? text : { ...text, wayOut });
  };
  const named = (at: string, expected: string, name: unknown, names: readonly string[]): void => {
    if (names.includes(String(name))) return;
    const near = typeof name === 'string' ? known.nearest(name, names) : undefined;
    refuse(at, expected, name, near === undefined ? undefined : `the nearest is ${near}`);
  };
  if (!Array.isArray(value)) return refuse('', 'a list of { operation, reason }', value);
  const taken = new Map<string, number>();
  return value.map((entry: unknown, i) => {
    const at = `, entry ${i + 1}`;
    if (typeof entry !== 'object' || entry === null) return refuse(at, 'an object', entry);
    const fields = entry as Record<string, unknown>;
    for (const [name, content] of Object.entries(fields)) {
      if (!FIELDS.has(name)) refuse(at, `the fields ${[...FIELDS].join(', ')}`, name);
      if (typeof content !== 'string' || content === '') refuse(`${at}, ${name}`, 'a text', content);
    }
    const { operation, dtype, reason, diagnosis } = fields as Partial<Expectation>;
    named(`${at}, operation`, 'the name of an operation', operation, known.operations);
    if (reason === undefined) refuse(at, 'a reason', entry);
    if (dtype !== undefined && dtype !== 'float32' && dtype !== 'float64') {
      refuse(`${at}, dtype`, 'float32 or float64', dtype);
    }
    // Two at once are joined as in a finding.
    const ids = diagnosis?.split(' + ') ?? [];
    const others = ids.length === 1 ? OTHER_IDS : [];
    for (const id of ids)
      named(`${at}, diagnosis`, 'the id of a finding', id, [...known.mistakes, ...others]);
    for (const type of dtype === undefined ? ['float32', 'float64'] : [dtype]) {
      const label = `${operation} (${type})`;
      const before = taken.get(label);
      if (before !== undefined) refuse(at, `one entry for ${label}`, `another than entry ${before}`);
      taken.set(label, i + 1);
    }
    return fields as unknown as Expectation;
  });
}

/** Expectations for operations that a backend does not claim: they can be met by nothing. */
export const unclaimedExpectations = (
  expectations: readonly Expectation[],
  { operations }: Pick<Hello, 'operations'>,
): readonly string[] => [
  ...new Set(expectations.map(({ operation }) => operation).filter((name) => !(name in operations))),
];

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
