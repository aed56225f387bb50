import { describe, expect, test } from 'vitest';
import { ArgumentError, ShapeError } from '../../src/errors.ts';
import { learnedField } from '../../src/fields/learned-field.ts';
import { divergence, forward, initialise, mlp, mlpWorkspace } from '../../src/nn/index.ts';
import { key, normalInto } from '../../src/random/index.ts';

const net = mlp({
  dim: 3,
  hidden: [9, 6],
  activation: 'silu',
  time: { kind: 'fourier', frequencies: 2 },
  classes: 4,
});
const params = initialise(net, key(4));
const ROWS = 301;
const x = new Float32Array(ROWS * 3);
normalInto(key(5), 0, x);

/** Velocity and divergence by the network itself, all rows at once. */
function direct(t: number, label: number) {
  const ws = mlpWorkspace(net, ROWS);
  const velocity = new Float32Array(ROWS * 3);
  const trace = new Float32Array(ROWS);
  forward(
    net,
    params,
    ROWS,
    x,
    new Float32Array(ROWS).fill(t),
    new Int32Array(ROWS).fill(label),
    ws,
    velocity,
  );
  divergence(net, params, ROWS, ws, trace);
  return { velocity, trace };
}

function through(field: ReturnType<typeof learnedField>, t: number, points: Float32Array | Float64Array = x) {
  const velocity = points.slice().fill(NaN);
  const trace = points.slice(0, points.length / 3).fill(NaN);
  field.velocity(t, points, velocity);
  field.divergence(t, points, trace);
  return { velocity, trace };
}

describe('learned field', () => {
  test.each([-1, 0, 3])('label %i: the network, to the bit, whatever the chunks', (label) => {
    const field = learnedField({ mlp: net, params, label });
    expect(field.dim).toBe(3);
    const expected = direct(0.3, label);
    expect(through(field, 0.3)).toEqual(expected);
    for (const [from, to] of [
      [0, 1],
      [127, 129],
      [300, 301],
      [5, 5],
    ] as const) {
      const part = through(field, 0.3, x.subarray(from * 3, to * 3));
      expect(part.velocity).toEqual(expected.velocity.subarray(from * 3, to * 3));
      expect(part.trace).toEqual(expected.trace.subarray(from, to));
    }
  });

  test('guidance w extrapolates from the field without class', () => {
    const nothing = direct(0.6, -1);
    const something = direct(0.6, 2);
    for (const w of [-1, 0.5, 2, 7.5]) {
      const guided = through(learnedField({ mlp: net, params, label: 2, guidance: w }), 0.6);
      for (const q of ['velocity', 'trace'] as const) {
        guided[q].forEach((value, i) => {
          const [a, b] = [nothing[q][i]!, something[q][i]!];
          // The difference, its product and the sum are rounded.
          const bound = 2 ** -24 * (2 * Math.abs(w * (b - a)) + Math.abs(value)) * 1.01;
          if (!(Math.abs(value - (a + w * (b - a))) <= bound)) expect.fail(`${q}[${i}] at w = ${w}`);
        });
      }
    }
    expect(through(learnedField({ mlp: net, params, label: 2, guidance: 1 }), 0.6)).toEqual(something);
    expect(through(learnedField({ mlp: net, params, label: 2, guidance: 0 }), 0.6)).toEqual(nothing);
  });

  test('a float64 batch is rounded on the way in and widened on the way out', () => {
    const fine = Float64Array.from(x, (v) => v * (1 + 1e-12));
    const { velocity, trace } = through(learnedField({ mlp: net, params }), 0.3, fine);
    const expected = direct(0.3, -1);
    expect(velocity).toEqual(Float64Array.from(expected.velocity));
    expect(trace).toEqual(Float64Array.from(expected.trace));
  });

  test('neither keeps nor changes its input', () => {
    const copy = x.slice();
    const field = learnedField({ mlp: net, params });
    const first = through(field, 0.3);
    through(field, 0.9);
    expect(x).toEqual(copy);
    expect(through(field, 0.3)).toEqual(first);
  });

  test('wrong arguments are typed errors', () => {
    expect(() => learnedField({ mlp: net, params, label: 4 })).toThrow(ArgumentError);
    expect(() => learnedField({ mlp: net, params, guidance: 2 })).toThrow(/no label/);
    expect(() => learnedField({ mlp: net, params, label: 1, guidance: NaN })).toThrow(ArgumentError);
    expect(() => learnedField({ mlp: net, params: params.subarray(1) })).toThrow(ShapeError);
    const field = learnedField({ mlp: net, params });
    expect(() => field.velocity(0, new Float32Array(4), new Float32Array(4))).toThrow(ShapeError);
    expect(() => field.velocity(0, new Float32Array(6), new Float32Array(3))).toThrow(ShapeError);
    expect(() => field.velocity(NaN, new Float32Array(3), new Float32Array(3))).toThrow(ArgumentError);
    expect(() => field.velocity(Infinity, new Float32Array(3), new Float32Array(3))).toThrow(
      /^t: expected .* received Infinity/,
    );
    expect(() => field.divergence(0, new Float32Array(6), new Float32Array(3))).toThrow(ShapeError);
  });
});
