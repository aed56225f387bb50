/** The questions behind the pictures of a velocity field, and what is kept of the answers. */
import { expect, test } from 'vitest';
import type { Backend, Hello, Reply } from '../../../src/oracle/backend.ts';
import type { Case } from '../../../src/oracle/contract.ts';
import { tensorsFrom } from '../../../src/oracle/judge/answer.ts';
import { velocityFields } from '../../../src/oracle/judge/velocity-fields.ts';
import { operations } from '../../../src/oracle/registry.ts';
import { evaluate } from '../../../src/oracle/truth.ts';

const BOTH = ['marginal.velocity', 'path.conditional-velocity'];
const hello: Hello = {
  name: 'b',
  operations: { 'marginal.velocity': 1, 'path.conditional-velocity': 1, 'path.sample': 1 },
  dtypes: ['float64', 'float32'],
  arithmetic: {},
};

function backend(change: (reply: Reply & { kind: 'answer' }, question: Case) => Reply) {
  const asked: Case[] = [];
  const it: Backend = {
    hello: async () => hello,
    run: async (question) => {
      asked.push(question);
      const operation = operations.find(({ name }) => name === question.operation)!;
      const outputs = tensorsFrom(operation, question, evaluate(operation, question).outputs);
      return change({ kind: 'answer', outputs, trace: {}, seconds: 0 }, question);
    },
    stop: async () => {},
  };
  return { it, asked };
}

const pointsOf = ({ x }: Case['inputs']) =>
  Array.from({ length: 144 }, (_, i) => [x!.data[2 * i], x!.data[2 * i + 1]]);

test('the marginal field where there is one; a backend that refused once is not asked again', async () => {
  const { it, asked } = backend((reply, { id }) => {
    if (id.endsWith('0.5')) return { kind: 'unsupported', message: 'not this one' };
    const velocity = reply.outputs.velocity!;
    for (const [at, by] of [
      [2, 1],
      [7, 1],
      [9, Number.NaN],
    ] as const)
      velocity.data[at]! += by;
    return reply;
  });
  const [field, ...more] = await velocityFields(it, hello, BOTH);
  expect(more).toEqual([]);
  expect(field).toMatchObject({
    operation: 'marginal.velocity',
    dtype: 'float32',
    settings: { schedule: { kind: 'cond-ot' } },
    target: '⅜ N((−1.5, −0.75), ½² I) + ⅝ N((1.25, 1), ¾² I)',
    range: [-3, 3],
    gridSize: 12,
  });
  expect(asked.map(({ id }) => id)).toEqual([0.25, 0.5].map((t) => `marginal.velocity/float32/field/${t}`));
  expect(asked[1]!.sizes).toEqual({ rows: 144, dim: 2, components: 2 });
  const { t, weights, means, stds } = asked[1]!.inputs;
  expect([weights, means, stds].map((tensor) => Array.from(tensor!.data))).toEqual([
    [0.375, 0.625],
    [-1.5, -0.75, 1.25, 1],
    [0.5, 0.75],
  ]);
  expect(Array.from(t!.data)).toEqual(new Array(144).fill(0.5));
  // A point is as far off as the worse of its components, and NaN is beyond any bound.
  const [first, ...others] = field!.panels;
  expect(first!.received).toHaveLength(288);
  expect(first!.ratios.flatMap((ratio, i) => (ratio <= 1 ? [] : [i]))).toEqual([1, 3, 4]);
  expect([first!.ratios[4], first!.ratios[1]! < Infinity]).toEqual([Infinity, true]);
  for (const { t: time, truth, received, ratios, message } of others) {
    expect([time > 0.25, truth.length, received, ratios, message]).toEqual([
      true,
      288,
      null,
      [],
      'not this one',
    ]);
  }
});

test('else the conditional field: three times on a grid of cell centres', async () => {
  const { it, asked } = backend((reply) => reply);
  const [field] = await velocityFields(it, hello, BOTH.slice(1));
  expect(field).toMatchObject({
    operation: 'path.conditional-velocity',
    dtype: 'float32',
    target: 'the point x₁ = (1.25, 1)',
  });
  expect(asked[0]!.sizes).toEqual({ rows: 144, dim: 2 });
  expect(Array.from(asked[0]!.inputs.x1!.data.subarray(0, 4))).toEqual([1.25, 1, 1.25, 1]);
  expect(asked[0]!.inputs.x1!.data).toHaveLength(288);
  const points = pointsOf(asked[0]!.inputs);
  expect([points[0], points[1], points[11], points[12], points[143]]).toEqual([
    [-2.75, -2.75],
    [-2.25, -2.75],
    [2.75, -2.75],
    [-2.75, -2.25],
    [2.75, 2.75],
  ]);
  expect(field!.panels.map(({ t, message }) => [t, message])).toEqual([0.25, 0.5, 0.75].map((t) => [t, '']));
  for (const { truth, received, ratios } of field!.panels) {
    expect(received).toEqual(truth.map(Math.fround));
    expect(ratios).toHaveLength(144);
    expect(ratios.every((ratio) => ratio <= 1)).toBe(true);
  }
});

test('what the backend claims in this revision and was asked for; float64 where there is no float32', async () => {
  const { it } = backend((reply) => reply);
  const of = async (claims: Readonly<Record<string, number>>, among = BOTH) => {
    const all = await velocityFields(it, { ...hello, dtypes: ['float64'], operations: claims }, among);
    return all.map(({ operation, dtype }) => [operation, dtype]);
  };
  const conditional = [[BOTH[1], 'float64']];
  expect(await of({ 'marginal.velocity': 99, 'path.conditional-velocity': 1 })).toEqual(conditional);
  expect(await of({ 'path.conditional-velocity': 1 })).toEqual(conditional);
  expect(await of({ 'path.sample': 1 })).toEqual([]);
  expect(await of(hello.operations, [])).toEqual([]);
});
