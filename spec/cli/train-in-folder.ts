/** `flowproof train` in this process, on one thread, in a folder of its own. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, expect } from 'vitest';
import type { TrainingSummary } from '../../src/cli/training-summary.ts';
import { type Outcome, runInProcess } from './run-in-process.ts';

const schema = JSON.parse(readFileSync(new URL('../../schemas/train.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);

let folder = '';

/** Gives every test an empty folder. */
export function useFolder(): void {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'flowproof-train-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
}

export const at = (name: string): string => join(folder, name);
export const files = (): string[] => readdirSync(folder).sort();
export const small: readonly string[] = ['--steps', '3', '--hidden', '4', '--batch', '8', '--threads', '1'];

export function train(...more: string[]): Promise<Outcome> {
  return runInProcess(['train', ...small, '--out', at('m.safetensors'), ...more]);
}

/** Trains to the end and returns what --json wrote. */
export async function summary(...more: string[]): Promise<TrainingSummary> {
  const outcome = await train('--json', at('train.json'), ...more);
  expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
  const written: unknown = JSON.parse(readFileSync(at('train.json'), 'utf8'));
  expect(validate(written), JSON.stringify(validate.errors)).toBe(true);
  return written as TrainingSummary;
}
