/** The numpy adapter: right in every operation and both element types, and wrong in every way that the catalogue knows. */
import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { processBackend } from '../../src/backends/index.ts';
import type { Case } from '../../src/oracle/contract.ts';
import { drawCase } from '../../src/oracle/generate.ts';
import { checkBackend } from '../../src/oracle/judge/check.ts';
import { mistakes, operations } from '../../src/oracle/registry.ts';
import { fold, key } from '../../src/random/index.ts';

const PYTHON = '/usr/bin/python3';
const ADAPTER = fileURLToPath(new URL('../../adapters/numpy/adapter.py', import.meta.url));
const hasNumpy = spawnSync(PYTHON, ['-c', 'import numpy']).status === 0;

if (!hasNumpy) {
  console.warn(`spec/adapters: the numpy adapter is NOT tested, as ${PYTHON} -c 'import numpy' fails`);
}

const dtypes = ['float32', 'float64'] as const;
const PASSES = ['EXACT', 'PROVED', 'PLAUSIBLE', 'NO-POWER'];

/** One case of each operation and element type; scripts/oracle-catalogue.mjs takes all that a check takes. */
const cases: readonly Case[] = operations.flatMap((operation, i) =>
  dtypes.map((dtype, n) =>
    drawCase(operation, fold(fold(key(5), i), n), { id: `${operation.name} ${dtype}`, dtype }),
  ),
);

async function check(asked: readonly Case[], ...args: readonly string[]) {
  const backend = processBackend({ command: PYTHON, args: [ADAPTER, ...args] });
  try {
    return await checkBackend({ backend, cases: asked });
  } finally {
    await backend.stop();
  }
}

describe.skipIf(!hasNumpy)(`numpy${hasNumpy ? '' : ` (skipped: ${PYTHON} has no numpy)`}`, () => {
  test('every operation is right in float32 and float64', async () => {
    const { judgements, findings, verified, total } = await check(cases);
    const names = judgements.map(({ operation, dtype, verdict, errors, faults, unsupported }) => [
      `${operation.name} ${dtype}`,
      PASSES.includes(verdict!) && errors + faults + unsupported === 0,
    ]);
    expect(names).toEqual(
      operations.flatMap(({ name }) => dtypes.map((dtype) => [`${name} ${dtype}`, true])),
    );
    expect(findings).toEqual([]);
    expect(judgements).toHaveLength(total);
    expect(verified).toBeGreaterThan(total / 2);
  });

  test('a planted mistake is named, and a part of it is still refuted', async () => {
    const asked = cases.filter(({ operation }) => operation === 'path.sample' || operation === 'loss.fm');
    const whole = await check(asked, '--mistake', 'path.coefficients-swapped');
    expect(whole.findings.map(({ id, root }) => [id, root])).toEqual([
      ['path.coefficients-swapped', 'path.sample'],
    ]);
    const part = await check(asked, '--mistake', 'path.coefficients-swapped', '--share', '0.01');
    expect(part.judgements.map(({ verdict }) => verdict === 'REFUTED')).toEqual([true, true, false, false]);
  });

  test('every mistake of the catalogue can be planted', () => {
    const planted = execFileSync(PYTHON, [ADAPTER, '--list'], { encoding: 'utf8' }).trim().split('\n');
    expect(planted.toSorted()).toEqual(mistakes.map(({ id }) => id).toSorted());
  });
});
