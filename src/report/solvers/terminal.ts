/** Rows as tables for the terminal: for each problem, arithmetic and grid the error of each solver at each step count. */
import type { Row } from '../../benchmark/row.ts';
import { formatCount } from '../format.ts';
import { type TerminalColumn, terminalTable } from '../terminal-table.ts';
import {
  footnoteMark,
  measured,
  reasonsOf,
  STATUS_WORDS,
  slopeText,
  toleranceText,
  windowRange,
  windowText,
} from './cells.ts';
import {
  atFloor,
  evaluationFormula,
  type Group,
  groupName,
  groupRows,
  isNumber,
  type NumberedRow,
  type Series,
  windowOf,
} from './series.ts';

/** Up to so many step counts stand in one table with all four digits, and up to MOST with three. */
const ROOMY = 8;
const MOST = 10;

/**
 * The tables as text. Under each error stands its local slope against the column before, under each tolerance's error what it
 * cost; an asterisk marks errors at the floor, and letters lead to the reasons of runs that did not arrive.
 *
 * @example
 * ```ts
 * import { solversTable } from 'flowproof/node';
 *
 * const run = (steps: number, rmse: number, slope: number | null) => ({
 *   problem: 'decay', solver: 'euler', grid: 'uniform', dtype: 'float64', steps, tolerance: null, nfe: steps,
 *   accepted: steps, rejected: 0, rmse, max: rmse, slope, slopeWindow: null, floor: null, seconds: null, secondsIqr: null,
 *   status: 'ok', reason: null, metrics: {},
 * }) as const;
 * const text = solversTable([run(8, 0.2551, null), run(16, 0.1423, 0.842)]);
 * console.log(text.split('\n')[0]); // decay · float64, uniform grid · rmse at t = 1, its local slope below
 * ```
 */
export function solversTable(rows: readonly Row[]): string {
  if (rows.length === 0) return 'No runs.\n';
  const reasons = reasonsOf(rows);
  const marks = new Map(reasons.flatMap((entry, i) => entry.rows.map((row) => [row, footnoteMark(i)])));
  const markOf = (row: NumberedRow): string => marks.get(rows[row.index]!) ?? '';
  const parts = groupRows(rows).map((group) => groupText(group, markOf));
  const notes = reasons.map(({ status, reason, rows: { length } }, i) => {
    const word = status === 'ok' ? '' : STATUS_WORDS[status];
    return `${footnoteMark(i)}  ${word}${length > 1 ? ` (${formatCount(length)} runs)` : ''}: ${oneLine(reason)}\n`;
  });
  if (rows.some(atFloor))
    notes.unshift('*  at the floor: half of the mean square or more is rounding or the error of the truth\n');
  if (notes.length > 0) parts.push(notes.join(''));
  return parts.join('\n');
}

type MarkOf = (row: NumberedRow) => string;

function groupText(group: Group, markOf: MarkOf): string {
  const adaptive = group.series[0]!.adaptive;
  const below = adaptive ? 'NFE (rejected steps) below' : 'its local slope below';
  const title = `${oneLine(`${group.problem} · ${groupName(group)}`)} · rmse at t = 1, ${below}\n`;
  const efforts = effortsOf(group, adaptive);
  const chunks = efforts.length > MOST ? chunksOf(efforts, ROOMY) : [efforts];
  const digits = efforts.length > ROOMY && efforts.length <= MOST ? 3 : 4;
  return [title, ...chunks.map((chunk) => chunkText(group.series, chunk, digits, adaptive, markOf))].join('');
}

function chunkText(
  series: readonly Series[],
  efforts: readonly (number | null)[],
  digits: number,
  adaptive: boolean,
  markOf: MarkOf,
): string {
  const windows = series.some((one) => windowOf(one) !== null);
  const right = (header: string): TerminalColumn => ({ header, align: 'right' });
  const columns = [
    { header: 'solver' },
    ...efforts.map((effort, i) => right(effortHeader(effort, adaptive, i === 0))),
    ...(windows ? [right('order')] : []),
  ];
  const lines = series.flatMap((one) => {
    const rows = efforts.map((effort) => one.rows.find((row) => effortOf(row, adaptive) === effort));
    const cost = evaluationFormula(one);
    const window = windowOf(one);
    const upper = [oneLine(one.solver), ...rows.map((row) => errorText(row, digits, markOf))];
    const lower = [
      cost === null ? '' : `  NFE ${cost}`,
      ...rows.map((row) => (adaptive ? costText(row) : slopeText(row?.slope ?? null))),
    ];
    if (windows) {
      upper.push(windowText(window).replaceAll(' ', digits === 4 ? ' ' : ''));
      lower.push(windowRange(window));
    }
    return lower.some((text) => text !== '') ? [upper, lower] : [upper];
  });
  return terminalTable(columns, lines);
}

function effortHeader(effort: number | null, adaptive: boolean, first: boolean): string {
  if (effort === null) return '–';
  return adaptive ? `tol ${toleranceText(effort)}` : `${first ? 'N = ' : ''}${formatCount(effort)}`;
}

function errorText(row: NumberedRow | undefined, digits: number, markOf: MarkOf): string {
  if (!row) return '';
  if (row.status !== 'ok') return `${STATUS_WORDS[row.status]} ${markOf(row)}`;
  return `${measured(row.rmse, digits)}${atFloor(row) ? '*' : ''}`;
}

function costText(row: NumberedRow | undefined): string {
  if (!row || !isNumber(row.nfe)) return '';
  const rejected = isNumber(row.rejected) && row.rejected > 0 ? ` (${short(row.rejected)})` : '';
  return `${short(row.nfe)}${rejected}`;
}

/** Means over rows with steps of their own need no more than one decimal. */
function short(count: number): string {
  return formatCount(Number.isInteger(count) ? count : Number(count.toFixed(1)));
}

/** Step counts ascending or tolerances descending; null stands for rows that have neither. */
function effortsOf({ series }: Group, adaptive: boolean): (number | null)[] {
  const all = new Set(series.flatMap(({ rows }) => rows.map((row) => effortOf(row, adaptive))));
  const sign = adaptive ? -1 : 1;
  return [...all].sort((a, b) => sign * ((a ?? 0) - (b ?? 0)));
}

function effortOf({ steps, tolerance }: NumberedRow, adaptive: boolean): number | null {
  return adaptive ? tolerance : steps;
}

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
}

/** Names and reasons come from users: no line breaks, no control sequences of terminals. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
}
