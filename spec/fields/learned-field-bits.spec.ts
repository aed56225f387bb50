/** Guidance to the bit, and the batches around the size of a chunk. */
import { describe, expect, test } from 'vitest';
import { ArgumentError } from '../../src/errors.ts';
import { learnedField } from '../../src/fields/learned-field.ts';
import { initialise, mlp } from '../../src/nn/index.ts';
import { key, normalInto } from '../../src/random/index.ts';

const net = mlp({ dim: 2, hidden: [5], activation: 'tanh', time: { kind: 'input' }, classes: 3 });
const params = initialise(net, key(8));

const through = (field: ReturnType<typeof learnedField>, t: number, x: Float32Array, rows: number) => {
  const [velocity, divergence] = [new Float32Array(2 * rows), new Float32Array(rows)];
  field.velocity(t, x.subarray(0, 2 * rows), velocity);
  field.divergence(t, x.subarray(0, 2 * rows), divergence);
  return { velocity, divergence };
};

describe('guidance', () => {
  test('is a + w(b − a) in float32, w and each operation rounded', () => {
    const x = new Float32Array(2 * 200);
    normalInto(key(9), 0, x);
    const plain = through(learnedField({ mlp: net, params }), 0.4, x, 200);
    const of2 = through(learnedField({ mlp: net, params, label: 2 }), 0.4, x, 200);
    for (const guidance of [0.1, 0.01, -1.7, 3.3]) {
      const guided = through(learnedField({ mlp: net, params, label: 2, guidance }), 0.4, x, 200);
      const r = Math.fround;
      for (const name of ['velocity', 'divergence'] as const) {
        const expected = plain[name].map((a, i) => r(a + r(r(guidance) * r(of2[name][i]! - a))));
        expect(guided[name]).toEqual(expected);
      }
    }
  });

  test('needs a label, and a finite scale', () => {
    expect(() => learnedField({ mlp: net, params, guidance: 1.01 })).toThrow(ArgumentError);
    expect(() => learnedField({ mlp: net, params, guidance: 0 })).toThrow(
      /^guidance: expected 1, .*received 0/,
    );
    expect(() => learnedField({ mlp: net, params, guidance: 1 })).not.toThrow();
    for (const guidance of [Number.NaN, Infinity]) {
      expect(() => learnedField({ mlp: net, params, label: 0, guidance })).toThrow(/^guidance: expected/);
    }
    for (const label of [-2, 3, 0.5]) {
      expect(() => learnedField({ mlp: net, params, label })).toThrow(
        /^label: expected an integer in \[-1, 2\]/,
      );
    }
    const unlabelled = mlp({ dim: 2, hidden: [5], activation: 'tanh', time: { kind: 'input' } });
    const own = initialise(unlabelled, key(8));
    expect(() => learnedField({ mlp: unlabelled, params: own, label: 0 })).toThrow(
      /^label: expected an integer in \[-1, -1\]/,
    );
    expect(() => learnedField({ mlp: unlabelled, params: own })).not.toThrow();
  });
});

test('rows are the same alone and in batches of any size around 128 and 256', () => {
  const x = new Float32Array(2 * 260);
  normalInto(key(10), 0, x);
  const field = learnedField({ mlp: net, params, label: 1, guidance: 2 });
  const all = through(field, 0.7, x, 260);
  for (const rows of [1, 127, 128, 129, 255, 256, 257]) {
    const part = through(field, 0.7, x, rows);
    expect(part.velocity).toEqual(all.velocity.subarray(0, 2 * rows));
    expect(part.divergence).toEqual(all.divergence.subarray(0, rows));
  }
});
