/** Starts between components that lie far apart, where the inverse of the distribution function says nothing. */
import { describe, expect, it } from 'vitest';
import { DivergenceError } from '../../src/errors.ts';
import { type Problem, problemFromSpec } from '../../src/problems/index.ts';

const parting = (m: number, std: number, x: number, weight = 0.5): Problem =>
  problemFromSpec({
    kind: 'flow',
    target: { kind: 'gaussian-mixture', weights: [weight, 1 - weight], means: [[-m], [m]], stds: [std, std] },
    schedule: { kind: 'cond-ot' },
    start: { kind: 'points', points: [[x]] },
  });

describe('a flow that parts', () => {
  it.each([
    [3, 0.5],
    [4, 0.5],
    [5, 0.5],
    [3, 0.3],
    [3, 0.05],
  ])('at 0 leaves 0 where it is, by symmetry: means ±%d, std %d', (m, std) => {
    const { states, radius } = parting(m, std, 0).truth([0.5, 1]);
    expect(Array.from(states, Math.abs)).toEqual([0, 0]);
    expect(radius).toBeLessThan(1e-15);
  });

  it('beside it has the end that its distribution function says', () => {
    const { states, radius, from } = parting(3, 0.05, 1e-3).truth([1]);
    expect(from).toBe('distribution function');
    // Φ⁻¹(2 Φ(10⁻³) − 1) = −3.1568…, so 3 − 0.05 · 3.1568….
    expect(Math.abs(states[0]! - 2.8421660477609896)).toBeLessThan(1e-12);
    expect(radius).toBeLessThan(1e-12);
  });

  // Φ(x₀) = 0.3 up to 3.5·10⁻¹⁷: as many standard deviations below 3 as that share of a Gaussian lies beyond.
  const between = -0.5244005127080407;

  it.each([
    [1e-4, 2.9991695737429081],
    [0.01, 2.9169573742908108],
  ])('has an end that depends on the last digits of the start by their logarithm: std %d', (std, end) => {
    const { states, radius, from } = parting(3, std, between, 0.3).truth([1]);
    expect(from).toBe('distribution function');
    // Roots of the distribution function at 60 digits (mpmath).
    expect(Math.abs(states[0]! - end)).toBeLessThan(radius);
    expect(radius).toBeLessThan(2 * std);
  });

  it('has the end of the narrower radius', () => {
    const { states, radius, from } = parting(3, 1e-4, -0.524400512708, 0.3).truth([1]);
    expect(from).toBe('distribution function');
    expect(Math.abs(states[0]! - 2.9992440514635881)).toBeLessThan(radius);
    // The reference says 2.5e-6.
    expect(radius).toBeLessThan(1e-6);
  });

  it.each([0.05, 0.2])('has no truth where that is more than a hundredth of its size: std %d', (std) => {
    expect(() => parting(3, std, between, 0.3).truth([1])).toThrow(DivergenceError);
  });

  it('has no truth where only the reference follows it, and not to a millionth', () => {
    // Its reflection in x₁ = 0 exchanges the components.
    const leaning = (x: number): Problem =>
      problemFromSpec({
        kind: 'flow',
        target: {
          kind: 'gaussian-mixture',
          weights: [1, 1],
          means: [
            [-3, 0],
            [3, 0],
          ],
          covariances: [0.01, -0.01].map((c) => [
            [0.04, c],
            [c, 0.04],
          ]),
        },
        schedule: { kind: 'cond-ot' },
        start: { kind: 'points', points: [[x, 0]] },
      });
    const { states, from } = leaning(0).truth([1]);
    expect([Math.abs(states[0]!), from]).toEqual([0, 'dop853 at 2.5e-14']);
    expect(() => leaning(1e-14).truth([1])).toThrow(DivergenceError);
  });
});
