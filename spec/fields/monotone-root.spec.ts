/** Newton on ln F and bisection: where they look, how fast they converge, and that they end. */
import { describe, expect, it } from 'vitest';
import { bisect, newtonOnLogarithm } from '../../src/fields/monotone-root.ts';

type OfLine = (y: number) => number;

/** The root, and every y at which F was asked for. */
function traced(F: OfLine, slope: OfLine, p: number, a: number, b: number): { root: number; at: number[] } {
  const at: number[] = [];
  const seen: OfLine = (y) => {
    at.push(y);
    return F(y);
  };
  return { root: newtonOnLogarithm(seen, slope, p, a, b), at };
}

const logistic: OfLine = (y) => 1 / (1 + Math.exp(-y));
const logisticSlope: OfLine = (y) => logistic(y) * logistic(-y);

describe('Newton on ln F', () => {
  it('needs one step where F is exponential, however far above the root it starts', () => {
    for (const [p, a, b] of [
      [0.4, -6, 3],
      [0.4, -4, 3],
      [1e-9, -30, 3],
      [1e-280, -700, 3],
    ] as const) {
      const { root, at } = traced(Math.exp, Math.exp, p, a, b);
      expect(at[0]).toBe((a + b) / 2);
      // The logarithm of F/p, some hundreds, is rounded; the next steps see to the last digits.
      expect(!(Math.abs(at[1]! - Math.log(p)) <= 1e-13 * Math.abs(Math.log(p)))).toBe(false);
      expect(!(Math.abs(root - Math.log(p)) <= 2 ** -51 * Math.abs(Math.log(p)))).toBe(false);
      expect(at.length).toBeLessThanOrEqual(5);
    }
  });

  it('takes its error from e to ½ (F″/F′ − F′/F) e², that is −½ F e² for the logistic function', () => {
    for (const p of [0.45, 0.2, 0.03]) {
      const truth = Math.log(p / (1 - p));
      const { root, at } = traced(logistic, logisticSlope, p, truth - 0.9, truth + 0.5);
      let seen = 0;
      for (let i = 0; i + 1 < at.length; i++) {
        const [e, next] = [at[i]! - truth, at[i + 1]! - truth];
        if (Math.abs(e) < 1e-5) break;
        // Up to the third order, |e|³ times the next coefficient, below 1.
        const rounding = 8 * 2 ** -53 * (1 + Math.abs(truth));
        expect(
          !(Math.abs(next + 0.5 * p * e * e) <= Math.abs(e) ** 3 + rounding),
          `step ${i} at p = ${p}`,
        ).toBe(false);
        seen++;
      }
      expect(seen).toBeGreaterThanOrEqual(2);
      // 0.2, 0.01, 10⁻⁵, 10⁻¹¹, 10⁻²², and steps of a rounding until they stop shrinking.
      expect(at.length).toBeLessThanOrEqual(10);
      expect(!(Math.abs(root - truth) <= 4 * 2 ** -53 * (1 + Math.abs(truth)))).toBe(false);
    }
  });

  it('halves the bracket instead of leaving it, on either side', () => {
    // Beyond its median the tail of Cauchy's distribution is so flat that Newton overshoots.
    const cauchy: OfLine = (y) => 0.5 + Math.atan(y) / Math.PI;
    const slope: OfLine = (y) => 1 / (Math.PI * (1 + y * y));
    for (const [a, b, p] of [
      [-1, 99, 0.4],
      [-10, 1000, 0.49],
      // ln F of a function that is nearly flat below its root.
      [-1000, 10, 0.45],
    ] as const) {
      const { root, at } = traced(cauchy, slope, p, a, b);
      let [low, high] = [a as number, b as number];
      let halved = 0;
      for (const [i, y] of at.entries()) {
        expect(y > low && y < high).toBe(true);
        const previous = at[i - 1];
        const newton =
          previous && previous - (Math.log(cauchy(previous) / p) * cauchy(previous)) / slope(previous);
        if (i === 0 || (i < 12 && !(newton! > low && newton! < high))) {
          expect(!(Math.abs(y - (low + high) / 2) <= 1e-15 * (high - low))).toBe(false);
          halved++;
        }
        if (cauchy(y) < p) low = y;
        else high = y;
      }
      expect(halved).toBeGreaterThan(p === 0.45 ? 0 : 2);
      const truth = Math.tan((p - 0.5) * Math.PI);
      expect(!(Math.abs(root - truth) <= 1e-14)).toBe(false);
    }
  });

  it('ends for a derivative that is a thousand times too large: from the twelfth step on, every second one halves', () => {
    const { root, at } = traced(logistic, (y) => 1000 * logisticSlope(y), 0.3, -3, 1);
    const truth = Math.log(0.3 / 0.7);
    expect(!(Math.abs(root - truth) <= 1e-12)).toBe(false);
    let [low, high] = [-3, 1];
    for (const [i, y] of at.entries()) {
      // at[i] is where step i − 1 led.
      const middle = low + (high - low) / 2;
      if (i === 0 || (i > 12 && i % 2 === 0)) expect(y).toBe(middle);
      else if (i < 14 || i === 15) expect(Math.abs(y - at[i - 1]!)).toBeLessThan(0.01);
      if (logistic(y) < 0.3) low = y;
      else high = y;
    }
    // 4 · 2⁻⁵² is reached after 54 halvings.
    expect(at.length).toBeGreaterThan(20);
    expect(at.length).toBeLessThanOrEqual(12 + 2 * 54);
  });

  it('ends for functions that have no derivative, no root, or no numbers', () => {
    const step = traced(
      (y) => (y < 0.3 ? 0.1 : 0.9),
      () => 0,
      0.5,
      0,
      1,
    );
    expect(!(Math.abs(step.root - 0.3) <= 2 ** -53)).toBe(false);
    expect(
      traced(
        () => 0.1,
        () => 0,
        0.5,
        0,
        1,
      ).root,
    ).toBe(1);
    expect(
      traced(
        () => 0.9,
        () => 0,
        0.5,
        1,
        2,
      ).root,
    ).toBe(1);
    expect(
      traced(
        () => Number.NaN,
        () => Number.NaN,
        0.5,
        1,
        2,
      ).at.length,
    ).toBeLessThan(60);
  });

  it('returns at once where F is p', () => {
    expect(traced(logistic, logisticSlope, 0.5, -1, 1)).toEqual({ root: 0, at: [0] });
  });
});

describe('bisection', () => {
  it('halves, and ends at the smallest float that is not below the root', () => {
    const at: number[] = [];
    const f: OfLine = (y) => {
      at.push(y);
      return y - 0.3;
    };
    expect(bisect(f, 0, 1)).toBe(0.3);
    let [low, high] = [0, 1];
    for (const y of at) {
      expect(y).toBe((low + high) / 2);
      if (y < 0.3) low = y;
      else high = y;
    }
    expect(high - low).toBe(2 ** -54);
    expect(bisect((y) => y - Math.PI, -100, 5)).toBe(Math.PI);
    expect(bisect((y) => y + 1e300, -8e307, 8e307)).toBe(-1e300);
  });

  it('ends at the upper end without a root, and next to the lower end if all is above', () => {
    expect(bisect(() => -1, 0, 1)).toBe(1);
    expect(bisect(() => 1, 1, 2)).toBe(1 + 2 ** -52);
  });
});
