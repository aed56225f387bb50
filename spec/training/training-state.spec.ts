import { beforeAll, describe, expect, test } from 'vitest';
import { FormatError } from '../../src/errors.ts';
import { decodeSafetensors, encodeSafetensors } from '../../src/io/index.ts';
import {
  type NamedTensor,
  stateFromTensors,
  stateToTensors,
  type TrainingState,
} from '../../src/training/index.ts';
import { bitsOf, smallConfig, target, trainKeeping } from './support.ts';

interface Content {
  tensors: Map<string, NamedTensor>;
  metadata: Map<string, string>;
}

let states: TrainingState[];
let content: Content;

beforeAll(async () => {
  ({ states } = await trainKeeping({ config: smallConfig(), data: target, dataId: 'some rows' }));
  content = stateToTensors(states[5]!);
});

describe('a state as tensors', () => {
  test('comes back with the same bits, also through a safetensors file', () => {
    for (const state of states) {
      expect(bitsOf(stateFromTensors(stateToTensors(state)))).toEqual(bitsOf(state));
      const file = decodeSafetensors(encodeSafetensors(stateToTensors(state)));
      expect(bitsOf(stateFromTensors(file))).toEqual(bitsOf(state));
    }
  });

  test('SGD keeps one moment', async () => {
    const config = smallConfig({ optimizer: { kind: 'sgd', momentum: 0.5 } });
    const sgd = await trainKeeping({ config, data: target });
    expect(sgd.final.second).toHaveLength(0);
    const file = decodeSafetensors(encodeSafetensors(stateToTensors(sgd.final)));
    expect(bitsOf(stateFromTensors(file))).toEqual(bitsOf(sgd.final));
  });

  test('has shapes that other readers understand', () => {
    const { tensors, metadata } = content;
    const count = states[0]!.parameters.length;
    expect(Object.fromEntries([...tensors].map(([name, { shape }]) => [name, shape]))).toEqual({
      parameters: [count],
      average: [count],
      first: [count],
      second: [count],
      losses: [6],
      heldOut: [2, 2],
    });
    expect([...metadata.keys()].sort()).toEqual(['config', 'dataId', 'format', 'step']);
  });
});

describe('a damaged state is a FormatError that names the file and the field', () => {
  const cases: readonly [string, (damaged: Content) => void, string][] = [
    ...['parameters', 'average', 'first', 'second', 'losses', 'heldOut'].flatMap((name) => {
      const change =
        (f: (data: Float32Array | Float64Array) => unknown) =>
        ({ tensors }: Content): void => {
          const { data } = tensors.get(name)!;
          tensors.set(name, { shape: [data.length], data: f(data.slice()) as Float32Array });
        };
      const field = `m.st: tensor ${name}`;
      return [
        [`${name} missing`, ({ tensors }: Content) => void tensors.delete(name), field],
        [`${name} too short`, change((d) => d.subarray(1)), field],
        [
          `${name} too long`,
          change((d) => new (d.constructor as Float32ArrayConstructor)(d.length + 2)),
          field,
        ],
        [
          `${name} of another type`,
          change((d) => (d instanceof Float32Array ? Float64Array : Float32Array).from(d as never)),
          field,
        ],
        [`${name} as integers`, change((d) => Int32Array.from(d)), field],
        [`NaN in ${name}`, change((d) => d.fill(Number.NaN, d.length - 1)), field],
        [`∞ in ${name}`, change((d) => d.fill(-Infinity, 1, 2)), field],
      ] as [string, (damaged: Content) => void, string][];
    }),
    ['another format', ({ metadata }) => void metadata.set('format', 'pt'), 'm.st: metadata.format'],
    ['no format', ({ metadata }) => void metadata.delete('format'), 'm.st: metadata.format'],
    ...['', 'x', '-1', '1.5', '13', 'NaN', '7'].map((step): [string, (damaged: Content) => void, string] => [
      `step ${JSON.stringify(step)}`,
      ({ metadata }) => void metadata.set('step', step),
      step === '7' ? 'm.st: tensor' : 'm.st: metadata.step',
    ]),
    ['no step', ({ metadata }) => void metadata.delete('step'), 'm.st: metadata.step'],
    ['no configuration', ({ metadata }) => void metadata.delete('config'), 'm.st: metadata.config'],
    ...[
      '{',
      'null',
      '5',
      '"x"',
      '[]',
      '{}',
      '{"network":{"dim":2},"steps":"many"}',
      '{"network":{"dim":1e9}}',
    ].map((config): [string, (damaged: Content) => void, string] => [
      `configuration ${config}`,
      ({ metadata }) => void metadata.set('config', config),
      'm.st: metadata.config',
    ]),
    [
      'the held-out losses of other steps',
      ({ tensors }) => void tensors.set('heldOut', { shape: [2, 2], data: Float64Array.of(0, 9, 5, 8) }),
      'm.st: tensor heldOut',
    ],
    [
      'another network',
      ({ metadata }) =>
        void metadata.set('config', metadata.get('config')!.replace('"hidden":[9,7]', '"hidden":[9,8]')),
      'm.st: tensor',
    ],
  ];

  test.each(cases)('%s', (_, damage, argument) => {
    const damaged = { tensors: new Map(content.tensors), metadata: new Map(content.metadata) };
    damage(damaged);
    const read = (): unknown => stateFromTensors(damaged, 'm.st');
    expect(read).toThrow(FormatError);
    expect(read).toThrow(expect.objectContaining({ argument: expect.stringContaining(argument) }));
  });
});
