import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { measure, QUICK } from '../../bench/harness/measure.mjs';

const folder = mkdtempSync(join(tmpdir(), 'subjects-'));
afterAll(() => rmSync(folder, { recursive: true }));

const serve = fileURLToPath(new URL('../../bench/harness/serve.mjs', import.meta.url));
let made = 0;

/** A subject whose program begins with the conversation's functions. */
function subject(name: string, program: string) {
  const path = join(folder, `${made++}.mjs`);
  writeFileSync(path, `import { need, serve } from ${JSON.stringify(serve)};\n${program}`);
  return { name, command: [process.execPath, path, '{}'], environment: {} };
}

/** It says of each repetition that it took so long. */
const claims = (name: string, milliseconds: number, more = '') =>
  subject(
    name,
    `await serve({ version: 'v', threads: 1, ${more} run: (count) => ${milliseconds} * count });`,
  );

const run = (
  subjects: ReturnType<typeof subject>[],
  pairs: [string, string][],
  tell: (line: string) => void = () => {},
) => measure({ name: 'case', work: 8, unit: 'things', subjects, pairs }, QUICK, tell);

describe('a case of the benchmarks', () => {
  it('says how many times faster the first of a pair is', async () => {
    const result = await run([claims('ours', 2), claims('theirs', 6)], [['ours', 'theirs']]);
    expect(result.subjects.map(({ name, milliseconds }) => [name, milliseconds.median])).toEqual([
      ['ours', 2],
      ['theirs', 6],
    ]);
    expect(result.ratios).toMatchObject([{ of: 'ours', to: 'theirs', count: 2, median: 3 }]);
  });

  it('compares per work where a subject does another amount', async () => {
    const limit = claims('limit', 2, 'work: 16,');
    const result = await run([claims('ours', 2), limit], [['ours', 'limit']]);
    expect(result.ratios[0]!.median).toBe(0.5);
  });

  it('leaves out what is not installed, and says so', async () => {
    const told: string[] = [];
    const missing = subject('theirs', "await need('no-such-package-at-all');");
    const result = await run([claims('ours', 2), missing], [['ours', 'theirs']], (line) => told.push(line));
    expect(told).toEqual([expect.stringMatching(/^SKIPPED theirs: no-such-package-at-all: /)]);
    expect(result.skipped).toEqual([{ name: 'theirs', reason: expect.stringContaining('no-such-package') }]);
    expect(result.ratios).toEqual([]);
  });

  it('leaves out a program that is not there', async () => {
    const missing = { name: 'theirs', command: [join(folder, 'no-program')], environment: {} };
    const { skipped } = await run([claims('ours', 2), missing], [['ours', 'theirs']]);
    expect(skipped.map(({ name }) => name)).toEqual(['theirs']);
  });

  it('fails when a subject fails, in its own words', async () => {
    const broken = subject('theirs', "throw new Error('the sum was wrong');");
    await expect(run([claims('ours', 2), broken], [])).rejects.toThrow(
      /theirs: ended with 1[\s\S]*the sum was wrong/,
    );
    const later = subject('theirs', "await serve({ version: 'v', run() { throw new Error('later'); } });");
    await expect(run([claims('ours', 2), later], [])).rejects.toThrow(/theirs: ended with 1[\s\S]*later/);
  });

  it('refuses a time that is none', async () => {
    await expect(run([claims('ours', Number.NaN)], [])).rejects.toThrow(/ours: a time of/);
  });
});
