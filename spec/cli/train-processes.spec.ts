/** The built program in processes of its own, on several threads. (kills and signals: npm run test:kill-resume) */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const node = async (...argv: string[]): Promise<string> =>
  (await promisify(execFile)(process.execPath, argv, { timeout: 60_000, killSignal: 'SIGKILL' })).stdout;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowproof-processes-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.concurrent('train and sample give the same files on one and three threads', async () => {
  const outputs = ['1', '3'].map(async (threads) => {
    const model = join(folder, `${threads}.safetensors`);
    const out = join(folder, `${threads}.npy`);
    const common = ['--threads', threads, '--quiet'];
    const network = ['--hidden', '16', '--steps', '20', '--classes', '--label-dropout', '0.1'];
    expect(await node(main, 'train', '--data', 'penguins', '--out', model, ...network, ...common)).toBe('');
    const request = ['--count', '600', '--steps', '4', '--label', 'Gentoo', '--guidance', '2'];
    expect(await node(main, 'sample', '--model', model, '--out', out, ...request, ...common)).toBe('');
    return [readFileSync(model), readFileSync(out)];
  });
  const [one, three] = await Promise.all(outputs);
  expect(three).toEqual(one);
});
