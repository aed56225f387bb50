/** The conversation of docs/oracle/protocol.md is what is really said, and every message follows the schema. */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { expectedAnswer } from '../../src/backends/expected.ts';
import { processBackend } from '../../src/backends/index.ts';
import { stopRequest } from '../../src/backends/messages.ts';
import { parseAnswer } from '../../src/backends/offline/text-view.ts';
import type { Case, Tensor } from '../../src/oracle/contract.ts';
import { operations } from '../../src/oracle/registry.ts';
import { evaluate } from '../../src/oracle/truth.ts';

const path = fileURLToPath(new URL('../../docs/oracle/protocol.md', import.meta.url));
const document = readFileSync(path, 'utf8');
const conversation = /```conversation\n([\s\S]*?)```/.exec(document)![1]!.trimEnd().split('\n');

const f = (shape: readonly number[], ...values: readonly number[]): Tensor => ({
  dtype: 'float32',
  shape,
  data: Float32Array.from(values),
});

const pair = { x0: f([2, 2], 1, -2, 0.5, 0), x1: f([2, 2], 3, 1, -1.5, 4), t: f([2], 0.25, 0.75) };
const asked = (operation: string, kind: string, inputs: Case['inputs']): Case => ({
  id: operation,
  operation,
  dtype: 'float32',
  sizes: { rows: 2, dim: 2 },
  settings: { schedule: { kind } },
  inputs,
});
const sample = asked('path.sample', 'cond-ot', pair);
const loss = asked('loss.cfm', 'cond-ot', { prediction: f([2, 2], 2.5, 3, -2, 5), ...pair });
const answers = {
  sample: { x: f([2, 2], 1.5, -1.25, -1, 3) },
  loss: { loss: f([], 0.625), gradient: f([2, 2], 0.5, 0, 0, 1) },
};

const operationOf = (name: string) => operations.find((operation) => operation.name === name)!;

test('the conversation is spoken as it stands', async () => {
  const backend = processBackend({
    command: process.execPath,
    args: [fileURLToPath(new URL('scripted.mjs', import.meta.url)), path],
    timeoutSeconds: 5,
  });
  expect(await backend.hello()).toEqual({
    name: 'my backend',
    version: '2.1',
    language: 'python',
    operations: { 'path.sample': 1, 'loss.cfm': 1 },
    dtypes: ['float32'],
    arithmetic: { matmul: 'tf32', functionUlps: 2 },
  });
  expect(await backend.run(sample)).toMatchObject({ kind: 'answer', outputs: answers.sample, trace: {} });
  expect(await backend.run(loss)).toMatchObject({ kind: 'answer', outputs: answers.loss, trace: {} });
  const other = asked('path.sample', 'linear-vp', pair);
  expect(await backend.run(other)).toEqual({ kind: 'unsupported', message: 'schedule linear-vp' });
  expect(backend.notes()).toEqual(['loading weights ...']);
  await backend.stop();
  expect(backend.faults()).toEqual([]);
  expect(conversation.at(-1)).toBe(`→ ${stopRequest(4)}`);
});

test('its numbers are right', () => {
  for (const [question, outputs] of [
    [sample, answers.sample],
    [loss, answers.loss],
  ] as const) {
    const truth = evaluate(operationOf(question.operation), question).outputs;
    const numbers = Object.entries(outputs).map(([name, { data }]) => [name, Array.from(data)]);
    expect(Object.entries(truth).map(([name, values]) => [name, values.map(({ v }) => v)])).toEqual(numbers);
  }
});

test('the answer as text reads as the same numbers', () => {
  const text = /```text\n([\s\S]*?)```/.exec(document)![1]!;
  const expected = expectedAnswer(operationOf('path.sample'), sample);
  expect(parseAnswer('x.txt', text, expected)).toEqual({
    kind: 'answer',
    outputs: answers.sample,
    trace: {},
  });
});

describe('the schema', () => {
  const schema = new URL('../../schemas/oracle-message.schema.json', import.meta.url);
  const validate = new Ajv2020({ allowUnionTypes: true, strictRequired: false }).compile(
    JSON.parse(readFileSync(schema, 'utf8')),
  );
  const messages = conversation.filter((line) => /^[→←] /.test(line)).map((line) => line.slice(2));

  test('holds of every message', () => {
    expect(messages).toHaveLength(9);
    for (const message of messages) expect([message, validate(JSON.parse(message))]).toEqual([message, true]);
  });

  const [, greeting, request, answer] = messages.map((message) => JSON.parse(message));
  const tensor = request.in.x0;
  test.each<readonly [string, unknown]>([
    ['no id', { cmd: 'stop' }],
    ['an unknown field', { ...answer, time: 3 }],
    ['an answer and an error', { ...answer, error: 'x' }],
    ['numbers for a tensor', { id: 1, out: { x: [1, 2] } }],
    ['another element type', { id: 1, out: { x: { ...tensor, dtype: 'float16' } } }],
    ['a tensor twice', { id: 1, out: { x: { ...tensor, file: 'a', name: 'b' } } }],
    ['a file without name', { id: 1, out: { x: { dtype: 'int32', shape: [], file: 'a' } } }],
    ['an unknown precision', { ...greeting, arithmetic: { precision: 'posit32' } }],
    ['another protocol', { ...greeting, protocol: 2 }],
    ['no element types', { ...greeting, dtypes: [] }],
  ])('refuses %s', (_, message) => {
    expect(validate(message)).toBe(false);
  });

  test('takes a tensor by reference', () => {
    expect(validate({ id: 1, out: { x: { dtype: 'int32', shape: [], file: 'a', name: 'b' } } })).toBe(true);
  });
});
