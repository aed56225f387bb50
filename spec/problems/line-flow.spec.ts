import { describe, expect, it } from 'vitest';
import { type LineFlowOptions, lineFlow } from '../../src/problems/line-flow.ts';
import { condOT } from '../../src/schedules/index.ts';

const options: LineFlowOptions = {
  schedule: condOT,
  weights: Float64Array.of(0.3, 0.7),
  means: Float64Array.of(-2, 1.5),
  variances: Float64Array.of(0.25, 0.25),
  sourceMean: 0,
  sourceVariance: 1,
  meanError: 0,
};
const flow = lineFlow(options);
const image = (x: number): number => {
  const out = new Float64Array(1);
  flow.map(1, Float64Array.of(x), out);
  return out[0]!;
};

describe('the bound of a flow on the line', () => {
  it.each([-2.5, -0.75, -0.5, -0.25, 0.5, 2])(
    'grows with the error of the start as the flow does, at %d',
    (x) => {
      const h = 2 ** -20;
      const slope = (image(x + h) - image(x - h)) / (2 * h);
      const grown = flow.bound(1, x, h, image(x)) - flow.bound(1, x, 0, image(x));
      // Central differences err by h² x'''/6 and rounding by 10⁻¹⁵/h, both below 10⁻⁴ of slopes between 0.3 and 300.
      expect(!(Math.abs(grown / h / slope - 1) < 1e-4)).toBe(false);
    },
  );

  it('covers a mean that moves by what is not known of it', () => {
    for (const meanError of [1e-6, 1e-9]) {
      const moved = lineFlow({ ...options, means: Float64Array.of(-2 + meanError, 1.5) });
      const unsure = lineFlow({ ...options, meanError });
      for (const x of [-2.5, -0.55, -0.5, 0.5]) {
        const out = new Float64Array(1);
        moved.map(1, Float64Array.of(x), out);
        const bound = unsure.bound(1, x, 0, image(x));
        expect(!(Math.abs(out[0]! - image(x)) <= bound)).toBe(false);
        expect(!(bound < 1e4 * meanError)).toBe(false);
      }
    }
  });

  it('is at least what a rounding of the probability does, and never zero', () => {
    // f(x′) at the middle of the gap, where F = 0.3.
    const x = -0.5244005127080407;
    const z = (image(x) + 2) / 0.5;
    const w = (image(x) - 1.5) / 0.5;
    const density =
      (0.3 * Math.exp((-z * z) / 2) + 0.7 * Math.exp((-w * w) / 2)) / (0.5 * Math.sqrt(2 * Math.PI));
    expect(!(flow.bound(1, x, 0, image(x)) >= (6 * 2 ** -52 * 0.3) / density)).toBe(false);
    for (const far of [-40, -9, 0, 9, 40]) {
      const bound = flow.bound(1, far, 0, image(far));
      expect(bound > 0 && bound < 1e-9).toBe(true);
    }
  });
});
