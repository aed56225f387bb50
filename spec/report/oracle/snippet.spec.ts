import { expect, test } from 'vitest';
import type { Case } from '../../../src/oracle/contract.ts';
import { operations } from '../../../src/oracle/registry.ts';
import { snippet } from '../../../src/report/oracle/snippet.ts';

const operation = operations.find(({ name }) => name === 'path.sample')!;
const tensor = (shape: readonly number[], ...values: number[]) =>
  ({ dtype: 'float32', shape, data: Float32Array.of(...values) }) as const;
const question: Case = {
  id: 'one',
  operation: 'path.sample',
  dtype: 'float32',
  sizes: { rows: 1, dim: 2 },
  settings: { schedule: { kind: 'cond-ot' } },
  inputs: { x0: tensor([1, 2], 1, -0), x1: tensor([1, 2], 3, 0.5), t: tensor([1], 0.25) },
};
const expected = { x: tensor([1, 2], 1.5, 0.125) };

test('JavaScript: runs, with −0 and shapes as they are', async () => {
  const text = snippet('js', operation, question, expected)!;
  const seen: unknown[][] = [];
  const asked: unknown[] = [];
  const adapter = {
    operations: {
      'path.sample': (inputs: Record<string, Float32Array>, context: unknown) => {
        asked.push(inputs, context);
        return { x: inputs.x0 };
      },
    },
  };
  const body = text.split('\n').slice(1).join('\n');
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
  await new AsyncFunction('adapter', 'console', body)(adapter, {
    log: (...words: unknown[]) => seen.push(words),
  });
  const [inputs, context] = asked as [Record<string, Float32Array>, unknown];
  expect(Object.is(inputs.x0![1], -0)).toBe(true);
  expect(inputs).toEqual({
    x0: question.inputs.x0!.data,
    x1: question.inputs.x1!.data,
    t: question.inputs.t!.data,
  });
  expect(context).toEqual({ dtype: 'float32', sizes: question.sizes, settings: question.settings });
  expect(seen).toEqual([['x', inputs.x0, 'expected', expected.x.data]]);
});

test('Python: literals of Python, shapes, the call and what is expected', () => {
  const settings = { schedule: { kind: 've', flag: true, none: null, list: [1, 'a'] } };
  const text = snippet('python', operation, { ...question, settings }, expected)!;
  expect(text).toContain('"x0": np.array([1, -0.0], dtype=np.float32).reshape([1,2]),');
  expect(text).toContain('{"schedule": {"kind": "ve", "flag": True, "none": None, "list": [1, "a"]}}');
  expect(text).toContain('answer = OPERATIONS["path.sample"](');
  expect(text).toContain('print("x", answer["x"], "expected", np.array([1.5, 0.125], dtype=np.float32)');
});

test('PyTorch: tensors on the device of the adapter', () => {
  const text = snippet('torch', operation, question, expected)!;
  expect(text).toContain('import torch\nfrom adapter import DEVICE, OPERATIONS\n');
  expect(text).toContain('"t": torch.tensor([0.25], dtype=torch.float32, device=DEVICE).reshape([1]),');
  expect(text).toContain('"expected", torch.tensor([1.5, 0.125], dtype=torch.float32, device=DEVICE)');
});

test.each([
  ['rust', 'let x0: [f32; 2] = [1.0, -0.0]; // [1, 2]', 'let expected_x: [f32; 2] = [1.5, 0.125];'],
  ['cpp', 'const float x0[] = {1.0, -0.0}; // [1, 2]', 'const float expected_x[] = {1.5, 0.125};'],
  ['', 'const float t[] = {0.25}; // [1]', 'const float expected_x[] = {1.5, 0.125};'],
])('%s: the numbers, ready to paste', (language, input, output) => {
  const text = snippet(language, operation, question, expected)!;
  expect(text).toContain(input);
  expect(text).toContain(output);
});

test('a case that nobody could read has no snippet', () => {
  const large = tensor([401], ...new Array<number>(401).fill(0));
  expect(snippet('python', operation, { ...question, inputs: { t: large } }, expected)).toBeNull();
});
