/** The marginalization trick: holds, sees what the continuity equation cannot, and refuses what it cannot integrate. */
import { describe, expect, it } from 'vitest';
import { type MarginalField, marginalField } from '../../src/fields/index.ts';
import { type MixtureField, marginalizationQuadrature } from '../../src/laws/marginalization/index.ts';
import { condOT, cosine } from '../../src/schedules/index.ts';
import { checkerboard, gaussianMixture } from '../../src/targets/index.ts';

const PLANE = marginalField({
  schedule: cosine,
  target: gaussianMixture({
    weights: [0.4, 0.6],
    means: [
      [-1, 0.5],
      [1, 0],
    ],
    stds: [0.5, 0.8],
  }),
});

type Write = (t: number, x: Float64Array, out: Float64Array) => void;

/** The field with `name` changed after it was written. */
function changed(
  field: MarginalField,
  name: 'velocity' | 'score' | 'logDensity',
  change: (t: number, x: Float64Array, out: Float64Array) => void,
): MixtureField {
  const member: Write = (t, x, out) => {
    field[name](t, x, out);
    change(t, x, out);
  };
  return { ...field, [name]: member };
}

describe('marginalization-quadrature', () => {
  it('sees a log-density of −∞ where there is mass, as a sum that underflows gives it', () => {
    const none = changed(PLANE, 'logDensity', (_t, _x, out) => out.fill(-Infinity));
    expect(marginalizationQuadrature(none).check({ runs: 1 })).toMatchObject({
      status: 'violated',
      residual: Infinity,
    });
  });

  it('knows u = m for N(0, 1) → N(m, 1) half-way along the linear path', () => {
    const field = marginalField({ schedule: condOT, target: gaussianMixture({ means: [[2]], stds: [1] }) });
    const { residual, bound } = marginalizationQuadrature(field).at({ t: 0.5, x: [-0.7] });
    expect(residual <= bound).toBe(true);
    const wrong = changed(field, 'velocity', (_t, _x, out) => out.fill(2 + 1e-12));
    const seen = marginalizationQuadrature(wrong).at({ t: 0.5, x: [-0.7] });
    expect(seen.residual > seen.bound).toBe(true);
    expect(seen.detail).toMatch(
      /^u\[0\] is given as 2\.000000000001, and integrates to (2|1\.99999999999999\d+)$/,
    );
  });

  it('finds a rotation around p_t, which moves no mass, and meets it again', () => {
    const rotated = changed(PLANE, 'velocity', (t, x, out) => {
      const score = new Float64Array(x.length);
      PLANE.score(t, x, score);
      for (let i = 0; i < x.length; i += 2) {
        out[i]! += 1e-9 * score[i + 1]!;
        out[i + 1]! -= 1e-9 * score[i]!;
      }
    });
    const result = marginalizationQuadrature(rotated).check();
    expect(result.status).toBe('violated');
    expect(result.residual! > 100 * result.bound!).toBe(true);
    expect(result.counterexample!.words).toMatch(/^t = 0\.\d+, x = \(.*\)$/);
    expect(result.counterexample!.detail).toMatch(/^u\[[01]\] is given as/);
    const again = marginalizationQuadrature(rotated).check({ replay: result.replay! });
    expect(again.counterexample!.words).toBe(result.counterexample!.words);
  });

  it.each(['velocity', 'score', 'logDensity'] as const)('sees a %s that is wrong by 10⁻¹²', (name) => {
    const wrong = changed(PLANE, name, (_t, _x, out) => {
      for (let i = 0; i < out.length; i++) out[i]! *= 1 + 1e-12;
    });
    const at = { t: 0.4, x: [0.5, -1.5] };
    const { residual, bound, detail } = marginalizationQuadrature(wrong).at(at);
    expect(residual > bound, detail).toBe(true);
    const right = marginalizationQuadrature(PLANE).at(at);
    expect(right.residual <= right.bound).toBe(true);
  });

  it('sees components weighed by something else than their responsibilities', () => {
    const equal = marginalField({
      schedule: cosine,
      target: gaussianMixture({
        means: [
          [-1, 0.5],
          [1, 0],
        ],
        stds: [0.5, 0.8],
      }),
    });
    const wrong: MixtureField = { ...PLANE, velocity: equal.velocity, logDensity: equal.logDensity };
    expect(marginalizationQuadrature(wrong).check().status).toBe('violated');
  });
});

describe('a conditional pair of the user', () => {
  // x = tz + (1 − t)ε with logistic noise ε: p(x|z) is no Gaussian, and neither is the posterior.
  const noise = (e: number): number => -e - 2 * Math.log1p(Math.exp(-e));
  const target = { weights: [0.5, 0.5], means: [[-1], [1]], stds: [0.7, 0.5] };
  const prior = (z: number): number =>
    (Math.exp(-0.5 * ((z + 1) / 0.7) ** 2) / 0.7 + Math.exp(-0.5 * ((z - 1) / 0.5) ** 2) / 0.5) /
    (2 * Math.sqrt(2 * Math.PI));
  /** Σ over a fine grid: the trapezoidal rule, exact to rounding for such integrands. */
  const moments = (t: number, x: number): { mass: number; sum: number } => {
    let [mass, sum] = [0, 0];
    for (let z = -8; z <= 8; z += 0.02) {
      const e = (x - t * z) / (1 - t);
      const p = (0.02 * prior(z) * Math.exp(noise(e))) / (1 - t);
      mass += p;
      sum += p * (z - e);
    }
    return { mass, sum };
  };
  const field = (shift = 0): MixtureField => ({
    name: 'logistic noise',
    dim: 1,
    precision: 1e-13,
    velocity: (t, x, out) => out.set(x.map((v) => moments(t, v).sum / moments(t, v).mass)),
    logDensity: (t, x, out) => out.set(x.map((v) => Math.log(moments(t, v).mass) + 7 + shift * t)),
    conditional: {
      target,
      path: {
        velocity: (t, x, z, out) => out.set(x.map((v, i) => z[i]! - (v - t * z[i]!) / (1 - t))),
        logDensity: (t, x, z, out) =>
          out.set(x.map((v, i) => noise((v - t * z[i]!) / (1 - t)) - Math.log(1 - t))),
      },
    },
  });
  const at = { t: 0.3, x: [0.4] };

  it('is integrated as it is, and the log-density may be off by a constant', () => {
    const { residual, bound, detail } = marginalizationQuadrature(field()).at(at);
    expect(residual <= bound, detail).toBe(true);
    expect(bound).toBeLessThan(1e-9);
  });

  it('but not by a function of time, and noise of another shape is seen', () => {
    expect(marginalizationQuadrature(field(0.01)).at(at)).toMatchObject({
      detail: expect.stringContaining('ln p'),
    });
    const { residual, bound } = marginalizationQuadrature(field(0.01)).at(at);
    expect(residual > bound).toBe(true);
    const path = { ...field().conditional!.path };
    path.logDensity = (t, x, z, out) => out.set(x.map((v, i) => -0.5 * ((v - t * z[i]!) / (1 - t)) ** 2));
    const gaussian = { ...field(), conditional: { target, path } };
    const seen = marginalizationQuadrature(gaussian).at(at);
    expect(seen.residual > seen.bound).toBe(true);
  });

  it('is refused where the integral of the score alone does not settle: what it leaves is no allowance', () => {
    const path = { ...field().conditional!.path };
    path.score = (_t, _x, z, out) => out.set(z.map((v) => Math.sign(v - 0.1)));
    const scored: MixtureField = {
      ...field(),
      score: (_t, _x, out) => void out.fill(0.01),
      conditional: { target, path },
    };
    expect(() => marginalizationQuadrature(scored).at(at)).toThrow(/has not converged/);
    // A field without a score has nothing to be compared.
    const { score: _score, ...unscored } = scored;
    const { residual, bound } = marginalizationQuadrature(unscored).at(at);
    expect(residual <= bound).toBe(true);
  });

  it('is refused where the integral does not settle', () => {
    const path = { ...field().conditional!.path };
    path.logDensity = (t, x, z, out) =>
      out.set(x.map((v, i) => Math.sin(40 * z[i]!) - Math.abs(v - t * z[i]!)));
    const rough = { ...field(), conditional: { target, path } };
    const { status, reason } = marginalizationQuadrature(rough).check({ runs: 1, shrink: false });
    expect(status).toBe('refused');
    expect(reason).toContain('has not converged');
  });
});

describe('what cannot be judged', () => {
  it.each([
    [
      'boxes',
      marginalField({ schedule: condOT, target: checkerboard() }) as MixtureField,
      /no Gaussian mixture/,
    ],
    ['nothing named', { dim: 1, velocity: PLANE.velocity, logDensity: PLANE.logDensity }, /names neither/],
    [
      'three dimensions',
      marginalField({
        schedule: condOT,
        target: gaussianMixture({ means: [[0, 0, 0]], stds: [1] }),
      }) as MixtureField,
      /3 dimensions/,
    ],
    ['another dimension', { ...PLANE, dim: 1 }, /z has 2 dimensions/],
  ] as [string, MixtureField, RegExp][])('%s: refused', (_, field, reason) => {
    const result = marginalizationQuadrature(field).check();
    expect(result).toMatchObject({ status: 'refused', runs: 0 });
    expect(result.reason).toMatch(reason);
  });

  it.each([
    [
      'NaN',
      { velocity: (_t: number, _x: unknown, out: Float64Array) => out.fill(Number.NaN) },
      /NaN in out\[0\]/,
    ],
    ['nothing written', { logDensity: () => {} }, /nothing was written/],
    [
      'a promise',
      { score: async (_t: number, _x: unknown, out: Float64Array) => void out.fill(0) },
      /a promise/,
    ],
    ['no function', { velocity: 1 }, /velocity: expected a function/],
  ] as [string, object, RegExp][])('%s: a fault', (_, members, reason) => {
    const result = marginalizationQuadrature({ ...PLANE, ...members } as MixtureField).check({
      runs: 1,
      shrink: false,
    });
    expect(result.status).toBe('faulty');
    expect(result.reason).toMatch(reason);
  });
});
