// Makes the frozen corpus of the oracle, corpus/<version>: cases, true answers with radius and bound, and the mistakes they show.
//
//   node scripts/oracle-corpus.mjs                        choose the cases and write everything anew (a new version only)
//   node scripts/oracle-corpus.mjs --check [--from DIR]   make every case of the committed manifest again, compare byte for byte
//
// --from takes the package from the node_modules of a folder instead of this checkout (scripts/node-matrix.mjs does). Prints the
// number of cases, the bytes and the hash of the whole.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const from = process.argv.includes('--from')
  ? join(process.argv[process.argv.indexOf('--from') + 1], 'node_modules', 'flowproof')
  : root;
const load = (path) => import(pathToFileURL(join(from, 'dist', path)).href);

const { buildCorpus } = await load('oracle/corpus/build.js');
const { chooseDraws } = await load('oracle/corpus/choose.js');
const { CORPUS } = await load('oracle/corpus/manifest.js');
const { operations } = await load('oracle/registry.js');
const { encodeCorpus, MANIFEST } = await load('backends/corpus/index.js');

const folder = join(root, 'corpus', CORPUS);
const check = process.argv.includes('--check');
const manifestPath = join(folder, MANIFEST);

/** The draws of the committed manifest; a new corpus chooses its own. */
const draws = check
  ? JSON.parse(readFileSync(manifestPath, 'utf8')).cases
  : operations.flatMap((operation) =>
      ['float32', 'float64'].flatMap((dtype) => chooseDraws(operation, dtype)),
    );

const files = encodeCorpus(buildCorpus(draws));
let bytes = 0;
const differing = [];
for (const [file, content] of files) {
  const path = join(folder, file);
  bytes += content.length;
  if (check) {
    if (!Buffer.from(content).equals(readFileSync(path))) differing.push(file);
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}
const manifest = JSON.parse(Buffer.from(files.get(MANIFEST)).toString('utf8'));
if (!check) {
  // The table of the old files says nothing about the new ones.
  rmSync(join(folder, 'mpmath'), { recursive: true, force: true });
}
for (const file of differing) console.error(`DIFFERS  corpus/${CORPUS}/${file}`);
console.log(
  `corpus ${CORPUS} on ${process.version}: ${draws.length} cases of ${manifest.operations.length} operations, ${files.size} files, ${bytes} bytes, sha256 ${manifest.sha256}`,
);
process.exitCode = differing.length === 0 ? 0 : 1;
