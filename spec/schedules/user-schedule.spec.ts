import { describe, expect, it } from 'vitest';
import { ArgumentError, PoleError } from '../../src/errors.ts';
import { cosine, scheduleFromSpec, userSchedule } from '../../src/schedules/index.ts';
import { SCHEDULE_SPECS } from '../support/schedule-duals.ts';

const smooth = {
  name: 'smoothstep',
  alpha: (t: number) => t * t * (3 - 2 * t),
  sigma: (t: number) => (1 - t) * (1 - t) * (1 + 2 * t),
};
const derivatives = {
  alphaDot: (t: number) => 6 * t * (1 - t),
  sigmaDot: (t: number) => -6 * t * (1 - t),
};

describe('userSchedule', () => {
  it('passes values and derivatives through and inverts ρ by bisection', () => {
    const s = userSchedule({ ...smooth, ...derivatives });
    expect(s.alpha(0.5)).toBe(0.5);
    expect(s.alphaDot(0.5)).toBe(1.5);
    expect(s.sigmaSigmaDot(0.5)).toBe(-0.75);
    for (const t of [0, 0.1, 0.5, 0.77, 1]) {
      // ρ is flat at both ends (ρ ~ 3t²), where t is known to √2⁻⁵² only; inside to a few units.
      expect(!(Math.abs(s.snrInverse(s.snr(t)) - t) <= 1e-14)).toBe(false);
      expect(!(Math.abs(s.logSnrInverse(s.logSnr(t)) - t) <= 1e-13)).toBe(false);
    }
  });

  it('extrapolates derivatives only when asked, and then close to the closed form', () => {
    expect(() => userSchedule(smooth)).toThrow(/derivatives: 'richardson'/);
    const s = userSchedule({ ...smooth, derivatives: 'richardson' });
    for (const t of [0, 0.0004, 0.25, 0.6, 0.9996, 1]) {
      // Richardson on a cubic is exact but for rounding: 2⁻⁵² over a step of 10⁻⁴.
      expect(!(Math.abs(s.alphaDot(t) - derivatives.alphaDot(t)) <= 1e-11)).toBe(false);
      expect(!(Math.abs(s.sigmaSigmaDot(t) - smooth.sigma(t) * derivatives.sigmaDot(t)) <= 1e-11)).toBe(
        false,
      );
    }
  });

  it('throws where extrapolation does not converge instead of answering', () => {
    const root = userSchedule({
      name: 'root',
      alpha: (t) => t,
      sigma: (t) => Math.sqrt(1 - t * t),
      derivatives: 'richardson',
    });
    expect(() => root.sigmaDot(1)).toThrow(PoleError);
    // σσ̇ is the derivative of σ²/2 and exists.
    expect(!(Math.abs(root.sigmaSigmaDot(1) + 1) <= 1e-10)).toBe(false);
  });

  it('asks for σσ̇ where it is 0·∞', () => {
    const s = userSchedule({
      name: 'root',
      alpha: (t) => t,
      sigma: (t) => Math.sqrt(1 - t * t),
      alphaDot: () => 1,
      sigmaDot: (t) => -t / Math.sqrt(1 - t * t),
    });
    expect(() => s.sigmaSigmaDot(1)).toThrow(/give sigmaSigmaDot/);
  });

  it('refuses reversed time, values that are not numbers, and negative σ', () => {
    const reversed = { name: 'reversed', alpha: cosine.sigma, sigma: cosine.alpha };
    expect(() => userSchedule({ ...reversed, ...derivatives })).toThrow(/never decreases/);
    expect(() => userSchedule({ ...smooth, ...derivatives, alpha: () => Number.NaN })).toThrow(ArgumentError);
    expect(() => userSchedule({ ...smooth, ...derivatives, sigma: () => -1 })).toThrow(ArgumentError);
    expect(() =>
      userSchedule({ ...smooth, ...derivatives, alphaDot: () => Number.NaN }).alphaDot(0.5),
    ).toThrow(ArgumentError);
  });

  it('refuses derivatives that are not those of α, σ and ½σ²', () => {
    const wrong = (change: object) => () => userSchedule({ ...smooth, ...derivatives, ...change });
    const slightly = (t: number): number => 1.00001 * derivatives.alphaDot(t);
    expect(wrong({ alphaDot: slightly })).toThrow(/alphaDot\(0\.\d+\).*measure as 0\.\d+ ±.*received 0\.\d+/);
    expect(wrong({ sigmaDot: () => Infinity })).toThrow(ArgumentError);
    expect(wrong({ sigmaSigmaDot: derivatives.sigmaDot })).toThrow(/sigmaSigmaDot\(0\./);
    const product = (t: number): number => smooth.sigma(t) * derivatives.sigmaDot(t);
    expect(wrong({ sigmaSigmaDot: product })).not.toThrow();
  });

  it('accepts every built-in schedule as a user would write it', () => {
    for (const spec of SCHEDULE_SPECS) {
      const s = scheduleFromSpec(spec);
      expect(() => userSchedule({ ...s, name: `my ${s.name}` }), s.name).not.toThrow();
    }
  });

  it('accepts piecewise α with kinks, away from which the derivatives are right', () => {
    const alpha = (t: number): number => (t < 0.5 ? 0.5 * t : 1.5 * t - 0.5);
    const kinked = {
      name: 'kinked',
      alpha,
      sigma: (t: number) => 1 - alpha(t),
      alphaDot: (t: number) => (t < 0.5 ? 0.5 : 1.5),
      sigmaDot: (t: number) => (t < 0.5 ? -0.5 : -1.5),
    };
    expect(() => userSchedule(kinked)).not.toThrow();
    expect(() => userSchedule({ ...kinked, alphaDot: () => 0.5 })).toThrow(/alphaDot/);
  });
});
