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

  it('has an end that depends on the last digits of the start by their logarithm, and its radius says so', () => {
    // Φ(x₀) = 0.3 up to about 10⁻¹⁶: as many standard deviations below 3 as that has of a Gaussian's tail.
    const { states, radius, from } = parting(3, 0.05, -0.5244005127080407, 0.3).truth([1]);
    expect(from).toMatch(/dop853/);
    expect(Math.abs(states[0]! - (3 - 0.05 * 8))).toBeLessThan(0.02);
    expect(radius > 1e-4 && radius < 0.03).toBe(true);
  });

  it('has no truth where that is more than a hundredth of its size', () => {
    expect(() => parting(3, 0.2, -0.5244005127080407, 0.3).truth([1])).toThrow(DivergenceError);
  });
});
