/** Results on the terminal: a table by law, then every finding in full. */
import type { LawResult, Status } from '../../laws/core/result.ts';
import { formatNumber, formatScientific } from '../../report/format.ts';
import { terminalTable } from '../../report/terminal-table.ts';
import type { TextStream } from '../context.ts';
import { shellWord } from '../shell-words.ts';
import type { LawGroup, VerifySummary } from './verdict.ts';
import { isLoose, worstResult } from './verdict.ts';
import { visible } from './visible.ts';

const VERDICTS: Record<Status, string> = {
  holds: '✓ holds',
  violated: '✗ violated',
  refused: '– refused',
  faulty: '✗ faulty',
};

/** With figures as long as they get, a row then fills a terminal of 80 columns. */
const OBJECT_WIDTH = 35;

const shortened = (text: string): string =>
  text.length > OBJECT_WIDTH ? `${text.slice(0, OBJECT_WIDTH - 1)}…` : text;

/** The verdict, with a mark on a result whose bound says little. */
export function verdictOf({ status, tooLoose }: LawResult): string {
  return `${VERDICTS[status]}${tooLoose ? ' (loose)' : ''}`;
}

/** Residual, bound and ratio as text; a dash where nothing was measured. */
export function figuresOf({ residual, bound, ratio }: LawResult): [string, string, string] {
  if (bound === null) return ['–', '–', '–'];
  return [formatScientific(residual), formatScientific(bound), ratio === null ? '–' : formatNumber(ratio, 2)];
}

function rowsOf({ results }: LawGroup, all: boolean): string[][] {
  const row = (result: LawResult, name: string): string[] => [
    `  ${shortened(name)}`,
    ...figuresOf(result),
    verdictOf(result),
  ];
  if (all) return results.map((result) => row(result, result.object));
  const failing = results.filter(({ status }) => status === 'violated' || status === 'faulty');
  return [
    ...failing.map((result) => row(result, result.object)),
    ...shared('holds', results, (worst, name) => row(worst, name)),
    ...shared('refused', results, (worst, name) => row(worst, name)),
  ];
}

/** One row for all results of a status: the worst of them by name, and how many more. */
function shared(
  status: Status,
  results: readonly LawResult[],
  row: (worst: LawResult, name: string) => string[],
): string[][] {
  const those = results.filter((result) => result.status === status);
  if (those.length === 0) return [];
  const worst = worstResult(those);
  const more = those.length > 1 ? ` and ${those.length - 1} more` : '';
  const name = worst.object;
  const room = OBJECT_WIDTH - more.length;
  return [row(worst, `${name.length > room ? `${name.slice(0, room - 1)}…` : name}${more}`)];
}

/** The table: each law with its formula, below it the worst object, or all of them. */
export function printTable(out: TextStream, groups: readonly LawGroup[], all: boolean): void {
  const columns = [
    { header: 'law and object' },
    { header: 'residual', align: 'right' },
    { header: 'bound', align: 'right' },
    { header: 'ratio', align: 'right' },
    { header: 'verdict' },
  ] as const;
  const blocks = groups.map((group) => rowsOf(group, all));
  const lines = terminalTable(columns, blocks.flat()).split('\n');
  out.write(`${lines.slice(0, 2).join('\n')}\n`);
  let next = 2;
  for (const [i, { law, results }] of groups.entries()) {
    const loose = isLoose(results) ? '  [loose: all ratios below 1e-3]' : '';
    out.write(`${law.id}: ${law.title}${loose}\n`);
    out.write(`${lines.slice(next, next + blocks[i]!.length).join('\n')}\n`);
    next += blocks[i]!.length;
  }
}

/** The command line that meets a counterexample again. */
export function replayCommand(result: LawResult, { path, object }: ReplayWords): string | null {
  if (result.replay === null) return null;
  const from = path === undefined ? '' : ` --path ${shellWord(path)}`;
  const only = object ? ` --object ${shellWord(result.object)}` : '';
  return `flowproof verify ${result.law}${from}${only} --replay ${result.replay}`;
}

export interface ReplayWords {
  /** The user's module. */
  readonly path: string | undefined;
  /** Whether the object has to be named, as there are several. */
  readonly object: boolean;
}

const HEADINGS: Record<Exclude<Status, 'holds'>, string> = {
  violated: 'does not hold for',
  faulty: 'met a fault of',
  refused: 'cannot judge',
};

/** One finding: what is wrong where, code that shows it, and how to meet it again. */
export function findingText(result: LawResult, replay: string | null): string {
  if (result.status === 'holds') return '';
  const { counterexample, status } = result;
  const lines = [`${status === 'refused' ? '–' : '✗'} ${result.law} ${HEADINGS[status]} ${result.object}`];
  if (status !== 'refused') lines.push(`  ${result.title}`);
  if (result.reason !== undefined) lines.push(`  ${result.reason.replace(/\s*\n\s*/g, ' ')}`);
  if (counterexample && status !== 'refused') {
    if (status === 'violated') {
      lines.push(
        `  smallest counterexample: ${counterexample.words}`,
        `  residual ${formatScientific(counterexample.residual)} exceeds the bound ${formatScientific(counterexample.bound)} (${result.why})`,
      );
    }
    if (counterexample.detail !== undefined) lines.push(`  ${counterexample.detail}`);
    lines.push('  as code, for an .mjs file in a project that has flowproof:');
    lines.push('', ...counterexample.snippet.split('\n').map((line) => `    ${line}`), '');
  }
  if (result.note !== undefined) lines.push(`  note: ${result.note}`);
  if (replay !== null && status !== 'refused') lines.push(`  again: ${replay}`);
  return `${lines.join('\n')}\n`;
}

/** Every finding in full, refusals in two lines each, then the verdict and what to think of it. */
export function printFindings(
  out: TextStream,
  groups: readonly LawGroup[],
  summary: VerifySummary,
  replay: ReplayWords,
): void {
  const results = groups.flatMap((group) => group.results);
  for (const result of results.filter((r) => r.status === 'violated' || r.status === 'faulty')) {
    out.write(`\n${visible(findingText(result, replayCommand(result, replay)))}`);
  }
  const refused = results.filter((result) => result.status === 'refused');
  if (refused.length > 0) out.write('\n');
  for (const result of refused) out.write(visible(findingText(result, null)));
  out.write(`\n${summary.words}\n`);
  for (const id of summary.looseLaws) {
    out.write(
      `warning: ${id} never used more than 1e-3 of its bound here, so it would not see a violation a thousand times larger\n`,
    );
  }
}

/** Notes on laws that hold: a replay that met no failure, unless it met the one that it was for on another object. */
export function printNotes(out: TextStream, results: readonly LawResult[]): void {
  if (results.some(({ status, note }) => status !== 'holds' && status !== 'refused' && note === undefined))
    return;
  for (const { law, object, note, status } of results) {
    if (note !== undefined && status === 'holds') out.write(visible(`note: ${law} on ${object}: ${note}\n`));
  }
}
