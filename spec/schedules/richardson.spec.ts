/** Richardson extrapolation and what is built on it, against the tableau of its definition. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentError } from '../../src/errors.ts';
import { measuredDerivative } from '../../src/schedules/measured-derivative.ts';
import { extrapolate, richardsonDerivative } from '../../src/schedules/richardson.ts';

const BASES = [
  [4, 2],
  [2, 17],
] as const;

describe('extrapolate', () => {
  it('removes h², h⁴, … from central differences and h, h², … from one-sided ones', () => {
    const limit = 0.75;
    for (const [base] of BASES) {
      const differences = Array.from({ length: 6 }, (_, l) => {
        const power = base ** -l;
        return limit + 3 * power - 5 * power ** 2 + 2 * power ** 3;
      });
      const { value, error } = extrapolate(differences, 1, base, 0);
      // Three columns remove all three terms; numbers of size 5, amplified by at most 8.3.
      expect(!(Math.abs(value - limit) <= 1e-14)).toBe(false);
      expect(!(error <= 1e-13)).toBe(false);
    }
  });

  it('takes the entry that agrees best with the two it is made of and the one at twice the step, of steps that do not contradict', () => {
    const series = fc.array(fc.integer({ min: -64, max: 64 }), { minLength: 1, maxLength: 7 });
    const noise = fc.constantFrom(0, 2 ** -8, 1);
    fc.assert(
      fc.property(series, noise, fc.constantFrom(...BASES), (differences, delta, [base, amplification]) => {
        // The whole tableau, T[l][j] = (baseʲ T[l][j−1] − T[l−1][j−1]) / (baseʲ − 1).
        const T = differences.map((d) => [d]);
        const best = T.map(() => ({ value: Number.NaN, error: Infinity }));
        for (let l = 0; l < T.length; l++) {
          for (let j = 1; j <= l; j++) {
            const factor = base ** j;
            const entry = (T[l]![j - 1]! * factor - T[l - 1]![j - 1]!) / (factor - 1);
            T[l]!.push(entry);
            // The last of a row has nothing at twice the step.
            if (j === l) continue;
            const relatives = [T[l]![j - 1]!, T[l - 1]![j - 1]!, T[l - 1]![j]!];
            const distance = Math.max(...relatives.map((other) => Math.abs(entry - other)));
            const sum = distance + (amplification * delta * 2 ** l) / 0.5;
            if (sum <= best[l]!.error) best[l] = { value: entry, error: sum };
          }
        }
        // From the finest step on, until a coarser one lies outside of both errors; without δ, no matter where.
        let [value, error] = [Number.NaN, Infinity];
        for (const next of best.toReversed()) {
          if (delta > 0 && Math.abs(next.value - value) > next.error + error) break;
          if (next.error < error) ({ value, error } = next);
        }
        const got = extrapolate(differences, 0.5, base, delta);
        expect(got).toEqual({ value, error });
      }),
      { numRuns: 300 },
    );
  });

  it('does not take coarse steps at their word that agree across a corner', () => {
    // A corner at −d: with four steps inside of it, the slope at 0 is cos 0 = 1. Coarser steps see a mean of both slopes, and agree on it.
    const finest = 0.1 / 2 ** 9;
    for (const strength of [1e-3, 1]) {
      for (const noise of [1e-15, 1e-12, 1e-9]) {
        for (let d = 8.1 * finest; d < 0.1; d *= 1.02) {
          const f = (s: number): number => strength * Math.max(0, -(s + d)) + Math.sin(s);
          const slope = (h: number): number => (f(h) - f(-h)) / (2 * h);
          const { value, error } = extrapolate(
            Array.from({ length: 10 }, (_, l) => slope(0.1 / 2 ** l)),
            0.1,
            4,
            noise,
          );
          if (!(Math.abs(value - 1) <= error)) expect.fail(`${value} ± ${error} for a corner at −${d}`);
        }
      }
    }
  });
});

describe('richardsonDerivative', () => {
  /** Where f is asked for. */
  const asked = (t: number): number[] => {
    const points: number[] = [];
    richardsonDerivative((s) => {
      points.push(s);
      return s * s;
    }, t);
    return points;
  };

  it('stays inside [0, 1] wherever t is', () => {
    for (const t of [0, 1e-9, 0.0009, 0.0011, 0.05, 0.5, 0.95, 0.9989, 0.9991, 1 - 1e-9, 1]) {
      for (const s of asked(t)) expect(s >= 0 && s <= 1, `${s} for t = ${t}`).toBe(true);
    }
  });

  it('differences to both sides, but to one side within 10⁻³ of an end', () => {
    const sides = (t: number): [boolean, boolean] => [
      asked(t).some((s) => s < t),
      asked(t).some((s) => s > t),
    ];
    for (const t of [0.001005, 0.005, 0.5, 0.995, 1 - 0.001005])
      expect(sides(t), `${t}`).toEqual([true, true]);
    for (const t of [0, 0.000995]) expect(sides(t), `${t}`).toEqual([false, true]);
    for (const t of [1 - 0.000995, 1]) expect(sides(t), `${t}`).toEqual([true, false]);
  });

  it('refuses times outside [0, 1], however little', () => {
    for (const t of [-1e-20, 1 + 2 ** -52, Number.NaN]) {
      expect(() => richardsonDerivative((s) => s, t)).toThrow(ArgumentError);
    }
  });
});

describe('measuredDerivative', () => {
  /** 16 roundings of 2⁻⁵². */
  const UNIT = 16 * 2 ** -52;

  it('takes the size of the values from the largest of |f| at 0, ½ and 1', () => {
    // Quadratics that vanish at the other two and are negative at the third.
    for (const f of [
      (t: number) => -1000 * (1 - t) * (1 - 2 * t),
      (t: number) => -4000 * t * (1 - t),
      (t: number) => -1000 * t * (2 * t - 1),
    ]) {
      const { value, error } = measuredDerivative(f, 0.3, 0);
      expect({ value, error }).toEqual(richardsonDerivative(f, 0.3, UNIT * 1000));
    }
  });

  it('allows the given derivative as many roundings of its own, where it is finite', () => {
    const f = (t: number): number => t;
    const { error } = measuredDerivative(f, 0.3, 0);
    for (const given of [1e6, -1e6]) {
      const own = measuredDerivative(f, 0.3, given).error - error;
      // 16·2⁻⁵²·10⁶ = 3.6·10⁻⁹ beside an error of about 10⁻¹³.
      expect(!(Math.abs(own - UNIT * 1e6) <= 1e-4 * UNIT * 1e6)).toBe(false);
    }
    for (const given of [Infinity, -Infinity, Number.NaN]) {
      expect(measuredDerivative(f, 0.3, given).error).toBe(error);
    }
  });
});
