/** The columns of terminal tables: step counts or tolerances, cut where they are too many for one table. */
import { formatCount } from '../format.ts';
import type { TerminalColumn } from '../terminal-table.ts';
import { toleranceText } from './cells.ts';
import { type Group, isAdaptive, type NumberedRow } from './series.ts';

/** Up to so many step counts stand in one table with all four digits, and up to MOST with three. */
const ROOMY = 8;
const MOST = 10;

/** Step counts or tolerances of one table; null stands for rows that have neither. */
export interface Efforts {
  readonly adaptive: boolean;
  readonly values: readonly (number | null)[];
  /** Significant digits for which there is room. */
  readonly digits: number;
}

export function effortTables(group: Group): Efforts[] {
  const adaptive = isAdaptive(group);
  const efforts = effortsOf(group, adaptive);
  const chunks = efforts.length > MOST ? chunksOf(efforts, ROOMY) : [efforts];
  const digits = efforts.length > ROOMY && efforts.length <= MOST ? 3 : 4;
  return chunks.map((values) => ({ adaptive, values, digits }));
}

export function effortColumns({ adaptive, values }: Efforts): TerminalColumn[] {
  return values.map((effort, i) => ({ header: effortHeader(effort, adaptive, i === 0), align: 'right' }));
}

/** The row of each column. */
export function rowsAt(
  rows: readonly NumberedRow[],
  { adaptive, values }: Efforts,
): (NumberedRow | undefined)[] {
  return values.map((effort) => rows.find((row) => effortOf(row, adaptive) === effort));
}

function effortHeader(effort: number | null, adaptive: boolean, first: boolean): string {
  if (effort === null) return '–';
  return adaptive ? `tol ${toleranceText(effort)}` : `${first ? 'N = ' : ''}${formatCount(effort)}`;
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
