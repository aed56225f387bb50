/** What the cells of tables say about a row, the same in terminal and page. */
import type { Row, RowStatus, SlopeWindow } from '../../benchmark/row.ts';
import { formatNumber, formatScientific } from '../format.ts';
import { isNumber } from './series.ts';

/** One word for each status. */
export const STATUS_WORDS: Readonly<Record<RowStatus, string>> = {
  ok: 'ok',
  'step-limit': 'limit',
  failed: 'failed',
  'timed-out': 'timeout',
  skipped: 'skipped',
};

/** '1.06', with a true minus. */
export function slopeText(slope: number | null): string {
  return isNumber(slope) ? formatFixed(slope, 2) : '';
}

/** '4.02 ± 0.03'. */
export function windowText(window: SlopeWindow | null): string {
  if (!window || !isNumber(window.slope)) return '';
  const spread = isNumber(window.halfWidth) ? ` ± ${formatFixed(window.halfWidth, 2)}` : '';
  return `${formatFixed(window.slope, 2)}${spread}`;
}

/** '64–256'. */
export function windowRange(window: SlopeWindow | null): string {
  return window ? `${formatNumber(window.from)}–${formatNumber(window.to)}` : '';
}

/** A tolerance as a power of ten where it is one: '1e-6'. */
export function toleranceText(tolerance: number | null): string {
  return tolerance === null ? '' : tolerance.toExponential().replace('+', '');
}

/** A measured number, or a dash where there is none. */
export function measured(value: number | null, digits?: number): string {
  return isNumber(value) ? formatScientific(value, digits) : '–';
}

/** How far a row went, as a count: '64', or its tolerance. */
export function effortText({ steps, tolerance }: Pick<Row, 'steps' | 'tolerance'>): string {
  return isNumber(steps) ? String(steps) : toleranceText(tolerance);
}

function formatFixed(value: number, decimals: number): string {
  return value.toFixed(decimals).replace('-', '−');
}

/** Reasons in the order of their first row; each row that has one refers to it by its place. */
export function reasonsOf(
  rows: readonly Row[],
): readonly { readonly status: RowStatus; readonly reason: string; readonly rows: readonly Row[] }[] {
  const found = new Map<string, { status: RowStatus; reason: string; rows: Row[] }>();
  for (const row of rows) {
    if (row.status === 'ok' && row.reason === null) continue;
    const reason = row.reason ?? 'no reason given';
    const key = `${row.status} ${reason}`;
    const entry = found.get(key);
    if (entry) entry.rows.push(row);
    else found.set(key, { status: row.status, reason, rows: [row] });
  }
  return [...found.values()];
}

/** a, b, …, z, aa, ab, …: marks of footnotes. */
export function footnoteMark(i: number): string {
  const letter = String.fromCharCode(97 + (i % 26));
  return i < 26 ? letter : footnoteMark(Math.floor(i / 26) - 1) + letter;
}

/** Names and reasons come from users: no line breaks, no control sequences of terminals. */
export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
}
