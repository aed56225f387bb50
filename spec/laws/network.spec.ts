import { describe, expect, it } from 'vitest';
import { networks } from '../../src/laws/arbitraries/networks.ts';
import { NotSmooth } from '../../src/laws/network/cases.ts';
import { directionalDerivative } from '../../src/laws/network/directional-derivative.ts';
import {
  backpropagationInputs,
  backpropagationParameters,
  cotangentLinearity,
  hutchinson,
  jvpVjpAdjoint,
  mlpNetwork,
  type NetworkSubject,
  networkDivergence,
  rowIndependence,
} from '../../src/laws/network/index.ts';
import { dualActivations, mlpFloat64, mlpForwardMode } from '../../src/laws/network/mlp-forward-mode.ts';
import { plainActivations, plainNetwork } from '../../src/laws/power/plain-network.ts';

const laws = [
  backpropagationParameters,
  backpropagationInputs,
  jvpVjpAdjoint,
  cotangentLinearity,
  rowIndependence,
  networkDivergence,
  hutchinson,
];
const silu = mlpNetwork({
  dim: 2,
  hidden: [6, 5],
  activation: 'silu',
  time: { kind: 'fourier', frequencies: 2 },
  classes: 2,
});

/** v = a x² + b t of one column, in float64. */
const parabola: NetworkSubject = {
  name: 'a x² + b t',
  inputs: 1,
  parameterCount: 2,
  forward({ params, x, t }, out) {
    for (let r = 0; r < x.length; r++) out[r] = params[0]! * x[r]! * x[r]! + params[1]! * t[r]!;
  },
  backward({ params, x, t }, c, gradParams, gradX) {
    gradParams.fill(0);
    for (let r = 0; r < x.length; r++) {
      gradParams[0]! += c[r]! * x[r]! * x[r]!;
      gradParams[1]! += c[r]! * t[r]!;
      gradX[r] = 2 * c[r]! * params[0]! * x[r]!;
    }
  },
  jvp({ params, x }, dx, dt, out) {
    for (let r = 0; r < x.length; r++) out[r] = 2 * params[0]! * x[r]! * dx[r]! + params[1]! * dt[r]!;
  },
  divergence({ params, x }, out) {
    for (let r = 0; r < x.length; r++) out[r] = 2 * params[0]! * x[r]!;
  },
  hutchinson({ params, x }, probes, count, out) {
    out.fill(0);
    for (let p = 0; p < probes.length; p++) {
      const r = p % x.length;
      out[r]! += (2 * params[0]! * x[r]! * probes[p]! * probes[p]!) / count;
    }
  },
};

/** The answers of a network with one of them changed afterwards. */
const changed = (
  network: NetworkSubject,
  change: (gradParams: Float64Array, gradX: Float64Array) => void,
): NetworkSubject => ({
  ...network,
  backward(input, cotangent, gradParams, gradX) {
    network.backward(input, cotangent, gradParams, gradX);
    change(gradParams, gradX);
  },
});

describe('laws of networks', () => {
  it.each(laws.map((law) => [law.id, law] as const))('%s holds for a foreign network', (_, law) => {
    const result = law(parabola).check();
    expect(result.status, result.reason ?? result.worst).toBe('holds');
    expect(result.object).toBe('a x² + b t');
  });

  it.each(laws.map((law) => [law.id, law] as const))(
    '%s holds for float32 judged by differences and an estimate of its rounding',
    (_, law) => {
      const { jacobian: _j, roundingErrors: _r, ...float64 } = silu;
      const { forwardFloat64: _f, ...bare } = float64;
      expect(law(bare).check({ runs: 5 }).status).toBe('holds');
      expect(law(float64).check({ runs: 5 }).status).toBe('holds');
    },
  );

  it('sees one wrong entry of a float32 gradient, with rows, times and numbers', () => {
    const held = backpropagationParameters(changed(silu, (g) => (g[7]! *= 1 + 1e-4)));
    const result = held.check();
    expect(result.status).toBe('violated');
    expect(result.worst).toMatch(/^parameters and directions of seed \d+; x = \(.*\), t = /);
    expect(result.residual!).toBeGreaterThan(result.bound!);
    expect(result.counterexample!.detail).toMatch(/^∂\/∂θ\[7\] of c·f is given as .*, and should be /);
    expect(result.counterexample!.snippet).toContain('backpropagationParameters(object).at(');
    const again = held.check({ replay: result.replay! });
    expect(again.worst).toBe(result.worst);
    expect(again.residual).toBe(result.residual);
  });

  it('allows for rounding: a part in 10⁹ of a float32 gradient is none', () => {
    expect(backpropagationParameters(changed(silu, (g) => (g[7]! *= 1 + 1e-9))).check().status).toBe('holds');
  });

  it('sees a wrong derivative by t by differences', () => {
    const still: NetworkSubject = {
      ...parabola,
      jvp: (input, dx, dt, out) =>
        parabola.jvp!(
          input,
          dx,
          dt.map((v) => 1.000001 * v),
          out,
        ),
    };
    expect(backpropagationInputs(still).check().status).toBe('violated');
    expect(backpropagationInputs(parabola).check().status).toBe('holds');
  });

  it('measures what can be computed by hand', () => {
    // a and b are free, ∂/∂x = 2ax c: doubling it is off by |2ax c|, which the estimate of rounding knows nothing of.
    const at = { seed: 3, rows: [{ x: [0], t: 0.25 }] };
    const { residual } = backpropagationInputs(parabola).at(at);
    expect(residual).toBeLessThan(1e-12);
    const shifted = changed(parabola, (_, x) => (x[0]! += 0.125));
    expect(backpropagationInputs(shifted).at(at).residual).toBeCloseTo(0.125, 10);
    expect(rowIndependence(shifted).check().status).toBe('violated');
  });

  it('shrinks a network along with its input', () => {
    const wrong = {
      ...networks(),
      build: (config: Parameters<ReturnType<typeof networks>['build']>[0]) =>
        changed(mlpNetwork(config), (g) => (g[0]! *= 2)),
    };
    const result = backpropagationParameters.over(wrong).check({ runs: 40 });
    expect(result.status).toBe('violated');
    expect(result.counterexample!.words).toContain('dim: 1, hidden: []');
    expect(result.counterexample!.snippet).toContain('mlpNetwork({');
  });

  it('refuses what it cannot judge', () => {
    const { jvp: _, divergence: __, hutchinson: ___, ...bare } = parabola;
    expect(jvpVjpAdjoint(bare).check()).toMatchObject({ status: 'refused', reason: 'it has no jvp' });
    expect(networkDivergence(bare).check().status).toBe('refused');
    expect(hutchinson(bare).check().status).toBe('refused');
    const rough: NetworkSubject = {
      ...parabola,
      forward({ params, x }, out) {
        for (let r = 0; r < x.length; r++)
          out[r] = Math.abs(Math.sin(1e5 * (x[r]! + params[0]! + params[1]!)));
      },
    };
    const result = backpropagationParameters(rough).check();
    expect(result.status).toBe('refused');
    expect(result.reason).toContain('not smooth');
  });

  it('judges a network of many parameters by some of them and a direction of all', () => {
    const wide = mlpNetwork({ dim: 2, hidden: [50, 50], activation: 'tanh', time: { kind: 'input' } });
    expect(wide.jacobian).toBeUndefined();
    expect(backpropagationParameters(wide).check({ runs: 1 }).status).toBe('holds');
    const wrong = changed(wide, (g) => g.fill(0, 200, 2700));
    expect(backpropagationParameters(wrong).check({ runs: 1, shrink: false }).status).toBe('violated');
    expect(backpropagationParameters({ ...wide, parameterCount: 2e6 }).check().reason).toContain(
      'more than 1000000',
    );
  });

  it('passes over kinks that it meets by chance', () => {
    const relu = plainNetwork(plainActivations.relu);
    expect(backpropagationParameters(relu).check({ runs: 40, seed: 2 }).status).toBe('holds');
  });

  it.each<[string, Partial<NetworkSubject>, RegExp]>([
    ['NaN', { forward: (_, out) => void out.fill(Number.NaN) }, /NaN in out\[0\]/],
    [
      'throws',
      {
        backward: () => {
          throw new Error('no');
        },
      },
      /Error: no/,
    ],
    ['a promise', { backward: (async () => {}) as never }, /a promise/],
    [
      'unwritten',
      { backward: (_, __, g) => void g.fill(0) },
      /NaN in gradX\[0\], or nothing was written there \(out begins as NaN/,
    ],
    ['no function', { forward: 3 as never }, /forward: expected a function/],
    ['a wrong shape', { parameterCount: 1.5 }, /parameterCount: expected an integer/],
    ['no network', { inputs: 0 }, /inputs: expected an integer/],
  ])('calls a network that gives %s faulty', (_, wrong, reason) => {
    for (const law of [backpropagationParameters, rowIndependence]) {
      const result = law({ ...parabola, ...wrong }).check({ runs: 3 });
      expect(result.status).toBe('faulty');
      expect(result.reason).toMatch(reason);
    }
  });
});

describe('differences', () => {
  it('find the derivative within their own estimate', () => {
    const { value, error } = directionalDerivative(Math.exp, 1e-15, 1);
    expect(Math.abs(value - 1)).toBeLessThanOrEqual(error);
    expect(error).toBeLessThan(1e-11);
  });

  it('refuse a kink at the point, and near it, and see past one farther away', () => {
    expect(() => directionalDerivative(Math.abs, 1e-15, 1)).toThrow(NotSmooth);
    expect(() => directionalDerivative((s) => Math.abs(s - 1e-5), 1e-15, 1)).toThrow(NotSmooth);
    const { value, error } = directionalDerivative((s) => 3 * s + Math.max(0, s - 0.01), 1e-15, 1);
    expect(Math.abs(value - 3)).toBeLessThanOrEqual(error);
  });
});

describe('the reference network', () => {
  it('gives the same values with and without derivatives', () => {
    const config = {
      dim: 2,
      hidden: [3],
      activation: 'gelu',
      time: { kind: 'fourier', frequencies: 2 },
    } as const;
    const params = Float64Array.from({ length: 29 }, (_, i) => ((i * 37) % 11) / 11 - 0.4);
    const row = { x: Float64Array.of(0.5, -1), t: 0.3, label: -1 };
    expect(mlpFloat64(config, params, row)).toEqual(mlpForwardMode(config, params, row).values);
  });

  it('differentiates v = w₂ tanh(w₁x + w_t t + b₁) + b₂ as on paper', () => {
    const [w, wt, b, w2, b2] = [0.5, -1, 0.25, 2, 0.125];
    const config = { dim: 1, hidden: [1], activation: 'tanh', time: { kind: 'input' } } as const;
    const params = Float64Array.of(w, wt, b, w2, b2);
    const { values, slopes } = mlpForwardMode(config, params, { x: Float64Array.of(3), t: 0.5, label: -1 });
    const y = Math.tanh(w * 3 + wt * 0.5 + b);
    const s = w2 * (1 - y * y);
    expect(values[0]).toBeCloseTo(w2 * y + b2, 14);
    const expected = [3 * s, 0.5 * s, s, y, 1, w * s, wt * s];
    for (const [i, value] of expected.entries()) expect(Math.abs(slopes[i]! - value)).toBeLessThan(1e-14);
  });

  it('knows the activations by their values', () => {
    const known = {
      tanh: Math.tanh(0.75),
      relu: 0.75,
      silu: 0.75 / (1 + Math.exp(-0.75)),
      selu: 0.75 * 1.0507009873554805,
    };
    for (const [name, value] of Object.entries(known)) {
      const [v] = dualActivations[name as keyof typeof known]([0.75, 1]);
      expect(Math.abs(v - value)).toBeLessThan(1e-15);
    }
    expect(dualActivations.softplus([0, 1])[0]).toBeCloseTo(Math.LN2, 15);
    // Φ(1) = 0.841344746068542948…
    expect(dualActivations.gelu([1, 1])[0]).toBeCloseTo(0.841344746068543, 14);
    expect(dualActivations.selu([-1, 1])[1]).toBeCloseTo(1.7580993408473766 * Math.exp(-1), 14);
  });
});
