import { describe, expect, it } from 'vitest';
import { learnedField } from '../../src/fields/index.ts';
import { mlpFloat64 } from '../../src/laws/network/mlp-forward-mode.ts';
import { initialise, type MlpConfig, mlp } from '../../src/nn/index.ts';
import { namedProblem, type ProblemSpec, problemFromSpec } from '../../src/problems/index.ts';
import { key } from '../../src/random/index.ts';

describe('the field of a classic problem', () => {
  it('treats rows apart, in float64 whatever holds them', () => {
    const { velocity, start, dim } = problemFromSpec(namedProblem('lotka-volterra'));
    const rows = Float64Array.of(...start, 2, 0.5, 1, 3);
    const out = new Float64Array(6);
    velocity(0.5, rows, out);
    expect(dim).toBe(2);
    // T = 15; y₁(1.5 − y₂) and y₂(y₁ − 3), exact in floats.
    expect([...out]).toEqual([-525, 525, 30, -7.5, -22.5, -90]);
    const small = new Float32Array(2);
    velocity(0.5, Float32Array.of(0.1, 0.3), small);
    const [x, y] = [Math.fround(0.1), Math.fround(0.3)];
    expect([...small]).toEqual([15 * (1.5 * x - x * y), 15 * (x * y - 3 * y)].map(Math.fround));
  });
});

describe('the field of a network', () => {
  const spec = (network: MlpConfig, parameters: Float32Array): ProblemSpec => ({
    kind: 'network',
    network,
    parameters,
    schedule: { kind: 'cond-ot' },
    start: { kind: 'normal', count: 5, seed: 3 },
  });
  const times = [{ kind: 'input' }, { kind: 'fourier', frequencies: 2 }] as const;
  const kinds = (['tanh', 'relu', 'silu', 'gelu', 'selu', 'softplus'] as const).flatMap((activation) =>
    times.map((time) => ({ dim: 2, hidden: [7, 3], activation, time })),
  );

  it.each(kinds)(
    'is the definition in float64 and the engine in float32: $activation, $time.kind',
    (network) => {
      const net = mlp(network);
      const parameters = initialise(net, key(4)).map((p) => 3 * p);
      const { velocity, start } = problemFromSpec(spec(network, parameters));
      const engine = learnedField({ mlp: net, params: parameters });
      for (const t of [0, 0.3, 1]) {
        const out = new Float64Array(10);
        velocity(t, start, out);
        const small = new Float32Array(10);
        const same = new Float32Array(10);
        velocity(t, Float32Array.from(start), small);
        engine.velocity(t, Float32Array.from(start), same);
        expect([...small]).toEqual([...same]);
        for (let r = 0; r < 5; r++) {
          const x = start.slice(2 * r, 2 * r + 2);
          const exact = mlpFloat64(network, Float64Array.from(parameters), { x, t, label: -1 });
          for (const i of [0, 1]) {
            const value = out[2 * r + i]!;
            // Two orders of summation over at most 7 terms in 3 layers, with weights below 10.
            expect(!(Math.abs(value - exact[i]!) <= 1e-13 * Math.max(1, Math.abs(value)))).toBe(false);
            // float32 has 2⁻²⁴ a step.
            expect(!(Math.abs(value - small[2 * r + i]!) <= 1e-4 * Math.max(1, Math.abs(value)))).toBe(false);
          }
        }
      }
    },
  );
});
