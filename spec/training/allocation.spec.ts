/**
 * What a training step or an evaluation allocates hardly depends on the rows or on the size of the network. A process of its own, whose
 * young generation holds all that it allocates, counts it.
 */
import { execFileSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/**
 * A step allocates about 500 bytes and 35 for each of 64 tiles: numbers that cross calls, a key. One number for each of 4,096 rows would
 * be 64 kB more, one view for each tile 6 kB more, the gradient of the wide network 73 kB.
 */
const MOST = 6144;

test('a step and an evaluation allocate little, at 64 rows and at 4,096, in a narrow network and in a wide one', () => {
  const script = fileURLToPath(new URL('fixtures/allocation.mjs', import.meta.url));
  const young = ['--min-semi-space-size=256', '--max-semi-space-size=256'];
  const bytes = JSON.parse(
    execFileSync(process.execPath, [...young, script, String(MOST)], { encoding: 'utf8' }),
  );
  expect(Object.keys(bytes)).toEqual(['small', 'rows', 'wide', 'field']);
  for (const [work, count] of Object.entries(bytes)) expect(count, work).toBeLessThanOrEqual(MOST);
});
