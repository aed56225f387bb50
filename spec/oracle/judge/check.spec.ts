import { expect, test } from 'vitest';
import type { Backend, Hello, Reply } from '../../../src/oracle/backend.ts';
import type { Case } from '../../../src/oracle/contract.ts';
import type { Replacement } from '../../../src/oracle/formula.ts';
import { tensorsFrom } from '../../../src/oracle/judge/answer.ts';
import { checkBackend } from '../../../src/oracle/judge/check.ts';
import { mistakes, operations } from '../../../src/oracle/registry.ts';
import { evaluate } from '../../../src/oracle/truth.ts';

const asked = ['path.sample', 'path.velocity'];

const hello: Hello = {
  name: 'truth, rounded',
  operations: {
    ...Object.fromEntries(asked.map((name) => [name, 1])),
    'path.sample-ahead': 1,
    'loss.fm': 99,
  },
  dtypes: ['float32', 'float64'],
  arithmetic: {},
};

function backend(replace: readonly Replacement[]): Backend {
  return {
    hello: async () => hello,
    run: async (question: Case): Promise<Reply> => {
      const operation = operations.find(({ name }) => name === question.operation)!;
      const { outputs } = evaluate(operation, question, { replace });
      return { kind: 'answer', outputs: tensorsFrom(operation, question, outputs), trace: {}, seconds: 0 };
    },
    stop: async () => {},
  };
}

test('a backend that answers the truth, rounded once: EXACT, counted, nothing found', async () => {
  const check = await checkBackend({ backend: backend([]) });
  expect(check.findings).toEqual([]);
  expect(check.judgements.map(({ operation, dtype, verdict }) => [operation.name, dtype, verdict])).toEqual(
    asked.flatMap((name) => [
      [name, 'float32', 'EXACT'],
      [name, 'float64', 'EXACT'],
    ]),
  );
  expect([check.verified, check.claimed, check.total]).toEqual([4, 6, 2 * operations.length]);
  expect(check.otherRevisions).toEqual(['loss.fm (revision 99)']);
  expect(check.unknownOperations).toEqual(['path.sample-ahead']);
});

test('a mistake in one operation accuses that one alone', async () => {
  const wrong = mistakes.find(({ id }) => id === 'path.coefficients-swapped')!;
  const check = await checkBackend({ backend: backend(wrong.replace), dtypes: ['float32'] });
  const verdicts = new Map(check.judgements.map(({ operation, verdict }) => [operation.name, verdict]));
  expect(verdicts.get('path.sample')).toBe('REFUTED');
  expect(verdicts.get('path.velocity')).toBe('EXACT');
  expect(check.findings.map(({ id, root }) => [id, root])).toEqual([[wrong.id, 'path.sample']]);
});

test('an operation that nobody knows is refused by name', async () => {
  await expect(checkBackend({ backend: backend([]), operations: ['path.sampel'] })).rejects.toThrow(
    /operations: expected one of path\.sample, .*received path\.sampel/,
  );
});
