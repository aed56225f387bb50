import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { readTensors } from '../../src/io/index.ts';
import { flaws, type Outcome } from './run-in-process.ts';
import { at, files, small, train, useFolder } from './train-in-folder.ts';

useFolder();

describe('--resume', () => {
  const data = ['--data', 'penguins', '--classes', '--label-dropout', '0.1'];

  /** Interrupted after its first step; returns the outcome. */
  async function interrupted(...more: string[]): Promise<Outcome> {
    let stdout = '';
    let stderr = '';
    const exitCode = await run(['train', ...small, '--out', at('m.safetensors'), ...data, ...more], {
      stdout: { write: (text: string) => (stdout += text) },
      stderr: { write: (text: string) => (stderr += text) },
      interruptSignal: () => AbortSignal.abort(),
    });
    return { exitCode, stdout, stderr };
  }

  test('after every interruption ends in the bytes of a run that was never stopped', async () => {
    expect((await train(...data)).exitCode).toBe(0);
    const whole = readFileSync(at('m.safetensors'));
    rmSync(at('m.safetensors'));
    for (const step of [1, 2]) {
      const { exitCode, stdout, stderr } = await interrupted('--resume');
      expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: '' });
      expect(stderr).toMatch(
        new RegExp(`^flowproof: training: .* after step ${step}; [^\\n]*--resume [^\\n]*m\\.safetensors\\n$`),
      );
      expect(readTensors(at('m.safetensors')).metadata.get('step')).toBe(String(step));
    }
    expect((await train(...data, '--resume')).exitCode).toBe(0);
    expect(readFileSync(at('m.safetensors')).equals(whole)).toBe(true);
    // What is done stays done.
    expect((await train(...data, '--resume')).exitCode).toBe(0);
    expect(readFileSync(at('m.safetensors')).equals(whole)).toBe(true);
  });

  test('without it a run starts anew', async () => {
    await interrupted();
    await interrupted();
    expect(readTensors(at('m.safetensors')).metadata.get('step')).toBe('1');
  });

  test('clears up what a killed run left beside the model', async () => {
    writeFileSync(at('.m.safetensors.123-0.tmp'), 'half');
    expect((await train(...data, '--resume')).exitCode).toBe(0);
    expect(files()).toEqual(['m.safetensors']);
  });

  test.each([
    [['--seed', '1'], '--seed'],
    [['--steps', '4'], '--steps'],
    [['--hidden', '5'], 'network'],
    [['--label-dropout', '0.2'], '--label-dropout'],
    [['--held-out', '0.3'], 'data'],
  ])('is refused with %j, and the model stays as it was', async (change, field) => {
    await interrupted();
    const before = readFileSync(at('m.safetensors'));
    const outcome = await train(...data, '--resume', ...change);
    expect(flaws(outcome)).toEqual([]);
    expect(outcome.stderr).toMatch(new RegExp(`^flowproof: ${field}: expected .*, as in the checkpoint`));
    expect(readFileSync(at('m.safetensors')).equals(before)).toBe(true);
  });

  test('is refused from a damaged model, which stays as it was', async () => {
    await interrupted();
    const bytes = readFileSync(at('m.safetensors'));
    for (const damaged of [
      bytes.subarray(0, bytes.length - 1),
      bytes.subarray(0, 5),
      Buffer.from('no model'),
    ]) {
      writeFileSync(at('m.safetensors'), damaged);
      expect(flaws(await train(...data, '--resume'))).toEqual([]);
      expect(readFileSync(at('m.safetensors')).equals(damaged)).toBe(true);
    }
  });
});
