/**
 * Tables for the terminal: a header, rows, numbers to the right. Borders are light, so that a table pastes well into
 * an issue.
 */
import Table from 'cli-table3';

export interface TerminalColumn {
  readonly header: string;
  /** Numbers go to the right; the default is left. */
  readonly align?: 'left' | 'right';
}

const borders = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  right: '',
  'right-mid': '',
  mid: '',
  'mid-mid': '',
  middle: '  ',
};

/**
 * The table as lines ending in a line break, without colours.
 *
 * @example
 * ```ts
 * import { terminalTable } from 'flowproof/node';
 *
 * const columns = [{ header: 'solver' }, { header: 'error', align: 'right' }] as const;
 * const text = terminalTable(columns, [['euler', '1.234e-2'], ['rk4', '5.678e-7']]);
 * console.log(text.split('\n')[2]); // euler   1.234e-2
 * ```
 */
export function terminalTable(
  columns: readonly TerminalColumn[],
  rows: readonly (readonly string[])[],
): string {
  const table = new Table({
    chars: borders,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colAligns: columns.map((c) => c.align ?? 'left'),
  });
  const cells = rows.map((row) => row.map(String));
  const widths = columns.map((c, j) => Math.max(c.header.length, ...cells.map((row) => row[j]!.length)));
  table.push(
    columns.map((c) => c.header),
    widths.map((w) => '─'.repeat(w)),
    ...cells,
  );
  const lines = table.toString().split('\n');
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}
