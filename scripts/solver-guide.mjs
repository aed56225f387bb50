// Measures the figures of docs/solvers/choosing.md and writes its tables, each between two marks of the page.
//
//   npm run build && node scripts/solver-guide.mjs [--check]     --check: write nothing, fail where the page says something else
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { endsTable } from './solver-guide/ends.mjs';
import { float32Table } from './solver-guide/float32.mjs';
import { problemNames, runsOf, solvedProblem } from './solver-guide/measure.mjs';
import { diffusionTable, gridTable, robustTable, winnersTable } from './solver-guide/tables.mjs';

const page = fileURLToPath(new URL('../docs/solvers/choosing.md', import.meta.url));
const before = readFileSync(page, 'utf8');

const measured = problemNames.map((name) => ({ name, runs: runsOf(solvedProblem(name)) }));
const tables = {
  winners: winnersTable(measured),
  robust: robustTable(measured),
  grids: gridTable(measured),
  diffusion: diffusionTable(measured),
  ends: endsTable(),
  float32: float32Table(),
};
const after = Object.entries(tables).reduce((text, [name, table]) => {
  const marks = new RegExp(`(<!-- measured: ${name} -->\n)[^]*?(<!-- end -->)`);
  if (!marks.test(text)) throw new Error(`choosing.md has no place for ${name}`);
  return text.replace(marks, (_, start, end) => `${start}\n${table}\n${end}`);
}, before);

if (!process.argv.includes('--check')) writeFileSync(page, after);
else if (after !== before) {
  console.error(
    'docs/solvers/choosing.md is not what node scripts/solver-guide.mjs measures; run it and look at the difference',
  );
  process.exitCode = 1;
}
