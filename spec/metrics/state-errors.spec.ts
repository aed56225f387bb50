import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlowproofError } from '../../src/errors.ts';
import { pathError, stateError } from '../../src/metrics/index.ts';

describe('stateError', () => {
  it('is the root of the mean over rows of squared distances', () => {
    // Rows (3, 4) and (0, 0) off: √(25/2); exact in floats but for the root.
    expect(stateError(Float64Array.of(4, 6, 1, 1), Float64Array.of(1, 2, 1, 1), 2)).toEqual({
      rmse: 4 * Math.sqrt((0.75 * 0.75 + 1) / 2),
      max: 4,
    });
  });

  it('scales with the errors, into the smallest and the largest numbers', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 6, maxLength: 6 }),
        fc.integer({ min: -1060, max: 1000 }),
        (errors, power) => {
          const unit = 2 ** power;
          const zero = new Float64Array(6);
          const here = stateError(Float64Array.from(errors), zero, 3);
          const far = stateError(
            Float64Array.from(errors, (e) => e * unit),
            zero,
            3,
          );
          expect(far.max).toBe(here.max * unit);
          // Subnormal numbers have fewer digits than the quotient.
          expect(!(Math.abs(far.rmse - here.rmse * unit) <= 4 * 2 ** -53 * far.rmse + 2 ** -1073)).toBe(
            false,
          );
        },
      ),
    );
  });

  it('hides no NaN behind a number, and no infinity', () => {
    const zero = new Float64Array(3);
    expect(stateError(Float64Array.of(1, Number.NaN, 5), zero, 1)).toEqual({
      rmse: Number.NaN,
      max: Number.NaN,
    });
    expect(stateError(Float64Array.of(Number.NaN, 1, 5), zero, 1)).toEqual({
      rmse: Number.NaN,
      max: Number.NaN,
    });
    expect(stateError(Float64Array.of(1, Infinity, 5), zero, 1)).toEqual({ rmse: Infinity, max: Infinity });
    expect(stateError(zero, zero, 1)).toEqual({ rmse: 0, max: 0 });
  });

  it('refuses shapes that do not agree', () => {
    expect(() => stateError(new Float64Array(4), new Float64Array(2), 2)).toThrow(FlowproofError);
    expect(() => stateError(new Float64Array(3), new Float64Array(3), 2)).toThrow(FlowproofError);
    expect(() => stateError(new Float64Array(0), new Float64Array(0), 2)).toThrow(FlowproofError);
    expect(() => stateError(new Float64Array(2), new Float64Array(2), 0)).toThrow(FlowproofError);
  });
});

describe('pathError', () => {
  it('has the worst time and the error at each', () => {
    const truth = new Float64Array(6);
    const { rmse, sup, max } = pathError(Float64Array.of(0, 0, 3, 4, 1, -1), truth, { times: 3, dim: 2 });
    expect([...rmse]).toEqual([0, 5, Math.sqrt(2)]);
    expect([sup, max]).toEqual([5, 4]);
  });

  it('is NaN from the first NaN on', () => {
    const { rmse, sup, max } = pathError(Float64Array.of(1, Number.NaN, 2), new Float64Array(3), {
      times: 3,
      dim: 1,
    });
    expect([...rmse]).toEqual([1, Number.NaN, Number.NaN]);
    expect([sup, max]).toEqual([Number.NaN, Number.NaN]);
  });

  it('refuses a path that has no such times', () => {
    expect(() => pathError(new Float64Array(5), new Float64Array(5), { times: 2, dim: 1 })).toThrow(
      FlowproofError,
    );
    expect(() => pathError(new Float64Array(4), new Float64Array(4), { times: 0, dim: 1 })).toThrow(
      FlowproofError,
    );
    expect(() => pathError(new Float64Array(4), new Float64Array(2), { times: 2, dim: 1 })).toThrow(
      FlowproofError,
    );
  });
});
