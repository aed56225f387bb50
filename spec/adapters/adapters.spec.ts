// Our own engine on a few operations. PyTorch, TensorFlow.js and thousands of cases are in scripts/oracle-false-alarms.mjs, which CI runs.
import { fileURLToPath } from 'node:url';
import { moduleBackend, processBackend } from 'flowproof/node';
import { describe, expect, test } from 'vitest';
import type { Backend, Case } from '../../src/oracle/index.ts';
import { drawCase, judgeCase, machineOf, operations, prepare } from '../../src/oracle/index.ts';
import { fold, key } from '../../src/random/index.ts';

const path = (adapter: string): string =>
  fileURLToPath(new URL(`../../adapters/${adapter}`, import.meta.url));

const asked = (claimed: Readonly<Record<string, number>>, dtype: Case['dtype'], names: readonly string[]) =>
  names.map((name, i) => {
    const operation = operations.find((known) => known.name === name)!;
    expect(claimed[name], name).toBe(operation.revision);
    return { operation, question: drawCase(operation, fold(key(11), i), { id: name, dtype }) };
  });

/** What is wrong with the answers to one case of each operation, and how many were judged. */
async function complaints(backend: Backend, dtype: Case['dtype'], names: readonly string[]) {
  const { operations: claimed, arithmetic } = await backend.hello();
  const found: string[] = [];
  let judged = 0;
  for (const { operation, question } of asked(claimed, dtype, names)) {
    const prepared = prepare(operation, question, machineOf(dtype, arithmetic), []);
    const { status, verdict, ratio, message } = judgeCase(prepared, await backend.run(question));
    if (status === 'judged') judged += 1;
    if (status !== 'judged' || verdict === 'REFUTED' || !(ratio <= 1)) {
      found.push(`${operation.name}: ${status} ${verdict} ${ratio} ${message}`);
    }
  }
  await backend.stop();
  return { found, judged };
}

const paths = ['schedule.evaluate', 'path.sample', 'parametrization.convert', 'marginal.divergence'];
const learning = ['loss.cfm', 'mlp.gradient'];

describe('our own engine', () => {
  test.each(['float32', 'float64'] as const)('is right in %s, in this process', async (dtype) => {
    const names = [...paths, 'schedule.change', 'density.log-likelihood', 'sde.step', 'coupling.exact'];
    const all = dtype === 'float32' ? [...names, ...learning, 'mlp.divergence', 'optimizer.adamw'] : names;
    const { found, judged } = await complaints(
      await moduleBackend(path('flowproof/adapter.mjs')),
      dtype,
      all,
    );
    expect(found).toEqual([]);
    expect(judged).toBe(all.length);
  });

  test('is right behind a pipe', async () => {
    const backend = processBackend({ command: process.execPath, args: [path('flowproof/stdio.mjs')] });
    const names = ['path.sample', 'loss.cfm'];
    expect(await complaints(backend, 'float32', names)).toEqual({ found: [], judged: names.length });
  });

  test('an answer of another case is refuted', async () => {
    const backend = await moduleBackend(path('flowproof/adapter.mjs'));
    const operation = operations.find(({ name }) => name === 'path.sample')!;
    const sizes = { rows: 3, dim: 2 };
    const settings = { schedule: { kind: 'cond-ot' } };
    const [one, other] = [1, 2].map((n) => drawCase(operation, key(n), { sizes, settings }));
    const reply = await backend.run(other!);
    expect(judgeCase(prepare(operation, one!, machineOf('float32'), []), reply).verdict).toBe('REFUTED');
  });
});
