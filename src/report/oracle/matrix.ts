/** The verdict matrix for the terminal: operations down, element types across; then every finding in full. */
import type { FindingData, OperationData, OracleData } from '../../oracle/judge/report-data.ts';
import type { SmallestData } from '../../oracle/judge/smallest-data.ts';
import { formatNumber, formatScientific } from '../format.ts';
import { terminalTable } from '../terminal-table.ts';
import { leadOf, placeOf, runnerUpWords, share } from './finding-words.ts';

const MARKS: Readonly<Record<string, string>> = {
  EXACT: '✓',
  PROVED: '✓',
  PLAUSIBLE: '✓',
  SUSPECT: '?',
  'NO-POWER': '?',
  REFUTED: '✗',
};

/** The verdict of one cell, with what overrules it. */
export function cellText(data: OperationData | undefined): string {
  if (data === undefined) return '–';
  const { verdict, expectation, faults, errors, unsupported } = data;
  const trouble = [
    ...(faults > 0 ? [`${faults} ${faults === 1 ? 'fault' : 'faults'}`] : []),
    ...(errors > 0 ? [`${errors} ${errors === 1 ? 'error' : 'errors'}`] : []),
  ].join(', ');
  if (verdict === null) return trouble === '' ? (unsupported > 0 ? '– unsupported' : '–') : `✗ ${trouble}`;
  const expected = expectation === 'expected-failure' ? ' (expected)' : '';
  const surprise = expectation === 'unexpected-pass' ? ' (unexpected)' : '';
  return `${trouble === '' ? MARKS[verdict] : '✗'} ${verdict}${expected}${surprise}${trouble && `, ${trouble}`}`;
}

/** Largest error of the cells in bounds. */
const ratioText = (cells: readonly OperationData[]): string => {
  const judged = cells.filter(({ verdict }) => verdict !== null);
  if (judged.length === 0) return '–';
  const ratio = Math.max(...judged.map((cell) => cell.ratio));
  return ratio === Infinity ? '∞' : ratio < 1e3 ? formatNumber(ratio, 2) : formatScientific(ratio);
};

/** The operations in their order, each with its cells by element type. */
export function byOperation(
  data: OracleData,
): readonly { readonly name: string; readonly cells: readonly OperationData[] }[] {
  const names = [...new Set(data.operations.map(({ operation }) => operation))];
  return names.map((name) => ({
    name,
    cells: data.operations.filter(({ operation }) => operation === name),
  }));
}

/** Judged cases of each element type: `6 + 6`. */
export const casesText = (cells: readonly OperationData[]): string =>
  cells.map(({ judged }) => judged).join(' + ');

export function matrixText(data: OracleData): string {
  const types = (['float32', 'float64'] as const).filter((d) =>
    data.operations.some(({ dtype }) => dtype === d),
  );
  const columns = [
    { header: 'operation' },
    ...types.map((header) => ({ header })),
    { header: 'error/bound', align: 'right' as const },
    { header: 'cases', align: 'right' as const },
  ];
  const rows = byOperation(data).map(({ name, cells }) => [
    name,
    ...types.map((type) => cellText(cells.find(({ dtype }) => dtype === type))),
    ratioText(cells),
    casesText(cells),
  ]);
  return terminalTable(columns, rows);
}

/** One finding: what, where, the mathematics, and how sure. */
export function findingText(finding: FindingData): string {
  const { mistakes, root, explains, runnerUp, separatedBy, sentence, id, distance } = finding;
  const named = mistakes.length > 0;
  const others = explains.filter((name) => !name.startsWith(`${root} `));
  const lines = [`✗ ${placeOf(finding)}: ${sentence}${named ? `  [${id}]` : ''}`];
  for (const { right, wrong, looksLike } of mistakes) {
    lines.push(`    meant     ${right}`, `    computed  ${wrong}`, `    ${looksLike}`);
  }
  if (named) lines.push(`    leaves ${share(distance ?? 0)} unexplained`);
  if (others.length > 0) lines.push(`    explains as well: ${others.join(', ')}`);
  if (runnerUp && named) lines.push(`    runner-up ${runnerUp.id}, ${runnerUpWords(runnerUp)}`);
  const lead = leadOf(finding);
  if (lead) lines.push(`    nearest   ${lead.id}, ${lead.words}`);
  if (separatedBy) {
    lines.push(
      `    told apart by ${JSON.stringify(separatedBy.settings)}, sizes ${JSON.stringify(separatedBy.sizes)}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/** A failing case, shrunk: what it is, and how to run it. */
export function smallestText({
  operation,
  dtype,
  settings,
  sizes,
  asked,
  message,
  snippet,
}: SmallestData): string {
  const what = message === '' ? '' : ` (${message})`;
  const head = `smallest failing case of ${operation} (${dtype})${what}, found in ${asked} questions: ${JSON.stringify(sizes)}, ${JSON.stringify(settings)}`;
  const lines = snippet === null ? [] : snippet.split('\n').map((line) => `    ${line}`.trimEnd());
  return `${[head, ...lines].join('\n')}\n`;
}

const index = (at: readonly number[]): string => (at.length === 0 ? '' : `[${at.join(', ')}]`);

/** The worst element of each refuted operation, and what went wrong in faults. */
export function detailText({ operations }: OracleData): string {
  const lines = operations.flatMap(({ operation, dtype, verdict, worst, failed, blind }) => {
    const out: string[] = [];
    if (verdict === 'REFUTED' && worst) {
      out.push(
        `${operation} (${dtype}): ${worst.part}${index(worst.index)} is ${worst.received}, the truth ${worst.expected} ± ${formatScientific(worst.bound)}, in ${worst.case}`,
      );
    }
    const trouble = failed.find(({ status }) => status !== 'refuted');
    if (trouble) out.push(`${operation} (${dtype}): ${trouble.status}: ${trouble.message}, in ${trouble.id}`);
    if (verdict === 'NO-POWER')
      out.push(`${operation} (${dtype}): cannot tell ${blind.join(', ')} from the truth`);
    return out;
  });
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}
