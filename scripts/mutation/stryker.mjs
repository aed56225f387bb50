/**
 * npm run stryker [-- folders…] [--concurrency N] [--no-laws]
 *
 * Stryker over folders of src (losses, paths, schedules, solvers, fields; default all; oracle/arithmetic, oracle/formulas, oracle/judge
 * and oracle/operations where they are named; or single files), one after the other. Prints what survived and
 * a table; the whole result is out/stryker-FOLDER.json. Exit code 1 below 95 % in any folder, or for a survivor that is not explained in
 * stryker-equivalent.json; in folders of the oracle below 90 %. --no-laws: without the specs of the laws,
 * quicker, and a lower bound. See docs/mutation.md.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import Table from 'cli-table3';

const ALL = ['losses', 'paths', 'schedules', 'solvers', 'fields'];
/** Only when named: their killers are the specs of the oracle. */
const ORACLE = ['oracle/arithmetic', 'oracle/formulas', 'oracle/judge', 'oracle/operations'];
/** What only words or draws a result is not part of a verdict: only when named. */
const WORDS = ['report-data', 'smallest-data', 'velocity-fields'];
const OF_ORACLE = 90;
const LOWEST = 95;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { concurrency: { type: 'string', default: '1' }, 'no-laws': { type: 'boolean', default: false } },
});
// Read by stryker-runner.mjs in its process.
if (values['no-laws']) process.env.FLOWPROOF_NO_LAWS = '1';
const folders = positionals.length > 0 ? positionals : ALL;
const isIn = (folder, known) => known.some((one) => folder === one || folder.startsWith(`${one}/`));
for (const folder of folders)
  if (!isIn(folder, [...ALL, ...ORACLE]))
    throw new Error(`${folder} is none of ${[...ALL, ...ORACLE].join(', ')}`);

const table = new Table({
  head: [
    'folder',
    'mutants',
    'killed',
    'time limit',
    'survived',
    'not reached',
    'explained',
    'killed %',
    'left out',
  ],
  colAligns: ['left', ...Array.from({ length: 8 }, () => 'right')],
  style: { head: [], border: [] },
});
const explained = new Set();
for (const { mutants } of JSON.parse(
  readFileSync(new URL('./stryker-equivalent.json', import.meta.url), 'utf8'),
)) {
  for (const mutant of mutants) explained.add(keyOf(mutant));
}
for (const folder of folders) {
  const oracle = isIn(folder, ORACLE);
  process.env.FLOWPROOF_ORACLE = oracle ? '1' : '';
  const results = await new Stryker({
    mutate: folder.endsWith('.ts')
      ? [`src/${folder}`]
      : [`src/${folder}/**/*.ts`, ...WORDS.map((name) => `!src/oracle/judge/${name}.ts`)],
    concurrency: Number(values.concurrency),
    jsonReporter: { fileName: `out/stryker-${folder.replaceAll('/', '-')}.json` },
  }).runMutationTest();
  const count = (...statuses) => results.filter(({ status }) => statuses.includes(status)).length;
  const open = results.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
  let unexplained = 0;
  for (const { fileName, location, mutatorName, replacement, status } of open) {
    const file = fileName.slice(fileName.lastIndexOf('src/'));
    const { line, column } = location.start;
    const original = readFileSync(file, 'utf8').split('\n')[line - 1].trim();
    const mutated = replacement.replace(/\s+/g, ' ');
    if (explained.has(keyOf({ file, mutator: mutatorName, original, mutated }))) continue;
    unexplained++;
    console.log(`${file}:${line}:${column} ${status} (${mutatorName})\n  - ${original}\n  + ${mutated}`);
  }
  const broken = count('RuntimeError', 'CompileError');
  const ignored = count('Ignored');
  const valid = results.length - ignored - broken;
  const share = (100 * (valid - open.length)) / valid;
  table.push([
    `src/${folder}`,
    valid,
    count('Killed'),
    count('Timeout'),
    count('Survived'),
    count('NoCoverage'),
    open.length - unexplained,
    share.toFixed(2),
    ignored,
  ]);
  if (!(share >= (oracle ? OF_ORACLE : LOWEST)) || (!oracle && unexplained > 0)) process.exitCode = 1;
}
console.log(table.toString());

function keyOf({ file, mutator, original, mutated }) {
  return [file, mutator, original, mutated].join('\n');
}
