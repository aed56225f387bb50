/** The laws of schedules see planted mistakes, name kinks wherever they are, and hold stated ends to the letter. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScheduleSubject } from '../../src/laws/core/index.ts';
import { scheduleBoundary, scheduleDerivatives, scheduleInverses } from '../../src/laws/schedule/index.ts';
import { integrate, roughTime } from '../../src/laws/schedule/smoothness.ts';
import { statedEnds } from '../../src/laws/schedule/stated-ends.ts';
import { condOT, cosine, linearVP, ot, polynomial, ve, vp } from '../../src/schedules/index.ts';

/** α = t, σ = 1 − t, with nothing that is optional. */
const bare: ScheduleSubject = {
  alpha: (t) => t,
  sigma: (t) => 1 - t,
  alphaDot: () => 1,
  sigmaDot: () => -1,
};

/** α = t up to c, and from there on with the slope s. */
const bent = (c: number, s: number): ScheduleSubject => ({
  ...bare,
  alpha: (t) => (t < c ? t : c + s * (t - c)),
  alphaDot: (t) => (t < c ? 1 : s),
});

describe('scheduleDerivatives', () => {
  it('holds for a foreign schedule of four functions', () => {
    const result = scheduleDerivatives(bare).check();
    expect(result).toMatchObject({ status: 'holds', object: 'schedule', runs: 32, counterexample: null });
  });

  it('measures by hand: σ̇ = −2 for 1 − t is off by 1', () => {
    const { residual, bound, detail } = scheduleDerivatives({ ...bare, sigmaDot: () => -2 }).at({ t: 0.3 });
    expect(Math.abs(residual - 1)).toBeLessThan(1e-11);
    expect(bound).toBeLessThan(1e-11);
    expect(detail).toContain('σ̇(0.3) is given as -2');
  });

  it('finds a smallest counterexample, prints it, and meets it again', () => {
    const held = scheduleDerivatives({ ...condOT, sigmaDot: () => 1 });
    const result = held.check();
    expect(result.status).toBe('violated');
    expect(result.counterexample!.words).toBe('t = 0.25');
    expect(result.counterexample!.snippet).toContain('scheduleDerivatives(object).at({ t: 0.25 })');
    const again = held.check({ replay: result.replay! });
    expect(again.counterexample).toEqual(result.counterexample);
    expect(again.runs).toBe(1);
  });

  it.each([0.5, 0.3, 1 / 3, 0.7071067811865476, 0.0123456789, 0.5 + 1e-9])(
    'refuses a kink at t = %d, and names it',
    (c) => {
      for (const slope of [2, 1.0001]) {
        const result = scheduleDerivatives(bent(c, slope)).check();
        expect(result.status).toBe('refused');
        const named = Number(/near t = (\S+):/.exec(result.reason!)![1]);
        expect(Math.abs(named - c)).toBeLessThan(1e-9);
      }
    },
  );

  it('refuses kinks anywhere, of any size from 10⁻⁶ on', () => {
    const places = fc.double({ min: 0.002, max: 0.998, noNaN: true });
    fc.assert(
      fc.property(places, fc.integer({ min: 1, max: 6 }), (c, digits) => {
        const result = scheduleDerivatives(bent(c, 1 + Number(`1e-${digits}`))).check({ runs: 1 });
        expect(result.status).toBe('refused');
      }),
      { numRuns: 200 },
    );
  });

  it('refuses a derivative that is infinite inside', () => {
    const root: ScheduleSubject = {
      ...bare,
      alpha: (t) => 0.5 + Math.sign(t - 0.4) * Math.sqrt(Math.abs(t - 0.4)) * 0.5,
      alphaDot: (t) => 0.25 / Math.sqrt(Math.abs(t - 0.4)),
    };
    const result = scheduleDerivatives(root).check();
    expect(result.status).toBe('refused');
    expect(result.reason).toMatch(/near t = 0\.(4000|3999)/);
  });

  it('sees a kink that the given derivative does not know', () => {
    const { status, counterexample } = scheduleDerivatives({
      ...bent(0.37, 1.001),
      alphaDot: () => 1,
    }).check();
    expect(status).toBe('violated');
    expect(counterexample!.words).toMatch(/^(t = |from t = )0\./);
  });

  it('sees a mistake in a narrow window, through the intervals around it', () => {
    const wrong = { ...bare, alphaDot: (t: number) => 1 + 1e-6 * Math.exp(-(((t - 0.40312) / 0.002) ** 2)) };
    const result = scheduleDerivatives(wrong).check();
    expect(result.status).toBe('violated');
    expect(result.counterexample!.words).toContain('to');
  });

  it('knows how ill-conditioned √(1 − α²) is near t = 1, and still sees a derivative that is wrong by 10⁻⁷', () => {
    const rooted = (factor: number): ScheduleSubject => {
      const alpha = (t: number): number => t * (2 - t);
      const sigma = (t: number): number => Math.sqrt(1 - alpha(t) * alpha(t));
      const alphaDot = (t: number): number => 2 - 2 * t;
      return { alpha, sigma, alphaDot, sigmaDot: (t) => (-factor * alpha(t) * alphaDot(t)) / sigma(t) };
    };
    expect(scheduleDerivatives(rooted(1)).check({ runs: 320 })).toMatchObject({
      status: 'holds',
      tooLoose: false,
    });
    const { residual, bound } = scheduleDerivatives(rooted(1 + 1e-7)).at({ t: 0.999 });
    expect(residual).toBeGreaterThan(10 * bound);
  });

  /** Half of α rises within 8/k of c; `seen`: of that rise, the share that α̇ knows. */
  const steep = (k: number, c: number, seen = 1): ScheduleSubject => {
    const rise = (t: number): number => 1 / (1 + Math.exp(-k * (t - c)));
    const slope = (t: number): number => 0.5 + seen * 0.5 * k * rise(t) * (1 - rise(t));
    return {
      alpha: (t) => 0.5 * (t + rise(t)),
      sigma: (t) => 1 - 0.5 * (t + rise(t)),
      alphaDot: slope,
      sigmaDot: (t) => -slope(t),
    };
  };

  it('never calls a steep transition violated', () => {
    const verdicts = [1e3, 1e4, 2e4, 1e5, 1e6, 1e9, 1e13].flatMap((k) =>
      [0.3, 0.4567, 0.5].map((c) => scheduleDerivatives(steep(k, c)).check({ runs: 64 }).status),
    );
    expect(verdicts).not.toContain('violated');
    expect(verdicts).toContain('holds');
    const { residual, bound } = scheduleDerivatives(steep(2e4, 0.3)).at({ t: 0.1, until: 0.7 });
    expect(residual).toBeLessThanOrEqual(bound);
    expect(bound).toBeLessThan(1e-8);
  });

  it('sees that a derivative lacks a part of a steep transition', () => {
    const { residual, bound } = scheduleDerivatives(steep(2e4, 0.3, 0.999)).at({ t: 0.1, until: 0.7 });
    expect(Math.abs(residual - 0.0005)).toBeLessThan(1e-9);
    expect(bound).toBeLessThan(1e-9);
  });

  it('refuses α that jumps while α̇ does not', () => {
    const jump = { ...bare, alpha: (t: number) => (t < 0.4 ? t : t + 0.1) };
    const result = scheduleDerivatives(jump).check();
    expect(result).toMatchObject({ status: 'refused' });
    expect(Number(/near t = ([\d.]+)/.exec(result.reason!)![1])).toBeCloseTo(0.4, 6);
  });

  it('holds where the second derivative jumps: once differentiable is enough', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), (c) => {
        const curved: ScheduleSubject = {
          ...bare,
          alpha: (t) => (t < c ? t : t + 0.2 * (t - c) * (t - c)),
          alphaDot: (t) => (t < c ? 1 : 1 + 0.4 * (t - c)),
        };
        expect(scheduleDerivatives(curved).check({ runs: 20 }).status).toBe('holds');
      }),
      { numRuns: 30 },
    );
  });
});

describe('quadrature', () => {
  it('integrates by hand: 4 t³ from 0 to 1 is 1', () => {
    const found = integrate((t) => 4 * t * t * t, 0, 1);
    expect(found.rough).toBeUndefined();
    expect(Math.abs((found as { value: number }).value - 1)).toBeLessThan(4e-15);
  });

  it('ends on functions that are rough everywhere', () => {
    let calls = 0;
    const noise = (t: number): number => {
      calls += 1;
      return Math.sin(1e9 * t * t) > 0 ? 1 : -1;
    };
    expect(roughTime(noise, 0.001, 0.999)).not.toBeNull();
    expect(calls).toBeLessThan(50_000);
  });
});

describe('scheduleInverses', () => {
  it('refuses a schedule without levels, and judges those that are there', () => {
    expect(scheduleInverses(bare).check().reason).toContain('none of snr');
    expect(scheduleInverses({ ...bare, snr: (t) => t / (1 - t) }).check().status).toBe('holds');
    expect(scheduleInverses({ ...bare, snrInverse: (rho) => rho / (1 + rho) }).check().status).toBe('faulty');
  });

  it('measures by hand: at t = ¼, ρ = ⅓ and λ = −2 ln 3', () => {
    const wrong = { ...condOT, snr: (t: number) => condOT.snr(t) + 0.5 };
    expect(scheduleInverses(wrong).at({ t: 0.25, later: 0.5 }).detail).toBe(
      'snr(0.25) is given as 0.8333333333333333, and α and σ make it 0.3333333333333333',
    );
    const halved = { ...condOT, logSnr: (t: number) => condOT.logSnr(t) / 2 };
    const { residual } = scheduleInverses({
      ...halved,
      logSnrInverse: undefined,
    } as unknown as ScheduleSubject).at({
      t: 0.25,
      later: 0.5,
    });
    expect(Math.abs(residual - 1.0986122886681098)).toBeLessThan(1e-14);
  });

  it('knows an inverse that loses digits, and still sees one that is wrong by 10⁻¹²', () => {
    const preserving: ScheduleSubject = {
      alpha: (t) => t,
      sigma: (t) => Math.sqrt(1 - t * t),
      alphaDot: () => 1,
      sigmaDot: (t) => -t / Math.sqrt(1 - t * t),
      snrInverse: (rho) => Math.sqrt(1 - 1 / (1 + rho * rho)),
    };
    expect(scheduleInverses(preserving).check({ runs: 400 }).status).toBe('holds');
    const wrong = (rho: number): number => preserving.snrInverse!(rho) * (1 + 1e-12 / (1 + rho));
    const result = scheduleInverses({ ...preserving, snrInverse: wrong }).check();
    expect(result.status).toBe('violated');
  });

  it('meets the ends exactly: 0, ∞ and −∞', () => {
    expect(scheduleInverses(cosine).at({ t: 1, later: 1 }).residual).toBe(0);
    const capped = { ...condOT, snr: (t: number) => Math.min(condOT.snr(t), 1e300) };
    expect(scheduleInverses(capped).at({ t: 1, later: 1 })).toMatchObject({ residual: Infinity, bound: 0 });
  });

  it('sees levels that fall, and refuses levels that stand still', () => {
    const falling = {
      ...bare,
      alpha: (t: number) => 1 - t,
      sigma: (t: number) => t,
      snr: (t: number) => (1 - t) / t,
    };
    expect(scheduleInverses(falling).check().status).toBe('violated');
    const still = { ...bare, alpha: () => 0.5, sigma: () => 0.5, snrInverse: () => 0.5 };
    expect(scheduleInverses(still).check().status).toBe('refused');
  });
});

describe('scheduleBoundary', () => {
  it.each([condOT, polynomial({ n: 2 }), polynomial({ n: 0.5 }), cosine, linearVP])(
    '$name: exact at both ends',
    (schedule) => {
      expect(statedEnds(schedule)).toEqual({ alpha0: 0, sigma0: 1, alpha1: 1, sigma1: 0 });
      expect(scheduleBoundary(schedule).check().status).toBe('holds');
    },
  );

  it('states the defects of OT, VP and VE', () => {
    expect(statedEnds(ot({ sigmaMin: 0.1 }))).toMatchObject({ alpha0: 0, sigma0: 1, alpha1: 1, sigma1: 0.1 });
    // e^(−20.1/4) and √(1 − e^(−10.05)), by another program.
    const { alpha0, sigma0, alpha1, sigma1 } = statedEnds(vp());
    expect(Math.abs(alpha0 - 0.006571586494929613)).toBeLessThan(1e-17);
    expect(Math.abs(sigma0 - 0.999978406892338)).toBeLessThan(1e-15);
    expect([alpha1, sigma1]).toEqual([1, 0]);
    expect(statedEnds(ve({ sigmaMin: 0.02, sigmaMax: 20 }))).toEqual({
      alpha0: 1,
      sigma0: 20,
      alpha1: 1,
      sigma1: 0.02,
    });
    expect(scheduleBoundary(vp()).check().worst).toContain('t = ');
  });

  it('refuses nothing and excuses nothing: an end that is not stated is violated', () => {
    const { spec: _, ...unstated } = vp();
    const result = scheduleBoundary(unstated).check();
    expect(result.status).toBe('violated');
    expect(result.counterexample!.detail).toContain('stated as 0');
    const ends = { alpha0: vp().alpha(0), sigma0: vp().sigma(0), alpha1: 1, sigma1: 0 };
    expect(scheduleBoundary({ ...unstated, ends }).check().status).toBe('holds');
    expect(scheduleBoundary({ ...unstated, ends: { ...ends, alpha0: 0.0066 } }).check().status).toBe(
      'violated',
    );
  });

  it('sees 6·10⁻¹⁷ for 0: cos(π/2) as written', () => {
    const written = {
      ...bare,
      alpha: (t: number) => Math.sin((Math.PI / 2) * t),
      sigma: (t: number) => Math.cos((Math.PI / 2) * t),
    };
    expect(scheduleBoundary(written).check()).toMatchObject({
      status: 'violated',
      residual: Math.cos(Math.PI / 2),
    });
  });

  it('sees a schedule that jumps to the right values at its ends', () => {
    const pinned = { ...bare, alpha: (t: number) => (t < 1 ? 0.999 * t : 1) };
    const result = scheduleBoundary(pinned).check();
    expect(result.status).toBe('violated');
    expect(result.counterexample!.detail).toContain('at the distance 2⁻⁵⁰');
  });
});
