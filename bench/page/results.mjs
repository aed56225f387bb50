// The committed results, and what the page asks of them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { digits } from '../harness/table.mjs';

export const FOLDER = fileURLToPath(new URL('../results', import.meta.url));

/** All suites by name. */
export function readResults(folder = FOLDER) {
  if (!existsSync(folder)) return {};
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return Object.fromEntries(
    files.map((name) => {
      const suite = JSON.parse(readFileSync(join(folder, name), 'utf8'));
      return [suite.suite, suite];
    }),
  );
}

export const ours = (name) => name.startsWith('flowproof');

/** Of `PyTorch jit, 2 threads` the library. */
export const library = (name) =>
  ours(name) ? name : name.split(',')[0].replace(/ (eager|flat|jit|product|differences|plain|copies)$/, '');

/** Each library by its fastest setting, ours as they are. */
export function best(result) {
  const fastest = new Map();
  for (const subject of result.subjects) {
    const name = library(subject.name);
    const known = fastest.get(name);
    if (!known || subject.milliseconds.median < known.milliseconds.median) fastest.set(name, subject);
  }
  return fastest;
}

/** The ratio of the pair, or undefined. */
export const ratioOf = (result, of, to) => result.ratios.find((ratio) => ratio.of === of && ratio.to === to);

/** The ratio of `of` to the fastest setting of a library. */
export function ratioToBest(result, of, name) {
  const peer = best(result).get(name);
  return peer && ratioOf(result, of, peer.name);
}

export const spread = ({ median, quartile, upper }) =>
  `${digits(median)} (${digits(quartile)}–${digits(upper)})`;
