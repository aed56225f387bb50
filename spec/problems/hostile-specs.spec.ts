import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlowproofError } from '../../src/errors.ts';
import { type ProblemSpec, problemFromSpec } from '../../src/problems/index.ts';

const common = [
  [1, 0.5],
  [0.5, 1],
];
const specs: readonly unknown[] = [
  {
    kind: 'flow',
    name: 'x',
    target: {
      kind: 'gaussian-mixture',
      weights: [1, 2],
      means: [
        [0, 1],
        [1, 0],
      ],
      stds: [1, 0.5],
    },
    schedule: { kind: 'vp', betaMin: 0.1, betaMax: 20 },
    source: { mean: [0, 1], variances: [1, 2] },
    start: { kind: 'points', points: [[0, 1]] },
  },
  {
    kind: 'flow',
    target: { kind: 'gaussian-mixture', weights: [1], means: [[0, 1]], covariances: [common] },
    schedule: { kind: 'polynomial', n: 2 },
    source: { covariance: common },
    start: { kind: 'normal', count: 2, seed: 1 },
  },
  {
    kind: 'flow',
    target: { kind: 'uniform-boxes', weights: [1], lower: [[0]], upper: [[1]] },
    schedule: { kind: 'ot', sigmaMin: 0.1 },
    start: { kind: 'normal-quantiles', count: 2 },
  },
  {
    kind: 'flow',
    target: { kind: 'empirical', dim: 1, points: [0, 1], weights: [1, 2] },
    schedule: { kind: 've', sigmaMin: 0.01, sigmaMax: 10 },
    start: { kind: 'normal-quantiles', count: 2 },
  },
  {
    kind: 'flow',
    target: { kind: 'checkerboard', cells: 2, halfWidth: 1 },
    schedule: { kind: 'cosine' },
    start: { kind: 'normal', count: 1 },
  },
  { kind: 'classic', name: 'detest-a1' },
  {
    kind: 'network',
    network: { dim: 1, hidden: [1], activation: 'tanh', time: { kind: 'fourier', frequencies: 1 } },
    parameters: [1, 2, 3, 4, 5, 6],
    schedule: { kind: 'linear-vp' },
    start: { kind: 'normal', count: 1 },
  },
];

/** All places in a value, as paths. */
function places(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, child]) => places(child, [...path, key]))];
}

function replaced(value: unknown, path: readonly string[], by: unknown): unknown {
  if (path.length === 0) return by;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  const [head, ...rest] = path as [string, ...string[]];
  (copy as Record<string, unknown>)[head] = replaced((value as Record<string, unknown>)[head], rest, by);
  return copy;
}

const junk = fc.oneof(
  fc.constantFrom(
    undefined,
    null,
    Number.NaN,
    Infinity,
    -1,
    0,
    1.5,
    1e300,
    5e-324,
    '',
    'x',
    '1',
    true,
    [],
    {},
    [[]],
    [null],
  ),
  fc.constantFrom(
    [1],
    [[1]],
    [[1, 2]],
    [
      [1, 2],
      [3, 4],
    ],
    { kind: 'normal' },
    { length: 3 },
    'toString',
    '__proto__',
  ),
);

describe('a specification with junk in one place', () => {
  it.each(specs.map((spec) => [(spec as { kind: string }).kind, spec]))(
    'is refused by a typed error, or right: %s',
    (_, spec) => {
      const all = places(spec);
      fc.assert(
        fc.property(fc.constantFrom(...all), junk, (path, by) => {
          let problem: ReturnType<typeof problemFromSpec>;
          try {
            problem = problemFromSpec(replaced(spec, path, by) as ProblemSpec);
          } catch (error) {
            if (!(error instanceof FlowproofError)) throw error;
            return;
          }
          expect(problem.start.every(Number.isFinite)).toBe(true);
          const out = new Float64Array(problem.start.length);
          try {
            problem.velocity(0.5, problem.start, out);
          } catch (error) {
            if (!(error instanceof FlowproofError)) throw error;
            return;
          }
          // Numbers of 1e300 may leave the floats; a solver says so.
          if (by !== 1e300 && !(Array.isArray(by) && path.length < 2))
            expect(out.some(Number.isNaN)).toBe(false);
        }),
        { numRuns: 150 },
      );
    },
  );
});
