/** `verify --list`: every law with its formula and its assumptions. */
import type { LawInfo } from '../../laws/core/law-info.ts';
import { terminalTable } from '../../report/terminal-table.ts';
import type { TextStream } from '../context.ts';

export function printLaws(out: TextStream, laws: readonly LawInfo[]): void {
  const columns = [{ header: 'law' }, { header: 'about' }, { header: 'statement' }] as const;
  out.write(
    terminalTable(
      columns,
      laws.map(({ id, kind, title }) => [id, kind, title]),
    ),
  );
}
