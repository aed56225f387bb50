import { expect, test } from 'vitest';
import type { Backend, Hello } from '../../src/oracle/backend.ts';
import type { Case, Operation, Tensor } from '../../src/oracle/contract.ts';
import { smallerCases } from '../../src/oracle/differential/smaller-case.ts';
import { smallestFailure } from '../../src/oracle/differential/smallest-failure.ts';
import { drawCase } from '../../src/oracle/generate.ts';
import { tensorsFrom } from '../../src/oracle/judge/answer.ts';
import { operations } from '../../src/oracle/registry.ts';
import { shapeOf } from '../../src/oracle/shape.ts';
import { evaluate } from '../../src/oracle/truth.ts';
import { key } from '../../src/random/index.ts';

const named = (name: string): Operation => operations.find((operation) => operation.name === name)!;
const hello: Hello = { name: 'spec', operations: {}, dtypes: ['float32'], arithmetic: {} };

/** The truth, rounded once, except where `twist` has its say. */
function backend(
  twist: (question: Case, outputs: Record<string, Tensor>) => Record<string, Tensor>,
): Backend {
  return {
    hello: async () => hello,
    run: async (question) => {
      const operation = named(question.operation);
      const outputs = tensorsFrom(operation, question, evaluate(operation, question).outputs);
      return { kind: 'answer', outputs: twist(question, outputs), trace: {}, seconds: 0 };
    },
    stop: async () => {},
  };
}

const times = (tensor: Tensor, factor: number): Tensor => ({
  ...tensor,
  data: Float32Array.from(tensor.data, (x) => x * factor),
});

const options = { hello, dtype: 'float32', seed: 5, runs: 20 } as const;

test('a sum where a mean belongs shrinks to two rows of one column, in few calls', async () => {
  const sum = backend(({ sizes }, { loss, gradient }) => ({
    loss: times(loss!, sizes.rows!),
    gradient: times(gradient!, sizes.rows!),
  }));
  const { failure, asked } = await smallestFailure(named('loss.fm'), { ...options, backend: sum });
  expect(failure?.question.sizes).toEqual({ rows: 2, dim: 1 });
  expect(failure?.judgement.verdict).toBe('REFUTED');
  expect(asked).toBeLessThan(120);
  const again = await smallestFailure(named('loss.fm'), {
    ...options,
    backend: sum,
    seed: Number(failure!.replay.split(':')[0]),
    replay: failure!.replay.slice(failure!.replay.indexOf(':') + 1),
  });
  expect(again.failure?.question.sizes).toEqual({ rows: 2, dim: 1 });
});

test('what fails only with one schedule keeps that schedule, and all else gets simple', async () => {
  const wrong = backend(({ settings }, outputs) =>
    (settings.schedule as { kind: string }).kind === 'cosine' ? { x: times(outputs.x!, 1.01) } : outputs,
  );
  const { failure } = await smallestFailure(named('path.sample'), { ...options, backend: wrong });
  expect(failure?.question.settings).toEqual({ schedule: { kind: 'cosine' } });
  expect(failure?.question.sizes).toEqual({ rows: 1, dim: 1 });
  const values = Object.values(failure!.question.inputs).flatMap(({ data }) => Array.from(data));
  expect(values.every((x) => Number.isInteger(x * 2))).toBe(true);
});

test('a failing case from elsewhere is shrunk without drawing others', async () => {
  const wrong = backend((_, { x }) => ({ x: times(x!, 2) }));
  const example = drawCase(named('path.sample'), key(3), { sizes: { rows: 6, dim: 5 } });
  const { failure } = await smallestFailure(named('path.sample'), {
    ...options,
    runs: 0,
    examples: [example],
    backend: wrong,
  });
  expect(failure?.question.sizes).toEqual({ rows: 1, dim: 1 });
});

test('a right backend has no failure', async () => {
  const right = backend((_, outputs) => outputs);
  const result = await smallestFailure(named('path.sample'), { ...options, backend: right });
  expect([result.failure, result.asked]).toEqual([null, 20]);
});

test.each(operations.map((operation) => [operation.name, operation] as const))(
  '%s: smaller cases keep shapes and domains, and have a truth',
  (_, operation) => {
    const question = drawCase(operation, key(8), { dtype: 'float64' });
    let seen = 0;
    for (const smaller of smallerCases(operation, question)) {
      seen += 1;
      for (const field of operation.inputs) {
        const tensor = smaller.inputs[field.name]!;
        expect(tensor.shape).toEqual(shapeOf(field, smaller.sizes));
        expect(tensor.data.every((x) => Number.isFinite(x))).toBe(true);
        const width = tensor.shape.at(-1) ?? 1;
        const { kind } = field.domain;
        if (kind === 'simplex' || kind === 'direction') {
          const row = Array.from(tensor.data.slice(0, width));
          const total = row.reduce((sum, x) => sum + (kind === 'simplex' ? x : x * x), 0);
          expect(Math.abs(total - 1) < 1e-12).toBe(true);
        }
      }
      const { outputs } = evaluate(operation, smaller);
      expect(Object.keys(outputs).sort()).toEqual(operation.outputs.map(({ name }) => name).sort());
    }
    expect(seen).toBeGreaterThan(3);
  },
);
