/** Domains, ends and inverses of the schedules where a formula that is nearly right would pass. */
import { describe, expect, it } from 'vitest';
import { ArgumentError, PoleError } from '../../src/errors.ts';
import { clampTime } from '../../src/schedules/domain.ts';
import {
  boundaryDefect,
  ot,
  polynomial,
  richardsonDerivative,
  type Schedule,
  userSchedule,
  ve,
  vp,
} from '../../src/schedules/index.ts';

/** The float below x > 0. */
function before(x: number): number {
  const bits = new BigUint64Array(Float64Array.of(x).buffer);
  bits[0]!--;
  return new Float64Array(bits.buffer)[0]!;
}

describe('parameters', () => {
  it('have the whole of their domain and nothing beyond', () => {
    for (const sigmaMin of [0, 0.005, 0.995, 1]) expect(ot({ sigmaMin }).sigma(1)).toBe(sigmaMin);
    expect(() => ot({ sigmaMin: 1.005 })).toThrow(/^sigmaMin: expected/);
    expect(() => ot({ sigmaMin: -0.005 })).toThrow(/^sigmaMin: expected/);
    for (const betaMin of [Infinity, Number.NaN, '0.1' as never, 0, -1]) {
      expect(() => vp({ betaMin })).toThrow(/^betaMin: expected a finite number > 0/);
    }
    expect(() => vp({ betaMax: Infinity })).toThrow(/^betaMax: expected/);
    // σ(0)² = 1 − e^(−∫β), ∫β = 10 + ½·0.005.
    const slow = vp({ betaMin: 0.005 });
    expect(!(Math.abs(slow.alpha(0) - Math.exp(-0.5 * (9.9975 + 0.005))) <= 1e-16)).toBe(false);
    for (const sigmaMin of [Infinity, Number.NaN, '0.1' as never, 0, -1]) {
      expect(() => ve({ sigmaMin, sigmaMax: 50 })).toThrow(/^sigmaMin: expected a finite number > 0/);
    }
    for (const sigmaMax of [Infinity, Number.NaN, '50' as never, 0.1, 0.05]) {
      expect(() => ve({ sigmaMin: 0.1, sigmaMax })).toThrow(/^sigmaMax: expected a finite number/);
    }
    for (const n of [0, -1, Infinity, Number.NaN, '2' as never]) {
      expect(() => polynomial({ n })).toThrow(/^n: expected a finite number > 0/);
    }
  });
});

describe('levels beyond the range', () => {
  it.each<[string, Schedule]>([
    ['ot', ot({ sigmaMin: 0.05 })],
    ['ve', ve({ sigmaMin: 0.02, sigmaMax: 20 })],
    ['vp', vp()],
  ])('of %s are refused, in both forms', (_, schedule) => {
    const ends = [0, 1].map((t) => [schedule.snr(t), schedule.logSnr(t)] as const);
    for (const [t, [rho, lambda]] of ends.entries()) {
      expect(!(Math.abs(schedule.logSnrInverse(lambda) - t) <= 1e-15)).toBe(false);
      // A thousandth past the end, on the side that lies outside.
      const outward = t === 0 ? -1 : 1;
      if (Number.isFinite(rho) && rho > 0) {
        expect(() => schedule.snrInverse(rho * (1 + outward * 1e-3))).toThrow(/^rho: expected a level in/);
        expect(() => schedule.logSnrInverse(lambda + outward * 1e-3)).toThrow(/^lambda: expected a level in/);
      }
    }
  });

  it('by rounding alone are moved to the ends of time', () => {
    expect([-1e-17, -3, 0, 0.25, 1, 1.005, 9].map(clampTime)).toEqual([0, 0, 0, 0.25, 1, 1, 1]);
  });
});

describe('the polynomial schedule', () => {
  it('of degree one is CondOT to the bit', () => {
    const line = polynomial({ n: 1 });
    for (let i = 0; i <= 50; i++) {
      const t = i / 50;
      expect(line.alpha(t)).toBe(t);
      expect(line.sigma(t)).toBe(1 - t);
    }
  });

  it('starts with slope 0 above degree one and ∞ below', () => {
    for (const n of [1.5, 2, 3.3]) expect(polynomial({ n }).alphaDot(0)).toBe(0);
    for (const n of [0.3, 0.99]) expect(polynomial({ n }).alphaDot(0)).toBe(Infinity);
    for (const n of [0.5, 2, 3.3]) expect(polynomial({ n }).sigmaSigmaDot(1)).toBe(0);
  });
});

describe('boundaryDefect', () => {
  const stretched = userSchedule({
    name: 'stretched',
    alpha: (t) => 2 * t,
    sigma: (t) => 1 + 2 ** -52 - t,
    alphaDot: () => 2,
    sigmaDot: () => -1,
  });

  it('tells the four ends apart', () => {
    expect(boundaryDefect(stretched)).toMatchObject({
      alpha0: 0,
      sigma0: 1 + 2 ** -52,
      alpha1: 2,
      sigma1: 2 ** -52,
      startsAtSource: false,
      endsAtTarget: false,
    });
  });

  it('never prints a defect as none', () => {
    const { statement } = boundaryDefect(stretched);
    expect(statement).toBe(
      'starts from 0 X₁ + 1.0000000000000002 X₀, not from the source; ends at 2 X₁ + 2.2e-16 X₀, not at the target',
    );
    expect(boundaryDefect(ve({ sigmaMin: 0.01, sigmaMax: 50 })).statement).toBe(
      'starts from 1 X₁ + 50 X₀, not from the source; ends at 1 X₁ + 0.01 X₀, not at the target',
    );
    expect(boundaryDefect(polynomial({ n: 2 })).statement).toBe(
      'starts from the source exactly; ends at the target exactly',
    );
  });
});

describe('userSchedule', () => {
  const line = { name: 'line', alpha: (t: number) => t, sigma: (t: number) => 1 - t };
  const slopes = { alphaDot: () => 1, sigmaDot: () => -1 };

  it('has ρ = α/σ and λ = 2 ln ρ', () => {
    const s = userSchedule({
      ...line,
      alpha: (t) => 3 * t,
      sigma: (t) => 2 - t,
      alphaDot: () => 3,
      sigmaDot: () => -1,
    });
    expect(s.snr(0.5)).toBe(1);
    expect(s.snr(1)).toBe(3);
    expect(s.snr(0.25)).toBe(0.75 / 1.75);
    expect(!(Math.abs(s.logSnr(0.25) - 2 * Math.log(0.75 / 1.75)) <= 1e-15)).toBe(false);
  });

  it('finds the smallest t with ρ(t) ≥ ρ to the last bit, down to t = 0', () => {
    const s = userSchedule({ ...line, ...slopes });
    for (const rho of [1e-9, 0.003, 0.1, 1 / 3, 0.7, 1, 2.5, 1e6]) {
      const t = s.snrInverse(rho);
      expect(s.snr(t) >= rho).toBe(true);
      expect(s.snr(before(t)) < rho).toBe(true);
    }
    expect(s.snrInverse(0)).toBe(0);
    // Where ρ starts at a positive level.
    const raised = userSchedule({ ...line, alpha: (t) => 0.5 + t, ...slopes });
    expect(raised.snrInverse(0.5)).toBe(0);
    expect(() => raised.snrInverse(0.4999)).toThrow(/^rho: expected a level in \[0.5/);
  });

  it('checks α/σ at construction at all 33 times i/32', () => {
    const seen = new Set<number>();
    userSchedule({
      ...line,
      ...slopes,
      alpha: (t) => {
        seen.add(t);
        return t;
      },
    });
    for (let i = 0; i <= 32; i++) expect(seen.has(i / 32)).toBe(true);
    // A dip at one of them is enough, the first and the last included.
    for (const at of [0, 7 / 32, 1]) {
      const dip = (t: number): number => (t === at ? (at === 0 ? 0.2 : -0.1) : 0.1);
      const options = { name: 'dip', alpha: dip, sigma: () => 1, derivatives: 'richardson' } as const;
      expect(() => userSchedule(options)).toThrow(/never decreases/);
    }
  });

  it('accepts derivatives within 10⁻⁶, absolute below 1 and relative above, and no further', () => {
    // The differences of linear functions are exact to 10⁻¹², so the tolerance itself decides.
    for (const slope of [0.5, 1, 100]) {
      const size = Math.max(1, slope);
      const rising = { name: 'rising', alpha: (t: number) => slope * t, sigma: () => 1, sigmaDot: () => 0 };
      const falling = {
        name: 'falling',
        alpha: () => 1,
        alphaDot: () => 0,
        sigma: (t: number) => slope * (1 - t),
      };
      const make = (error: number): (() => Schedule)[] => [
        () => userSchedule({ ...rising, alphaDot: () => slope + error * size }),
        () => userSchedule({ ...rising, alphaDot: () => slope - error * size }),
        () => userSchedule({ ...falling, sigmaDot: () => -slope + error * size }),
        () => userSchedule({ ...falling, sigmaDot: () => -slope - error * size }),
      ];
      for (const call of make(0.995e-6)) expect(call, `slope ${slope}`).not.toThrow();
      for (const call of make(1.005e-6)) expect(call, `slope ${slope}`).toThrow(ArgumentError);
    }
  });

  it('checks each derivative that is given, also when the other one is extrapolated', () => {
    const automatic = { ...line, derivatives: 'richardson' } as const;
    expect(() => userSchedule({ ...automatic, alphaDot: () => 1.1 })).toThrow(/^alphaDot\(/);
    expect(() => userSchedule({ ...automatic, sigmaDot: () => -1.1 })).toThrow(/^sigmaDot\(/);
    expect(() => userSchedule({ ...automatic, sigmaSigmaDot: () => 1 })).toThrow(/^sigmaSigmaDot\(/);
    expect(() => userSchedule({ ...automatic, alphaDot: () => 1 })).not.toThrow();
  });

  it('takes σσ̇ from a given σ̇, and extrapolates it only when σ̇ is extrapolated', () => {
    const root = {
      name: 'root',
      alpha: (t: number) => t,
      sigma: (t: number) => Math.sqrt((1 - t) * (1 + t)),
      derivatives: 'richardson',
    } as const;
    const sigmaDot = (t: number): number => -t / Math.sqrt((1 - t) * (1 + t));
    // 0·(−∞) at t = 1: only σ² has a derivative there.
    expect(() => userSchedule({ ...root, sigmaDot }).sigmaSigmaDot(1)).toThrow(/^sigmaSigmaDot\(1\): .*0·∞/);
    const measured = userSchedule({ ...root, alphaDot: () => 1 }).sigmaSigmaDot(1);
    expect(!(Math.abs(measured + 1) <= 1e-10)).toBe(false);
  });

  it('extrapolates while the estimated error is below 10⁻⁶, absolute below 1 and relative above', () => {
    const at = 0.3;
    // A bend at t: its extrapolated derivative is 0 by symmetry after the line is taken off, its error estimate is not.
    const bend = (t: number): number => Math.sign(t - at) * Math.abs(t - at) ** 1.5;
    const { error } = richardsonDerivative(bend, at);
    for (const slope of [0.5, 1, 64]) {
      const size = Math.max(1, slope);
      for (const sign of [1, -1]) {
        const make = (share: number): Schedule =>
          userSchedule({
            name: 'bent',
            alpha: (t) => (sign === 1 ? slope * (0.5 + t) + ((share * 1e-6 * size) / error) * bend(t) : 1),
            sigma: (t) => (sign === 1 ? 1 : slope * (1.5 - t) + ((share * 1e-6 * size) / error) * bend(t)),
            derivatives: 'richardson',
          });
        const slopeOf = (share: number) => (): number =>
          sign === 1 ? make(share).alphaDot(at) : make(share).sigmaDot(at);
        expect(slopeOf(0.995), `slope ${sign * slope}`).not.toThrow();
        expect(slopeOf(1.005), `slope ${sign * slope}`).toThrow(PoleError);
      }
    }
  });
});
