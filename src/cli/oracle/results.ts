/** What a check found: on the terminal, in files, in the exit code. */
import { FormatError, show } from '../../errors.ts';
import { encodeJson } from '../../io/json-output.ts';
import type { Check } from '../../oracle/judge/check.ts';
import {
  checkExpectations,
  type Expectation,
  meetExpectations,
  unclaimedExpectations,
} from '../../oracle/judge/expectations.ts';
import { type OperationData, type OracleData, reportData } from '../../oracle/judge/report-data.ts';
import type { SmallestData } from '../../oracle/judge/smallest-data.ts';
import type { VelocityField } from '../../oracle/judge/velocity-fields.ts';
import { verdicts } from '../../oracle/judge/verdict.ts';
import { mistakes, operations } from '../../oracle/registry.ts';
import { changesBetween } from '../../report/oracle/compare-results.ts';
import { junitXml } from '../../report/oracle/junit.ts';
import { detailText, findingText, matrixText, smallestText } from '../../report/oracle/matrix.ts';
import { terminalTable } from '../../report/terminal-table.ts';
import type { Context } from '../context.ts';
import { readJsonFile } from '../json-file.ts';
import { nearest } from '../nearest.ts';
import { checkApart, checkWritable, writeWhole } from '../output-file.ts';
import { packageVersion } from '../package-version.ts';
import type { JudgeFlags } from './flags.ts';
import { operationNames } from './operation-names.ts';

/** What is read before anything runs, so that a mistyped file name costs no minutes. */
export interface Prepared {
  readonly expectations: readonly Expectation[];
  readonly before: OracleData | null;
}

/** Reads `--expect` and `--compare`, and refuses outputs that could not be written later, or over one of them or the user's code. */
export function prepareResults(
  flags: JudgeFlags,
  code: readonly (readonly [option: string, path: string])[] = [],
): Prepared {
  const outputs = (['json', 'junit', 'html'] as const).flatMap((name) =>
    flags[name] === undefined ? [] : [[`--${name}`, flags[name]] as const],
  );
  const inputs = (['expect', 'compare'] as const).flatMap((name) =>
    flags[name] === undefined ? [] : [[`--${name}`, flags[name]] as const],
  );
  for (const [i, [option, path]] of outputs.entries()) {
    checkWritable(option, path);
    checkApart(option, path, [...code, ...inputs, ...outputs.slice(0, i)]);
  }
  const expectations =
    flags.expect === undefined
      ? []
      : checkExpectations(flags.expect, readJsonFile('--expect', flags.expect), {
          operations: operations.map(({ name }) => name),
          mistakes: mistakes.map(({ id }) => id),
          nearest,
        });
  if (flags.compare === undefined) return { expectations, before: null };
  return { expectations, before: earlierResult(flags.compare) };
}

/** A result that `--json` has written, as far as a comparison reads it. */
function earlierResult(path: string): OracleData {
  const data = readJsonFile('--compare', path) as Partial<OracleData> | null;
  const refuse = (received: string): never => {
    throw new FormatError({
      argument: `--compare ${show(path)}`,
      expected: 'a result that flowproof oracle check --json has written',
      received,
    });
  };
  if (data?.kind !== 'oracle' || !Array.isArray(data.operations)) return refuse('other JSON');
  for (const [i, row] of (data.operations as readonly Partial<OperationData>[]).entries()) {
    const complete =
      typeof row?.operation === 'string' &&
      (row.dtype === 'float32' || row.dtype === 'float64') &&
      (row.verdict === null || verdicts.some(({ verdict }) => verdict === row.verdict)) &&
      [row.ratio, row.faults, row.errors].every((x) => x !== undefined && !Number.isNaN(Number(x)));
    if (!complete) refuse(`operations[${i}] ${show(row)}`);
  }
  return data as OracleData;
}

const heading = ({ backend }: OracleData): string => {
  const { name, version, arithmetic } = backend;
  const declared = Object.entries(arithmetic).map(([field, value]) => `${field} ${value}`);
  return `${name}${version === null ? '' : ` ${version}`}${declared.length > 0 ? ` (declares ${declared.join(', ')})` : ''}\n\n`;
};

function comparison(before: OracleData, after: OracleData): string {
  const changes = changesBetween(before, after);
  if (changes.length === 0) return 'No verdict changed since the earlier result.\n';
  const columns = [{ header: 'operation' }, { header: 'before' }, { header: 'now' }, { header: 'change' }];
  return terminalTable(
    columns,
    changes.map((c) => [`${c.operation} (${c.dtype})`, c.before, c.after, c.kind]),
  );
}

/** What was wished for and could not be asked. */
function notAsked({ hello }: Check, data: OracleData, { operation, dtype }: JudgeFlags): string[] {
  const claims = data.operations.map((cell) => cell.operation);
  const unclaimed = (operationNames(operation) ?? []).filter((name) => data.unclaimed.includes(name));
  const lines: string[] = [];
  if (unclaimed.length > 0) lines.push(`${unclaimed.join(', ')}, which the backend does not claim`);
  if (dtype !== undefined && !hello.dtypes.includes(dtype))
    lines.push(`${dtype}, which the backend does not claim`);
  if (lines.length + claims.length > 0) return lines;
  const claimed = Object.keys(hello.operations);
  const some = claimed.length > 3 ? `${claimed.slice(0, 3).join(', ')}, …` : claimed.join(', ');
  return [claimed.length === 0 ? 'the backend claims no operation' : `there are no cases of ${some}`];
}

/** Prints, writes and sets the exit code. `remarks` are notes about the backend. */
export async function tellResults(
  context: Context,
  check: Check,
  flags: JudgeFlags,
  prepared: Prepared,
  about: {
    readonly command: string | null;
    readonly remarks: readonly string[];
    readonly fields?: readonly VelocityField[];
    readonly smallest?: readonly SmallestData[];
  },
): Promise<void> {
  const met = meetExpectations(prepared.expectations, check.judgements, check.findings);
  const data = reportData(check, { ...about, flowproof: packageVersion(), met });
  const { stdout, stderr } = context;
  stdout.write(heading(data));
  stdout.write(data.operations.length > 0 ? matrixText(data) : 'No case was asked.\n');
  for (const finding of data.findings) stdout.write(`\n${findingText(finding)}`);
  for (const smallest of data.smallest) stdout.write(`\n${smallestText(smallest)}`);
  const details = detailText(data);
  if (details !== '') stdout.write(`\n${details}`);
  for (const { expectation, outcome, found } of data.expectations) {
    if (outcome === 'expected-failure') continue;
    const what =
      outcome === 'unexpected-pass' ? 'passes' : `is refuted by ${found.join(', ') || 'something unknown'}`;
    stdout.write(`\n${expectation.operation}: expected to be refuted (${expectation.reason}), but ${what}\n`);
  }
  for (const name of unclaimedExpectations(prepared.expectations, check.hello)) {
    stdout.write(`\n${name}: expected to be refuted, but the backend does not claim it\n`);
  }
  for (const line of notAsked(check, data, flags)) stdout.write(`\nnot asked: ${line}\n`);
  for (const name of data.otherRevisions)
    stdout.write(`\nnot judged: ${name}, which is not the revision of this oracle\n`);
  if (data.unknownOperations.length > 0) stdout.write(`\nnot known: ${data.unknownOperations.join(', ')}\n`);
  if (prepared.before) stdout.write(`\n${comparison(prepared.before, data)}`);
  stdout.write(`\n${data.summary.words}\n`);
  if (!flags.quiet) for (const remark of about.remarks) stderr.write(`${remark}\n`);
  if (flags.json !== undefined) writeWhole('--json', flags.json, encodeJson(data, { special: 'string' }));
  if (flags.junit !== undefined) writeWhole('--junit', flags.junit, junitXml(data));
  if (flags.html !== undefined) {
    const { oraclePage } = await import('../../report/oracle/page.ts');
    writeWhole('--html', flags.html, oraclePage(data));
  }
  context.verdict = data.summary.exitCode;
}
