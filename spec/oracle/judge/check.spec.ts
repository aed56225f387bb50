import { expect, test } from 'vitest';
import type { Backend, Hello, Reply } from '../../../src/oracle/backend.ts';
import type { Case } from '../../../src/oracle/contract.ts';
import type { Replacement } from '../../../src/oracle/formula.ts';
import { tensorsFrom } from '../../../src/oracle/judge/answer.ts';
import { checkBackend } from '../../../src/oracle/judge/check.ts';
import { mistakes, operations } from '../../../src/oracle/registry.ts';
import { evaluate } from '../../../src/oracle/truth.ts';

const hello: Hello = {
  name: 'truth, rounded',
  operations: Object.fromEntries(operations.map(({ name, revision }) => [name, revision])),
  dtypes: ['float32'],
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

test('the truth, rounded once, is EXACT', async () => {
  const check = await checkBackend({ backend: backend([]) });
  expect(check.findings).toEqual([]);
  expect(new Set(check.judgements.map(({ verdict }) => verdict))).toEqual(new Set(['EXACT']));
});

test('every mistake is refuted, and named first', async () => {
  for (const mistake of mistakes) {
    const check = await checkBackend({ backend: backend(mistake.replace) });
    expect(check.findings.map(({ id }) => id)).toEqual([mistake.id]);
  }
});
