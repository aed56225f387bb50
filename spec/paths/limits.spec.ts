/** Where the paths meet their limits: normalisation, σ = 0, infinite σ̇, one dimension, one time a row, buffers of either type. */
import { describe, expect, it } from 'vitest';
import { ArgumentError, PoleError, ShapeError } from '../../src/errors.ts';
import { changeOfSchedule, conversion, gaussianPath, scheduleChange } from '../../src/paths/index.ts';
import { condOT, cosine, linearVP, ot, polynomial, userSchedule, ve, vp } from '../../src/schedules/index.ts';
import type { VelocityFunction } from '../../src/solvers/velocity.ts';

/** A schedule whose end is not α = 1: α = t + t², σ = √(1 − t²), so that α(1) = 2, α̇(1) = 3 and σ̇(1) = −∞. */
const doubled = userSchedule({
  name: 'doubled',
  alpha: (t) => t * (1 + t),
  sigma: (t) => Math.sqrt((1 - t) * (1 + t)),
  alphaDot: (t) => 1 + 2 * t,
  sigmaDot: (t) => -t / Math.sqrt((1 - t) * (1 + t)),
  sigmaSigmaDot: (t) => -t,
});

describe('the conditional path', () => {
  const path = gaussianPath(ot({ sigmaMin: 0.1 }), 2);
  const z = Float64Array.of(1, -2, 0.5, 3);

  it('has a density of mass one', () => {
    // Trapezoidal rule on ±9σ with h = σ/4: for a Gaussian the error is 2e^(−2π²·16) and the tails below 10⁻¹⁸; 10⁻¹³ is rounding.
    for (const t of [0.2, 0.9]) {
      const line = gaussianPath(cosine, 1);
      const h = cosine.sigma(t) / 4;
      const x = Float64Array.from({ length: 73 }, (_, i) => cosine.alpha(t) * 0.7 + (i - 36) * h);
      const logP = new Float64Array(73);
      line.logDensity(t, x, new Float64Array(73).fill(0.7), logP);
      const mass = logP.reduce((sum, value) => sum + h * Math.exp(value), 0);
      expect(!(Math.abs(mass - 1) <= 1e-13)).toBe(false);
    }
  });

  it('has a product of its coordinates for a density', () => {
    const line = gaussianPath(condOT, 1);
    const x = Float64Array.of(0.3, 0.9);
    const [both, each] = [new Float64Array(1), new Float64Array(2)];
    gaussianPath(condOT, 2).logDensity(0.4, x, z.subarray(0, 2), both);
    line.logDensity(0.4, x, z.subarray(0, 2), each);
    // Numbers below 10, a few roundings.
    expect(!(Math.abs(both[0]! - each[0]! - each[1]!) <= 1e-14)).toBe(false);
  });

  it('has the mean αz and the width σ', () => {
    const out = new Float64Array(4);
    path.mean(0.25, z, out);
    expect(out).toEqual(z.map((v) => 0.25 * v));
    path.mean(Float64Array.of(0.25, 0.5), z, out);
    expect(out).toEqual(Float64Array.of(0.25, -0.5, 0.25, 1.5));
    expect(path.std(0.25)).toBe(0.775);
    expect(path.std(1)).toBe(0.1);
  });

  it('takes one time a row for the density too', () => {
    const x = Float64Array.of(0.1, 0.2, 0.3, 0.4);
    const [all, one] = [new Float64Array(2), new Float64Array(1)];
    const times = Float64Array.of(0.3, 0.8);
    path.logDensity(times, x, z, all);
    for (let r = 0; r < 2; r++) {
      path.logDensity(times[r]!, x.subarray(2 * r, 2 * r + 2), z.subarray(2 * r, 2 * r + 2), one);
      expect(all[r]).toBe(one[0]);
    }
    const line = gaussianPath(cosine, 1);
    const four = new Float64Array(4);
    line.logDensity(Float64Array.of(0.2, 0.4, 0.6, 0.8), x, z, four);
    expect(four.every(Number.isFinite)).toBe(true);
    for (const wrong of [1, 4]) {
      expect(() => path.logDensity(new Float64Array(wrong), x, z, all)).toThrow(ShapeError);
    }
  });

  it('has a density as long as σ > 0, even where σ² underflows', () => {
    const out = new Float64Array(1);
    const thin = gaussianPath(ve({ sigmaMin: 1e-170, sigmaMax: 1 }), 1);
    thin.logDensity(1, Float64Array.of(0.7), Float64Array.of(0.7), out);
    // −½ ln 2π − ln σ at the mean; ln σ is −391, rounded to 5·10⁻¹⁴.
    expect(!(Math.abs(out[0]! + 0.5 * Math.log(2 * Math.PI) + Math.log(1e-170)) <= 2e-13)).toBe(false);
  });

  it('refuses dimensions below one and buffers that do not match', () => {
    for (const dim of [0, -1, 1.5, Number.NaN])
      expect(() => gaussianPath(condOT, dim)).toThrow(ArgumentError);
    const [x, out] = [new Float64Array(4), new Float64Array(4)];
    expect(() => path.sample(0.5, x.subarray(2), z, out)).toThrow(/^x: expected/);
    expect(() => path.sample(0.5, x, z, out.subarray(2))).toThrow(/^out: expected/);
    expect(() => path.sample(0.5, x, z.subarray(1), out)).toThrow(/^z: expected/);
    expect(() => path.logDensity(0.5, x.subarray(2), z, out.subarray(2))).toThrow(/^x: expected/);
    expect(() => path.logDensity(0.5, x, z, out)).toThrow(/^out: expected/);
    expect(() => path.sample(0.5, x, z, out)).not.toThrow();
  });
});

describe('conversions where σ̇ = −∞', () => {
  it('take x₁ = x/α and say nothing of ε at σ = 0, whatever α is', () => {
    expect(conversion(doubled, 'velocity', 'x1', 1)).toEqual({ x: 0.5, from: 0 });
    for (const schedule of [doubled, linearVP, vp()]) {
      expect(conversion(schedule, 'velocity', 'epsilon', 1)).toEqual({ x: 0, from: 0 });
      expect(conversion(schedule, 'velocity', 'v', 1)).toEqual({ x: 0, from: 0 });
    }
  });

  it('take that limit only there: with a finite σ̇ at σ = 0, ε = x − u under CondOT', () => {
    expect(conversion(condOT, 'velocity', 'epsilon', 1)).toEqual({ x: 1, from: -1 });
    expect(conversion(condOT, 'velocity', 'v', 1)).toEqual({ x: 1, from: -1 });
  });

  it('have a pole where σ is not 0', () => {
    // α = √t: α̇ = ∞ and σ̇ = −∞ at t = 0, where σ = 1.
    for (const to of ['x1', 'epsilon', 'v'] as const) {
      expect(() => conversion(polynomial({ n: 0.5 }), 'velocity', to, 0), to).toThrow(PoleError);
    }
    // As small as σ may be: its square underflows.
    const lifted = userSchedule({
      name: 'lifted',
      alpha: (t) => t,
      sigma: (t) => Math.sqrt((1 - t) * (1 + t)) + 1e-170,
      alphaDot: () => 1,
      sigmaDot: (t) => -t / Math.sqrt((1 - t) * (1 + t)),
      sigmaSigmaDot: (t) => -t,
    });
    expect(() => conversion(lifted, 'velocity', 'x1', 1)).toThrow(PoleError);
    // The same level of noise at the end, reached with a finite slope.
    const linear = userSchedule({
      name: 'lifted-linear',
      alpha: (t) => t,
      sigma: (t) => 1 - t + 1e-170,
      alphaDot: () => 1,
      sigmaDot: () => -1,
    });
    expect(() => scheduleChange(lifted, linear, 1)).toThrow(/^t = 1: expected .* lifted determines/);
  });

  it('name what is asked for wrongly', () => {
    expect(() => conversion(condOT, 'noise' as never, 'v', 0.5)).toThrow(/^from: expected x1, .*"noise"/);
    expect(() => conversion(condOT, 'v', 'toString' as never, 0.5)).toThrow(/^to: expected x1, /);
  });
});

describe('change of schedule', () => {
  it('takes the limit ū = (ᾱ̇/α) y where σ̇ = −∞ at σ = 0', () => {
    // ᾱ̇(1) = 1 for CondOT and α(1) = 2: the point y = x·α/ᾱ = 2x is halved.
    expect(scheduleChange(doubled, condOT, 1)).toEqual({ time: 1, scale: 0.5, velocity: 0, point: 0.5 });
    // A finite σ̇ has no limit to take: between equal schedules the change is none, at σ = 0 too.
    expect(scheduleChange(condOT, condOT, 1)).toEqual({ time: 1, scale: 1, velocity: 1, point: 0 });
  });

  it('has no value where both σ̇ and the new one are infinite, and says so', () => {
    expect(() => scheduleChange(linearVP, linearVP, 1)).toThrow(PoleError);
    expect(() => scheduleChange(linearVP, linearVP, 1)).toThrow(/^t = 1: expected .* linear-vp determines/);
    // Only one of the two coefficients is infinite: σ̄̇ = −∞ against σ = 0, α̇ = 0.
    expect(() => scheduleChange(cosine, linearVP, 1)).toThrow(PoleError);
  });

  it('hands the velocity a buffer of the type of x, whatever came before', () => {
    const seen: string[] = [];
    const velocity: VelocityFunction = (_, x, out) => {
      seen.push(`${x.constructor.name} ${x.length}`);
      out.set(x);
    };
    const changed = changeOfSchedule({ from: condOT, to: cosine, velocity });
    const call = (x: Float32Array | Float64Array): void => changed(0.5, x, x.slice());
    call(Float64Array.of(1, 2));
    call(Float32Array.of(1, 2));
    call(Float32Array.of(1, 2, 3));
    call(Float64Array.of(1, 2, 3));
    expect(seen).toEqual(['Float64Array 2', 'Float32Array 2', 'Float32Array 3', 'Float64Array 3']);
    expect(() => changed(0.5, Float64Array.of(1, 2), new Float64Array(3))).toThrow(/^out: expected/);
  });

  it('keeps its buffer from call to call', () => {
    const buffers = new Set<unknown>();
    const velocity: VelocityFunction = (_, x) => void buffers.add(x);
    const changed = changeOfSchedule({ from: condOT, to: cosine, velocity });
    for (let i = 0; i < 3; i++) changed(0.5, Float64Array.of(1, i), new Float64Array(2));
    expect(buffers.size).toBe(1);
  });
});
