/** Rows as a table for the terminal. */
import type { Row } from '../../benchmark/row.ts';
import { formatScientific } from '../../report/format.ts';
import { terminalTable } from '../../report/terminal-table.ts';
import type { TextStream } from '../context.ts';

export function printRows(stdout: TextStream, rows: readonly Row[]): void {
  const counts = [...new Set(rows.map((row) => row.steps ?? row.tolerance!))];
  const lines = new Map<string, string[]>();
  for (const row of rows) {
    const key = `${row.problem} ${row.dtype} ${row.grid} ${row.solver}`;
    const line = lines.get(key) ?? [key, ...counts.map(() => '')];
    line[1 + counts.indexOf(row.steps ?? row.tolerance!)] =
      row.rmse === null ? row.status : formatScientific(row.rmse);
    lines.set(key, line);
  }
  stdout.write(
    terminalTable(
      [{ header: 'rmse' }, ...counts.map((count) => ({ header: String(count), align: 'right' as const }))],
      [...lines.values()],
    ),
  );
}
