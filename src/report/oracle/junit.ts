/** JUnit XML: one test case for each operation and element type, as continuous integrations read it. */
import type { FindingData, OperationData, OracleData } from '../../oracle/judge/report-data.ts';
import { leadOf } from './finding-words.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 has no control characters but line breaks and tabs, not even as entities. */
const escapeXml = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"]/g, (c) => ENTITIES[c]!);

function failureOf(operation: OperationData, findings: readonly FindingData[]): string | null {
  const { verdict, worst, expectation } = operation;
  if (expectation === 'unexpected-pass') return 'passes, although a failure is expected';
  if (verdict !== 'REFUTED') return verdict === 'NO-POWER' ? 'no power against a known mistake' : null;
  const label = `${operation.operation} (${operation.dtype})`;
  const names = findings
    .filter(({ explains }) => explains.includes(label))
    .map((finding) => {
      const lead = leadOf(finding);
      const nearest = lead ? `; nearest is ${lead.id}, ${lead.words}` : '';
      return `${finding.sentence} [${finding.id}]${nearest}`;
    });
  const where = worst
    ? `; ${worst.part}[${worst.index.join(', ')}] = ${worst.received}, truth ${worst.expected} ± ${worst.bound}`
    : '';
  return `${names.join('; ') || 'refuted'}${where}`;
}

function testCase(operation: OperationData, findings: readonly FindingData[]): string {
  const name = `name="${escapeXml(operation.operation)} (${operation.dtype})" classname="${escapeXml(operation.operation.split('.')[0]!)}"`;
  const time = `time="${operation.seconds.toFixed(6)}"`;
  const { expectation, failed, verdict } = operation;
  const trouble = failed.find(({ status }) => status !== 'refuted');
  const failure = failureOf(operation, findings);
  const inner = trouble
    ? `<error message="${escapeXml(`${trouble.status}: ${trouble.message}`)}"/>`
    : expectation === 'expected-failure'
      ? '<skipped message="expected failure"/>'
      : failure !== null
        ? `<failure message="${escapeXml(failure)}" type="${verdict ?? 'NONE'}"/>`
        : verdict === null
          ? '<skipped message="unsupported"/>'
          : '';
  return inner === ''
    ? `    <testcase ${name} ${time}/>`
    : `    <testcase ${name} ${time}>${inner}</testcase>`;
}

export function junitXml(data: OracleData): string {
  const cases = data.operations.map((operation) => testCase(operation, data.findings));
  const count = (tag: string): number => cases.filter((text) => text.includes(`<${tag} `)).length;
  const counts = `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites ${counts}>
  <testsuite name="flowproof oracle: ${escapeXml(data.backend.name)}" ${counts}>
${cases.join('\n')}
  </testsuite>
</testsuites>
`;
}
