// Writes the tables and pictures of docs/performance.md from bench/results; its words stay as they are.
//
//   node bench/performance-page.mjs [--from out/bench] [--check]
//
// --from    first takes over the results of a run, quick ones are refused; afterwards `npm run format`
// --check   writes nothing and fails if the page or a picture is not what the results give
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { draw } from './page/figures.mjs';
import { FOLDER, readResults } from './page/results.mjs';
import { goalsTable, limitsTable, machineTable, scalingTable, suiteTable } from './page/tables.mjs';

const { values: options } = parseArgs({
  options: { from: { type: 'string' }, check: { type: 'boolean', default: false } },
});
const docs = fileURLToPath(new URL('../docs/', import.meta.url));

if (options.from) {
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, suite] of Object.entries(readResults(options.from))) {
    if (suite.quick) throw new Error(`${name}: a quick run says nothing of speed`);
    writeFileSync(join(FOLDER, `${name}.json`), `${JSON.stringify(suite)}\n`);
  }
}

const results = readResults();
const figures = await draw(results);
const blocks = {
  goals: goalsTable(results),
  limits: limitsTable(results),
  machine: machineTable(results),
  ...Object.fromEntries(
    Object.entries(results).map(([name, suite]) => [
      name,
      name === 'scaling' ? scalingTable(suite) : suiteTable(suite),
    ]),
  ),
};
for (const { suite, file, title } of figures.toReversed()) {
  blocks[suite] = `![${title}](figures/${file})\n\n${blocks[suite]}`;
}

/** Everything between `<!-- NAME -->` and `<!-- end -->`. */
const filled = (text) =>
  text.replace(/(<!-- (\w+) -->\n)[\s\S]*?(<!-- end -->)/g, (_, open, name, close) => {
    return `${open}\n${blocks[name] ?? 'Not measured yet.'}\n\n${close}`;
  });

const page = join(docs, 'performance.md');
const outputs = [
  [page, filled(readFileSync(page, 'utf8'))],
  ...figures.map(({ file, svg }) => [join(docs, 'figures', file), svg]),
];
if (options.check) {
  const stale = outputs.filter(([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text);
  if (stale.length > 0) {
    console.error(`not what the results give: ${stale.map(([path]) => path).join(', ')}`);
    process.exit(1);
  }
} else for (const [path, text] of outputs) writeFileSync(path, text);
