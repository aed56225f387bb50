/** The Gaussian source in its three forms, and each way of getting it wrong. */
import { describe, expect, it } from 'vitest';
import { ArgumentError } from '../../src/errors.ts';
import { gaussianSource } from '../../src/fields/gaussian-source.ts';

describe('the Gaussian source', () => {
  it('is N(0, I) unless said otherwise', () => {
    const standard = {
      mean: new Float64Array(2),
      variances: Float64Array.of(1, 1),
      isotropic: true,
      factor: null,
    };
    expect(gaussianSource(undefined, 2)).toEqual(standard);
    expect(gaussianSource({}, 2)).toEqual(standard);
  });

  it('has a mean, and S₀ = std² I, diag(variances) or L Lᵀ', () => {
    const mean = [3, -1];
    expect(gaussianSource({ mean, std: 1.5 }, 2)).toEqual({
      mean: Float64Array.of(3, -1),
      variances: Float64Array.of(2.25, 2.25),
      isotropic: true,
      factor: null,
    });
    expect(gaussianSource({ variances: [0.005, 2] }, 2)).toMatchObject({
      variances: Float64Array.of(0.005, 2),
      isotropic: false,
    });
    expect(gaussianSource({ variances: [2, 2, 2] }, 3).isotropic).toBe(true);
    expect(gaussianSource({ variances: [2] }, 1).isotropic).toBe(true);
    expect(gaussianSource({ variances: [2, 2, 3] }, 3).isotropic).toBe(false);
    // L = [[2, 0], [1, 3]].
    const covariance = [
      [4, 2],
      [2, 10],
    ];
    expect(gaussianSource({ mean, covariance }, 2)).toEqual({
      mean: Float64Array.of(3, -1),
      variances: null,
      isotropic: false,
      factor: Float64Array.of(2, 0, 1, 3),
    });
  });

  it('accepts any positive width, however small', () => {
    expect(gaussianSource({ std: 0.005 }, 1).variances).toEqual(Float64Array.of(0.005 * 0.005));
    expect(gaussianSource({ variances: [1e-300] }, 1).variances).toEqual(Float64Array.of(1e-300));
  });

  it.each<[RegExp, unknown]>([
    [/^source: expected at most one of std, variances, covariance, received/, { std: 1, variances: [1, 1] }],
    [/^source: expected at most one/, { variances: [1, 1], covariance: [[1]] }],
    [/^source\.mean: expected 2 entries, received/, { mean: [1] }],
    [/^source\.mean: expected 2 entries/, { mean: 3 }],
    [/^source\.mean: expected 2 entries/, { mean: null }],
    [/^source\.mean: expected 2 entries/, { mean: '12' }],
    [/^source\.covariance\[0\]\[1\]: expected a symmetric matrix/, { covariance: [[1, 0], null] }],
    [/^source\.mean\[1\]: expected a finite number, received NaN/, { mean: [0, Number.NaN] }],
    [/^source\.mean\[0\]: expected a finite number/, { mean: ['1', 0] }],
    [/^source\.std: expected a finite number > 0, received 0; the source must/, { std: 0 }],
    [/^source\.std: expected/, { std: Infinity }],
    [/^source\.std: expected/, { std: '1' }],
    [/^source\.variances: expected 2 entries/, { variances: [1] }],
    [/^source\.variances\[1\]: expected a finite number > 0/, { variances: [1, -1] }],
    [/^source\.covariance: expected 2 entries/, { covariance: [[1]] }],
    [/^source\.covariance\[1\]: expected 2 entries/, { covariance: [[1, 0], [0]] }],
    [
      /^source\.covariance\[0\]\[1\]: expected a symmetric matrix: 0\.3, received 0\.2/,
      {
        covariance: [
          [1, 0.2],
          [0.3, 1],
        ],
      },
    ],
    [
      /^source\.covariance\[1\]\[1\]: expected a finite number, received Infinity/,
      {
        covariance: [
          [1, 0],
          [0, Infinity],
        ],
      },
    ],
  ])('says what is wrong: %s', (message, spec) => {
    expect(() => gaussianSource(spec as never, 2)).toThrow(ArgumentError);
    expect(() => gaussianSource(spec as never, 2)).toThrow(message);
  });
});
