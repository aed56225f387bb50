/** Trainings that follow each other on one pool do not leave their memory behind. */
import { execFileSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** The four runs that are counted work in 40 MB each. */
const MOST_GROWTH = 100e6;

test('the memory of a training is free after it', () => {
  const script = fileURLToPath(new URL('fixtures/trainings.mjs', import.meta.url));
  const growth = Number(execFileSync(process.execPath, [script], { encoding: 'utf8' }));
  expect(growth).toBeLessThanOrEqual(MOST_GROWTH);
});
