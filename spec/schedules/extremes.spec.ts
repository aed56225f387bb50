/** Levels where one of two equal forms overflows, names, and what the messages of refusals say. */
import { describe, expect, it } from 'vitest';
import { ArgumentError, PoleError } from '../../src/errors.ts';
import {
  boundaryDefect,
  condOT,
  cosine,
  linearVP,
  ot,
  polynomial,
  scheduleFromSpec,
  userSchedule,
  ve,
  vp,
} from '../../src/schedules/index.ts';

const near = (a: number, b: number, relative: number): void =>
  expect(!(Math.abs(a - b) <= relative * Math.abs(b)), `${a} against ${b}`).toBe(false);

describe('levels of any size', () => {
  it('give a time above 0 as long as it is a float', () => {
    // t ≈ ρ for ρ → 0.
    for (const schedule of [condOT, linearVP, ot({ sigmaMin: 0.05 })])
      near(schedule.snrInverse(1e-300), 1e-300, 1e-15);
    expect(condOT.snrInverse(1e-310)).toBe(1e-310);
    expect(ot({ sigmaMin: 0.05 }).snrInverse(1e-310)).toBe(1e-310);
    // t ≈ e^(λ/2), whose other form has an e^(−λ/2) or e^(−λ) that overflows.
    near(condOT.logSnrInverse(-1430), Math.exp(-715), 1e-12);
    near(linearVP.logSnrInverse(-720), Math.exp(-360), 1e-12);
    near(polynomial({ n: 3.3 }).logSnrInverse(-1600), Math.exp(-800 / 3.3), 1e-12);
    near(polynomial({ n: 3.3 }).snrInverse(1e-300), 1e-300 ** (1 / 3.3), 1e-12);
    // ∫β = 2,000: λ = −ln(e^T − 1) ≈ −T.
    const steep = vp({ betaMax: 4000 });
    near(steep.logSnr(steep.logSnrInverse(-1500)), -1500, 1e-13);
  });

  it('give 1 at the top, ∞ where σ(1) = 0', () => {
    for (const schedule of [condOT, linearVP, cosine, polynomial({ n: 2 }), ot({ sigmaMin: 0 }), vp()]) {
      expect(schedule.snrInverse(Infinity)).toBe(1);
      expect(schedule.logSnrInverse(Infinity)).toBe(1);
    }
    for (const sigmaMin of [0.05, 0.1, 0.3, 0.7, 0.9]) {
      const schedule = ot({ sigmaMin });
      expect(schedule.logSnrInverse(schedule.logSnr(1))).toBe(1);
    }
  });
});

it('the highest level is t = 1 exactly, also where e^(λ/2) is rounded below the ratio', () => {
  for (const sigmaMin of [0.24447877760611197, 0.36691816540917294, 0.05]) {
    const schedule = ot({ sigmaMin });
    expect(schedule.logSnrInverse(schedule.logSnr(1))).toBe(1);
  }
});

describe('names', () => {
  const named = [
    ['cond-ot', condOT],
    ['linear-vp', linearVP],
    ['cosine', cosine],
    ['ot(0.05)', ot({ sigmaMin: 0.05 })],
    ['polynomial(2)', polynomial({ n: 2 })],
    ['vp(0.1, 20)', vp()],
    ['ve(0.01, 50)', ve({ sigmaMin: 0.01, sigmaMax: 50 })],
  ] as const;
  it.each(named)('%s is what the schedule calls itself, also when it refuses a level', (name, schedule) => {
    expect(schedule.name).toBe(name);
    const text = `the range of the ${name} schedule, received`;
    for (const bad of [Number.NaN, '0.5' as never]) {
      expect(() => schedule.snrInverse(bad)).toThrow(ArgumentError);
      expect(() => schedule.snrInverse(bad)).toThrow(text);
      expect(() => schedule.logSnrInverse(bad)).toThrow(text);
    }
    expect(() => schedule.snrInverse(-1)).toThrow(/^rho: expected a level in \[/);
    expect(() => schedule.logSnrInverse(Number.NaN)).toThrow(/^lambda: expected a level in \[/);
    expect(() => schedule.alpha(1.5)).toThrow(/^t: expected a time in \[0, 1\] .*, received 1\.5/);
  });

  it('of a specification that is none are told', () => {
    expect(() => scheduleFromSpec({ kind: 'sigmoid' } as never)).toThrow(
      /expected .*cond-ot.*received .*sigmoid/,
    );
  });
});

describe('boundaryDefect', () => {
  it('needs both conditions at either end', () => {
    const half = (alpha: (t: number) => number, slope: number) =>
      userSchedule({ name: 'half', alpha, alphaDot: () => slope, sigma: (t) => 1 - t, sigmaDot: () => -1 });
    // σ(0) = 1 and σ(1) = 0, but α(0) = ½ and α(1) = 2.
    const raised = boundaryDefect(half((t) => 0.5 + 1.5 * t, 1.5));
    expect([raised.startsAtSource, raised.endsAtTarget]).toEqual([false, false]);
    const plain = boundaryDefect(half((t) => t, 1));
    expect([plain.startsAtSource, plain.endsAtTarget]).toEqual([true, true]);
  });
});

describe('userSchedule', () => {
  const line = { name: 'line', alpha: (t: number) => t, sigma: (t: number) => 1 - t };
  const slopes = { alphaDot: () => 1, sigmaDot: () => -1 };

  it('asks for the derivatives by name', () => {
    expect(() => userSchedule({ ...line, sigmaDot: slopes.sigmaDot })).toThrow(
      /^alphaDot: expected the derivative/,
    );
    expect(() => userSchedule({ ...line, alphaDot: slopes.alphaDot })).toThrow(
      /^sigmaDot: expected the derivative/,
    );
    expect(() => userSchedule({ ...line, ...slopes, alphaDot: 1 as never })).toThrow(
      /^alphaDot: .*received 1;/,
    );
  });

  it('passes on no derivative that is not a number, at any time', () => {
    for (const bad of [Number.NaN, '1' as never, undefined as never]) {
      const s = userSchedule({ ...line, alphaDot: (t) => (t === 0.5 ? bad : 1), sigmaDot: () => -1 });
      expect(s.alphaDot(0.25)).toBe(1);
      expect(() => s.alphaDot(0.5)).toThrow(ArgumentError);
      expect(() => s.alphaDot(0.5)).toThrow(/^alphaDot\(0\.5\): expected a number, or ±Infinity/);
    }
  });

  it('may be rough where its extrapolated derivatives are not asked for, and says where they fail', () => {
    // Kinks at the times at which given derivatives are tried.
    for (const kink of [0.0213, 0.1179, 0.2713, 0.4139, 0.5771, 0.7069, 0.8659, 0.9787]) {
      const bent = (t: number): number => t + 0.5 * Math.max(t - kink, 0) ** 1.2;
      const rough = userSchedule({
        name: 'rough',
        alpha: (t) => 2 + bent(t),
        sigma: (t) => 3 - bent(t),
        derivatives: 'richardson',
      });
      for (const name of ['alphaDot', 'sigmaDot', 'sigmaSigmaDot'] as const) {
        expect(() => rough[name](kink)).toThrow(PoleError);
        expect(() => rough[name](kink)).toThrow(
          new RegExp(`^${name}\\(${kink}\\): expected a function smooth enough`),
        );
      }
    }
  });

  it('may stand still, but starts at α/σ ≥ 0', () => {
    const flat = { name: 'flat', alpha: () => 0.5, sigma: () => 1, alphaDot: () => 0, sigmaDot: () => 0 };
    expect(userSchedule(flat).snr(0.3)).toBe(0.5);
    expect(() => userSchedule({ ...line, ...slopes, alpha: (t) => t - 0.1 })).toThrow(
      /α\/σ ≥ 0 that never decreases/,
    );
  });
});
