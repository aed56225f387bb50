/** Rows as tables for the terminal: for each problem, arithmetic and grid the error of each solver at each step count. */
import type { Row } from '../../benchmark/row.ts';
import { formatCount } from '../format.ts';
import { type TerminalColumn, terminalTable } from '../terminal-table.ts';
import {
  footnoteMark,
  measured,
  oneLine,
  reasonsOf,
  STATUS_WORDS,
  slopeText,
  windowRange,
  windowText,
} from './cells.ts';
import { type Efforts, effortColumns, effortTables, rowsAt } from './efforts.ts';
import { familyOf, hasStrongError } from './families.ts';
import {
  floorOfRow,
  metricsOf,
  missingMetrics,
  type Quantity,
  quantityName,
  quantityOf,
} from './quantities.ts';
import {
  atFloor,
  evaluationFormula,
  type Group,
  groupName,
  groupRows,
  isAdaptive,
  isNumber,
  type NumberedRow,
  type Series,
  windowOf,
} from './series.ts';

/**
 * The tables as text. Under each error stands its local slope against the column before, under each tolerance's error what it
 * cost; an asterisk marks errors at the floor, and letters lead to the reasons of runs that did not arrive or have no error.
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
  const parts = groupRows(rows).flatMap((group) => {
    const metrics = metricsOf(group.series.flatMap((series) => series.rows));
    return [groupText(group, markOf), ...metrics.map((name) => metricText(group, name))];
  });
  const notes = reasons.map(({ status, reason, rows: { length } }, i) => {
    const words = [
      ...(status === 'ok' ? [] : [STATUS_WORDS[status]]),
      ...(length > 1 ? [`(${formatCount(length)} runs)`] : []),
    ].join(' ');
    return `${footnoteMark(i)}  ${words === '' ? '' : `${words}: `}${oneLine(reason)}\n`;
  });
  notes.unshift(...missingMetrics(rows).map((sentence) => `${oneLine(sentence)}\n`));
  if (metricsOf(rows).some((name) => rows.some((row) => floorOfRow(row, name) !== null))) {
    notes.unshift('(floor)  what two samples of the target of the same size are apart\n');
  }
  if (rows.some((row) => isNumber(row.rmse) && hasStrongError({ family: familyOf(row) }))) {
    notes.unshift('stochastic solvers: the strong error, against a finer path of the same Brownian motion\n');
  }
  if (rows.some(atFloor))
    notes.unshift('*  at the floor: half of the mean square or more is rounding or the error of the truth\n');
  if (notes.length > 0) parts.push(notes.join(''));
  return parts.join('\n');
}

type MarkOf = (row: NumberedRow) => string;

function groupText(group: Group, markOf: MarkOf): string {
  const below = isAdaptive(group) ? 'NFE (rejected steps) below' : 'its local slope below';
  const title = `${oneLine(`${group.problem} · ${groupName(group)}`)} · rmse at t = 1, ${below}\n`;
  return [title, ...effortTables(group).map((efforts) => errorTable(group.series, efforts, markOf))].join('');
}

function errorTable(series: readonly Series[], efforts: Efforts, markOf: MarkOf): string {
  const { adaptive, digits } = efforts;
  const windows = series.some((one) => windowOf(one) !== null);
  const lines = series.flatMap((one) => {
    const rows = rowsAt(one.rows, efforts);
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
  const order: TerminalColumn[] = windows ? [{ header: 'order', align: 'right' }] : [];
  return terminalTable([{ header: 'solver' }, ...effortColumns(efforts), ...order], lines);
}

/** One table for each metric that was asked for, with what two samples of the target are apart in its last line. */
function metricText(group: Group, quantity: Quantity): string {
  const all = group.series.flatMap(({ rows }) => rows);
  const title = `${oneLine(`${group.problem} · ${groupName(group)} · ${quantityName(quantity)}`)}\n`;
  const tables = effortTables(group).map((efforts) => {
    const cells = (
      rows: readonly (NumberedRow | undefined)[],
      of: (row: NumberedRow) => number | null,
    ): string[] => rows.map((row) => (row ? measured(of(row), efforts.digits) : ''));
    const lines = group.series.map((one) => [
      oneLine(one.solver),
      ...cells(rowsAt(one.rows, efforts), (row) => quantityOf(row, quantity)),
    ]);
    const floored = all.filter((row) => floorOfRow(row, quantity) !== null);
    const floors = cells(rowsAt(floored, efforts), (row) => floorOfRow(row, quantity));
    if (floored.length > 0) lines.push(['(floor)', ...floors]);
    return terminalTable([{ header: 'solver' }, ...effortColumns(efforts)], lines);
  });
  return [title, ...tables].join('');
}

function errorText(row: NumberedRow | undefined, digits: number, markOf: MarkOf): string {
  if (!row) return '';
  if (row.status !== 'ok') return `${STATUS_WORDS[row.status]} ${markOf(row)}`;
  const mark = markOf(row);
  return `${measured(row.rmse, digits)}${atFloor(row) ? '*' : ''}${mark === '' ? '' : ` ${mark}`}`;
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
