/** Counts of a mutation run, by folder; survivors against the list of explained ones. */
import Table from 'cli-table3';

const isOpen = ({ status }) => status === 'survived' || status === 'unreached';
const isKilled = (mutant) => !isOpen(mutant) && mutant.status !== 'untried';
const key = ({ file, original, mutated }) => `${file}\n${original}\n${mutated}`;

/**
 * Joins mutants with the reasons ([{ reason, mutants: [{ file, original, mutated }] }]). An entry that matches no survivor of a
 * file `inScope` is stale: the code has changed, or a test kills the mutant now.
 */
export function explain(mutants, reasons, inScope) {
  const reasonOf = new Map();
  for (const { reason, mutants: entries } of reasons) {
    for (const entry of entries) reasonOf.set(key(entry), reason);
  }
  const survivors = new Set(mutants.filter((m) => !isKilled(m)).map(key));
  const stale = reasons
    .flatMap(({ mutants: entries }) => entries)
    .filter((entry) => inScope(entry.file) && !survivors.has(key(entry)));
  const joined = mutants.map((mutant) => {
    const reason = !isOpen(mutant) ? undefined : reasonOf.get(key(mutant));
    return reason ? { ...mutant, reason } : mutant;
  });
  return { mutants: joined, stale };
}

/** Prints the table and the survivors; true when every survivor is explained and no entry is stale. */
export function printReport({ mutants, stale }) {
  const open = mutants.filter((m) => isOpen(m) && !m.reason);
  for (const { file, line, column, kind, original, mutated, status } of open) {
    console.log(`${file}:${line}:${column} ${status} (${kind})\n  - ${original}\n  + ${mutated}`);
  }
  for (const { file, original, mutated } of stale) {
    console.log(`equivalent.json: no survivor matches ${file}\n  - ${original}\n  + ${mutated}`);
  }
  const table = new Table({
    head: ['folder', 'mutants', 'tried', 'killed', 'explained', 'open', 'killed %'],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  const folders = [...new Set(mutants.map(({ file }) => folderOf(file)))];
  for (const folder of folders)
    table.push(
      rowOf(
        folder,
        mutants.filter(({ file }) => folderOf(file) === folder),
      ),
    );
  table.push(rowOf('all', mutants));
  console.log(table.toString());
  return open.length === 0 && stale.length === 0;
}

const folderOf = (file) =>
  file
    .split('/')
    .slice(0, file.startsWith('src/oracle/') ? 3 : 2)
    .join('/');

function rowOf(name, mutants) {
  const tried = mutants.filter(({ status }) => status !== 'untried').length;
  const killed = mutants.filter(isKilled).length;
  const explained = mutants.filter((m) => m.reason).length;
  const share = ((100 * killed) / tried).toFixed(2);
  return [name, mutants.length, tried, killed, explained, tried - killed - explained, share];
}
