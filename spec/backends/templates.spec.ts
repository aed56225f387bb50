/** The adapters that `oracle init` writes: short, complete, and right in the two operations that they have. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  adapterLanguages,
  initAdapter,
  moduleBackend,
  templateOperations,
} from '../../src/backends/index.ts';
import { machineOf } from '../../src/oracle/arithmetic/machine.ts';
import type { Reply } from '../../src/oracle/backend.ts';
import { drawCase } from '../../src/oracle/generate.ts';
import { judgeAnswer, ratioOf } from '../../src/oracle/judge/answer.ts';
import { targetOf } from '../../src/oracle/judge/target.ts';
import { operations } from '../../src/oracle/registry.ts';
import { key } from '../../src/random/index.ts';

const root = mkdtempSync(join(tmpdir(), 'flowproof-init-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe.each([...adapterLanguages])('%s', (language) => {
  const folder = join(root, language);
  const adapter = initAdapter(language, folder);
  const text = readFileSync(join(folder, adapter.files[0]!), 'utf8');

  test('has at most 60 lines and lists every operation that is not done', () => {
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(60);
    const lines = text.slice(text.indexOf('To do:')).split('\n').slice(1);
    const end = lines.findIndex((line) => !/^\s*(?:#|\/\/) /.test(line));
    const listed = lines
      .slice(0, end)
      .map((line) => line.replace(/^\s*(?:#|\/\/) /, ''))
      .join(' ');
    const named = listed.split('; ').flatMap((group) => {
      const [name, members] = group.split(': ');
      return members!.split(', ').map((member) => `${name}.${member}`);
    });
    const rest = operations.map(({ name }) => name).filter((name) => !templateOperations.includes(name));
    expect(named).toEqual(rest);
  });

  test('comes with the contract of every operation', () => {
    const contracts = readFileSync(join(folder, 'operations.md'), 'utf8');
    expect([...contracts.matchAll(/^## (.*)$/gm)].map(([, name]) => name)).toEqual(
      operations.map(({ name }) => name),
    );
  });

  test('is not written over another file', () => {
    writeFileSync(join(folder, adapter.files[0]!), 'mine');
    expect(() => initAdapter(language, folder)).toThrow(/folder: expected one without adapter\.\w+/);
    expect(readFileSync(join(folder, adapter.files[0]!), 'utf8')).toBe('mine');
  });
});

test('an unknown language is answered with those that there are', () => {
  expect(() => initAdapter('fortran' as 'cpp', root)).toThrow(
    /python, torch, jax, js, rust, cpp, received "fortran"/,
  );
});

test.each(templateOperations)('the module answers %s within the errors of its arithmetic', async (name) => {
  const { module } = initAdapter('js', join(root, `run ${name}`));
  const backend = await moduleBackend(module!);
  const operation = operations.find((known) => known.name === name)!;
  const settings = { schedule: { kind: 'cosine' } };
  const question = drawCase(operation, key(1), { id: name, settings, sizes: { rows: 3, dim: 2 } });
  const machine = machineOf(question.dtype);
  const reply = (await backend.run(question)) as Extract<Reply, { kind: 'answer' }>;
  const target = targetOf(operation, question, { machine });
  expect(ratioOf(judgeAnswer(operation, question, reply, target, machine))).toBeLessThanOrEqual(1);
});
