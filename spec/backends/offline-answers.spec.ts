/** Answers as files: right ones are read to the bit, wrong ones named by file and tensor. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { answerText, emitCases, fileBackend } from '../../src/backends/index.ts';
import { writeTensors } from '../../src/io/index.ts';
import type { Case, Operation, Tensor } from '../../src/oracle/contract.ts';
import { drawCase } from '../../src/oracle/generate.ts';
import { operations } from '../../src/oracle/registry.ts';
import { key } from '../../src/random/index.ts';
import { easy, pathPoints } from './cases.ts';
import { offlineFolders } from './offline-folders.ts';

const { fresh, emitted } = offlineFolders();

const x = (values: readonly number[], shape: readonly number[] = [4, 2]): Tensor => ({
  dtype: 'float32',
  shape,
  data: Float32Array.from(values),
});
const right = x(pathPoints(easy));

/** The reply to `easy` of a folder with one file in outputs/. */
async function replyTo(name: string, write: (path: string) => void) {
  const folder = emitted();
  write(join(folder, 'outputs', name));
  return fileBackend(folder).run(easy);
}

describe('answers', () => {
  const save =
    (tensors: Readonly<Record<string, Tensor>>, metadata = {}) =>
    (path: string) =>
      writeTensors(path, { tensors, metadata }, { allowNonFinite: true });
  const text = (content: string) => (path: string) => writeFileSync(path, content);
  const special = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 1e-45, 3e38, 0.1, -1];

  test('as safetensors and as text, to the bit', async () => {
    for (const tensor of [right, x(special)]) {
      for (const reply of [
        await replyTo('easy.safetensors', save({ x: tensor })),
        await replyTo('easy.txt', text(answerText({ x: tensor }))),
      ]) {
        expect(reply).toEqual({ kind: 'answer', outputs: { x: tensor }, trace: {}, seconds: 0 });
      }
    }
  });

  test('a trace, a scalar, integers and float64', async () => {
    const trace = { name: 'h', type: 'int', shape: ['rows'], meaning: '' } as const;
    const output = { name: 'loss', type: 'float', shape: [], meaning: '' } as const;
    const known: Operation = {
      ...operations.find(({ name }) => name === 'path.sample')!,
      outputs: [output],
      trace: [trace],
    };
    const question: Case = drawCase(known, key(5), { id: 'q', dtype: 'float64' });
    const rows = question.sizes.rows!;
    const loss: Tensor = { dtype: 'float64', shape: [], data: Float64Array.of(1 / 3) };
    const h: Tensor = {
      dtype: 'int32',
      shape: [rows],
      data: Int32Array.from({ length: rows }, (_, i) => i - 2),
    };
    for (const ending of ['safetensors', 'txt']) {
      const folder = fresh();
      emitCases(folder, [question], { operations: [known] });
      const path = join(folder, 'outputs', `q.${ending}`);
      if (ending === 'txt') writeFileSync(path, answerText({ loss }, { h }));
      else save({ loss, 'trace.h': h })(path);
      const reply = await fileBackend(folder, { operations: [known] }).run(question);
      expect(reply).toEqual({ kind: 'answer', outputs: { loss }, trace: { h }, seconds: 0 });
    }
  });

  test.each<readonly [string, string, (path: string) => void, object]>([
    [
      'unsupported',
      'easy.safetensors',
      save({}, { unsupported: 'no GPU' }),
      { kind: 'unsupported', message: 'no GPU' },
    ],
    ['error', 'easy.txt', text('error out of\tmemory\n'), { kind: 'error', message: 'out of\\u0009memory' }],
    ['nothing', 'other.txt', text(''), { kind: 'error', message: 'outputs/easy.safetensors is not there' }],
  ])('%s', async (_, name, write, expected) => {
    expect(await replyTo(name, write)).toEqual(expected);
  });

  const lines = answerText({ x: right });
  test.each<readonly [string, string, (path: string) => void, RegExp]>([
    [
      'shape',
      'easy.safetensors',
      save({ x: x(pathPoints(easy), [2, 4]) }),
      /easy\.safetensors: tensor "x": expected float32 \[4, 2\], received float32 \[2, 4\]/,
    ],
    [
      'name',
      'easy.safetensors',
      save({ y: right }),
      /easy\.safetensors: expected x, received "y" and no x; rename "y" to x/,
    ],
    [
      'trace',
      'easy.safetensors',
      save({ x: right, 'trace.h': right }),
      /easy\.safetensors: trace: expected nothing, received also "h"/,
    ],
    [
      'half a file',
      'easy.safetensors',
      (path) => {
        save({ x: right })(path);
        writeFileSync(path, readFileSync(path).subarray(0, -8));
      },
      /easy\.safetensors: byte \d+: expected/,
    ],
    ['missing', 'easy.safetensors', save({}), /expected x, received nothing/],
    [
      'half a text',
      'easy.txt',
      text(lines.slice(0, 60)),
      /easy\.txt: line \d+: .*expected 8 hexadecimal digits, element \d of 8/,
    ],
    ['no end', 'easy.txt', text(lines.replace('end\n', '')), /expected "end", received the end of the file/],
    [
      'decimals',
      'easy.txt',
      text(lines.replace(/^\w{8} /gm, '')),
      /tensor "x": line 2: expected 8 hexadecimal digits, element 0 of 8/,
    ],
    [
      'shape in text',
      'easy.txt',
      text(lines.replace('2 4 2', '2 8 1')),
      /line 1: tensor "x": expected float32 \[4, 2\]/,
    ],
    ['axes in text', 'easy.txt', text(lines.replace('2 4 2', '3 4 2')), /expected 2 axes, received "3"/],
    [
      'name in text',
      'easy.txt',
      text(lines.replace(' x ', ' xt ')),
      /line 1: expected x, received "xt" and no x; rename "xt" to x/,
    ],
    ['word in text', 'easy.txt', text('result 1\n'), /line 1: expected "output NAME/],
  ])('a wrong %s is named', async (_, name, write, message) => {
    const reply = await replyTo(name, write);
    expect(reply).toMatchObject({ kind: 'fault', fault: 'malformed' });
    expect((reply as { message: string }).message).toMatch(message);
  });

  test('who answered is told in outputs/backend.json', async () => {
    const folder = emitted();
    save({ x: right })(join(folder, 'outputs', 'easy.safetensors'));
    const about = join(folder, 'outputs', 'backend.json');
    expect(await fileBackend(folder).hello()).toMatchObject({
      operations: { 'path.sample': 1 },
      dtypes: ['float32'],
    });
    writeFileSync(about, '{"name":"kernel","language":"cuda","arithmetic":{"matmul":"tf32"}}');
    expect(await fileBackend(folder).hello()).toMatchObject({
      name: 'kernel',
      arithmetic: { matmul: 'tf32' },
    });
    for (const [content, message] of [
      ['[', /backend\.json: expected a JSON object/],
      ['{"operations":{}}', /backend\.json: expected the fields .* received also "operations"/],
      ['{"colour":1}', /also "colour"/],
    ] as const) {
      writeFileSync(about, content);
      expect(() => fileBackend(folder)).toThrow(message);
    }
  });

  test('a case that was not emitted is a mistake of the caller', async () => {
    const backend = fileBackend(emitted());
    await expect(backend.run({ ...easy, id: 'new' })).rejects.toThrow(
      /received one that was not emitted there/,
    );
    await expect(backend.run({ ...easy, id: 'hard' })).rejects.toThrow(/received another case of this id/);
  });

  test('a folder without cases', () => {
    const folder = fresh();
    mkdirSync(folder);
    expect(() => fileBackend(folder)).toThrow(/manifest\.json: expected a readable file/);
  });
});
