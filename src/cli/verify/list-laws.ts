/** `verify --list`: every law, what it is about, and its formula. */
import { encodeJson } from '../../io/json-output.ts';
import type { LawInfo } from '../../laws/core/law-info.ts';
import { terminalTable } from '../../report/terminal-table.ts';
import type { TextStream } from '../context.ts';
import { writeWhole } from '../output-file.ts';
import { packageVersion } from '../package-version.ts';

/** Prints the laws, and writes them to `json` with their assumptions. */
export function listLaws(out: TextStream, laws: readonly LawInfo[], json: string | undefined): void {
  const columns = [{ header: 'law' }, { header: 'about' }, { header: 'statement' }] as const;
  out.write(
    terminalTable(
      columns,
      laws.map(({ id, kind, title }) => [id, kind, title]),
    ),
  );
  if (json === undefined) return;
  const plain = laws.map(({ id, number, title, kind, assumes, export: name, runs }): LawInfo => {
    return { id, number, title, kind, assumes, export: name, runs };
  });
  const data = { version: 1, kind: 'list', flowproof: packageVersion(), laws: plain };
  writeWhole('--json', json, encodeJson(data));
}
