/**
 * Fields of mixtures in SIMD have the bits of their definition: the same call with both choices of kernels, for batches that fill no group of rows, one and
 * several blocks of them, and mixtures from flat to so far apart that most exponentials are 0 or left out.
 */
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { setPathPoint } from '../../src/fields/components.ts';
import { componentsOf } from '../../src/fields/components-of.ts';
import { marginalField } from '../../src/fields/marginal-field.ts';
import { mixtureBatch } from '../../src/fields/mixture-batch.ts';
import { chooseKernels } from '../../src/kernels/choice.ts';
import { key, normalInto, uniformInto } from '../../src/random/index.ts';
import { condOT } from '../../src/schedules/cond-ot.ts';
import { vp } from '../../src/schedules/vp.ts';
import { empirical } from '../../src/targets/empirical.ts';
import { gaussianMixture } from '../../src/targets/gaussian-mixture.ts';

const VECTORS = ['velocity', 'score'] as const;
const SCALARS = ['logDensity', 'divergence', 'conditionalVariance', 'dtLogDensity'] as const;
const QUANTITIES = [...VECTORS, ...SCALARS];
type Quantity = (typeof QUANTITIES)[number];

afterEach(() => chooseKernels('auto'));

interface Case {
  readonly dim: number;
  readonly count: number;
  readonly rows: number;
  readonly spread: number;
  readonly seed: number;
  readonly t: number;
  /** 'joint': diagonal under a source that is not, 'shared': points, which share one basis then. */
  readonly form: 'isotropic' | 'diagonal' | 'full' | 'joint' | 'shared';
  readonly moved: boolean;
  readonly single: boolean;
  readonly variancePreserving: boolean;
}

/** A positive definite matrix with these numbers, squared and a little larger, on its diagonal. */
const correlated = (widths: readonly number[]): number[][] =>
  widths.map((a, i) => widths.map((b, j) => 0.3 * (a * b) * ((i + j) % 2 ? -1 : 1) + (i === j ? a * a : 0)));

function build({ dim, count, rows, spread, seed, t, form, moved, single, variancePreserving }: Case) {
  const normals = new Float64Array(count * dim + rows * dim);
  const uniforms = new Float64Array(count * (dim + 1));
  normalInto(key(seed), 0, normals);
  uniformInto(key(seed, 1), 0, uniforms);
  const means = Array.from({ length: count }, (_, k) =>
    Array.from({ length: dim }, (_, i) => spread * normals[k * dim + i]!),
  );
  const widths = Array.from({ length: count }, (_, k) =>
    Array.from({ length: dim }, (_, i) => 0.02 + uniforms[k * (dim + 1) + i]!),
  );
  // Some components have no weight.
  const weights = Array.from({ length: count }, (_, k) =>
    k % 5 === 3 ? 0 : 0.1 + uniforms[k * (dim + 1) + dim]!,
  );
  const target =
    form === 'shared'
      ? empirical({ points: means.flat(), dim, weights })
      : gaussianMixture({
          weights,
          means,
          ...(form === 'isotropic' && { stds: widths.map((width) => width[0]!) }),
          ...((form === 'diagonal' || form === 'joint') && { variances: widths }),
          ...(form === 'full' && { covariances: widths.map(correlated) }),
        });
  const oblique = form === 'joint' || form === 'shared';
  const field = marginalField({
    schedule: variancePreserving ? vp() : condOT,
    target,
    source: {
      ...(moved && { mean: widths[0]! }),
      ...(oblique && { covariance: correlated(widths[count - 1]!) }),
      ...(moved && !oblique && { variances: widths[count - 1]! }),
    },
  });
  const x = single ? new Float32Array(rows * dim) : new Float64Array(rows * dim);
  target.sampleInto(key(seed, 2), 0, x);
  for (let i = 0; i < x.length; i++) x[i] = t * x[i]! + (1 - t) * normals[count * dim + i]!;
  return { field, x, t };
}

/** The bits, all NaN alike. */
const bits = (x: Float64Array | Float32Array): bigint[] =>
  Array.from(new BigUint64Array(Float64Array.from(x).buffer), (word, i) => (Number.isNaN(x[i]) ? 0n : word));

/** The bits that both choices of kernels give, or the same error. */
function expectTwins({ field, x, t }: ReturnType<typeof build>, quantity: Quantity): void {
  const width = (VECTORS as readonly string[]).includes(quantity) ? field.dim : 1;
  const [fast, defined] = (['simd', 'scalar'] as const).map((choice) => {
    const out = x.slice(0, (x.length / field.dim) * width).fill(0);
    chooseKernels(choice);
    let error = '';
    try {
      field[quantity](t, x, out);
    } catch (thrown) {
      error = String(thrown);
    }
    return { bits: bits(out), error };
  });
  expect(fast).toEqual(defined);
}

const cases: fc.Arbitrary<Case> = fc.record({
  dim: fc.oneof(fc.integer({ min: 1, max: 7 }), fc.constantFrom(16, 33)),
  count: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(32, 61)),
  rows: fc.oneof(fc.nat({ max: 19 }), fc.constant(64)),
  spread: fc.constantFrom(0, 0.3, 2, 6, 40),
  seed: fc.nat({ max: 1e6 }),
  t: fc.oneof(fc.constantFrom(0, 0.5, 0.9, 0.999), fc.double({ min: 0, max: 1, noNaN: true })),
  form: fc.constantFrom('isotropic', 'diagonal', 'full', 'joint', 'shared'),
  moved: fc.boolean(),
  single: fc.boolean(),
  variancePreserving: fc.boolean(),
});

describe('twins', () => {
  test.each(QUANTITIES)('%s', (quantity) => {
    fc.assert(
      fc.property(cases, (it) => expectTwins(build(it), quantity)),
      { numRuns: 25 },
    );
  });

  const base: Case = {
    dim: 4,
    count: 60,
    rows: 8,
    spread: 2,
    seed: 3,
    t: 0.7,
    form: 'diagonal',
    moved: false,
    single: false,
    variancePreserving: false,
  };

  test.each(['isotropic', 'diagonal', 'full', 'joint', 'shared'] as const)(
    '%s: the kernels do it',
    (form) => {
      const { field, x, t } = build({ ...base, form });
      const components = componentsOf(field.target, field.source);
      const nowhere = { t: 0, alpha: 0, sigma: 0, alphaDot: 0, sigmaDot: 0, sigmaSigmaDot: 0 };
      const point = setPathPoint(field.schedule, t, true, nowhere);
      components.setTime(point);
      const batch = mixtureBatch(components)!;
      const out = new Float64Array(x.length);
      for (const of of VECTORS) expect(batch.means(of, point, base.rows, x, out)).toBe(base.rows);
      expect(batch.logDensity(point, base.rows, x, out)).toBe(base.rows);
      const spreads = ['divergence', 'velocityVariance', 'dtLogDensity'] as const;
      const rows = spreads.map((of) => batch.spread(of, point, base.rows, x, out));
      // ∂ₜ ln p of full covariances has no kernel.
      const last = form === 'isotropic' || form === 'diagonal' ? base.rows : 0;
      expect(rows).toEqual([base.rows, base.rows, last]);
    },
  );

  test.each(QUANTITIES)('%s: full covariances', (quantity) => {
    for (const form of ['full', 'shared'] as const) {
      for (const dim of [2, 5]) {
        expectTwins(build({ ...base, form, dim, rows: 75, spread: 1, moved: dim === 5 }), quantity);
        expectTwins(build({ ...base, form, dim, rows: 21, spread: 60 }), quantity);
      }
    }
  });

  test.each(QUANTITIES)('%s: more rows than one block', (quantity) => {
    expectTwins(build({ ...base, dim: 33, rows: 600, spread: 6 }), quantity);
  });

  test.each(QUANTITIES)('%s: rows far out, where every exponential is 0 but one', (quantity) => {
    const made = build({ ...base, rows: 40, spread: 40 });
    for (const [i, size] of [1e3, 1e8, 1e16, 1e40, 1e80, -1e80, -0, 5e-324].entries()) made.x[4 * i] = size;
    expectTwins(made, quantity);
  });

  test.each([110, 140, 300])('what is left out shows where all else is 0: distances of %d', (distance) => {
    // Second coordinate: the component at 0, which has all the weight, has the velocity 0 there.
    const count = 40;
    const means = Array.from({ length: count }, (_, k) =>
      k === 17 ? [0, 0] : [Math.sqrt(distance) * (1 + k / 400), k - 20],
    );
    const target = gaussianMixture({ weights: Array(count).fill(1), means, stds: Array(count).fill(0.5) });
    const field = marginalField({ schedule: condOT, target });
    const x = new Float64Array(2 * 12);
    for (let r = 6; r < 12; r++) x[2 * r] = 1e-3 * r;
    for (const quantity of QUANTITIES) expectTwins({ field, x, t: 0.5 }, quantity);
  });

  test.each([
    ['of the point', 1, 2 ** -23],
    ['of the centre', 0, 2 + 2 ** -23],
  ])('means in float32 on the boundary between two of them: digits %s', (_, from, mean) => {
    // All components are one, so that the score is 2(m/2 − x), halfway between two numbers of float32, up to the roundings of the weights.
    const rows = 400;
    const x = new Float32Array(rows);
    for (let r = 0; r < rows; r++) x[r] = (from === 0 ? -1 : 1) * (from + r * 2 ** -23);
    for (const seed of [1, 2, 3]) {
      const weights = new Float64Array(12);
      uniformInto(key(seed), 0, weights);
      const target = gaussianMixture({ weights, means: Array(12).fill([mean]), stds: Array(12).fill(1) });
      expectTwins({ field: marginalField({ schedule: condOT, target }), x, t: 0.5 }, 'score');
    }
  });

  test.each([0, 0.3, ...[3, 77, 1234, 56789].map((n) => n * 2 ** -149)])(
    'means in float32 that are 0: at %d',
    (mean) => {
      const rows = 16;
      const [weights, stds] = [new Float64Array(12), new Float64Array(12)];
      uniformInto(key(4), 0, weights);
      uniformInto(key(5), 0, stds);
      const means = Array.from(weights, (second) => [2 * mean, second]);
      const field = marginalField({
        schedule: condOT,
        target: gaussianMixture({ weights, means, stds: stds.map((std) => 0.1 + std) }),
      });
      const x = new Float32Array(2 * rows);
      for (let r = 0; r < rows; r++) {
        x[2 * r] = mean;
        x[2 * r + 1] = r / 8 - 1;
      }
      for (const t of [0, 0.5, 1]) for (const quantity of VECTORS) expectTwins({ field, x, t }, quantity);
    },
  );

  test('calls in any order: what lies in the arena from the last one is never taken for another', () => {
    const forms = ['isotropic', 'diagonal', 'full'] as const;
    const made = forms.map((form) => build({ ...base, dim: 3, count: 7, form }));
    const step = fc.record({
      field: fc.nat({ max: made.length - 1 }),
      quantity: fc.constantFrom(...VECTORS, 'divergence' as const),
      single: fc.boolean(),
      t: fc.constantFrom(0.25, 0.5),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const results = (['simd', 'scalar'] as const).map((choice) => {
          chooseKernels(choice);
          return steps.map(({ field: number, quantity, single, t }) => {
            const { field, x } = made[number]!;
            const length = quantity === 'divergence' ? base.rows : x.length;
            const out = single ? new Float32Array(length) : new Float64Array(length);
            field[quantity](t, x, out);
            return bits(out);
          });
        });
        expect(results[0]).toEqual(results[1]);
      }),
      { numRuns: 60 },
    );
  });

  test('the error of a row that is not finite, and what was written before it', () => {
    const { field, x, t } = build({ ...base, rows: 700 });
    x[4 * 650 + 1] = Number.NaN;
    const runs = (['simd', 'scalar'] as const).map((choice) => {
      const out = new Float64Array(x.length);
      chooseKernels(choice);
      expect(() => field.velocity(t, x, out)).toThrow(/x\[650, 1\]/);
      return bits(out);
    });
    expect(runs[0]).toEqual(runs[1]);
  });

  test('a row without density is -Infinity, and an error where a mean is asked for', () => {
    const target = gaussianMixture({
      weights: Array(40).fill(1),
      means: Array(40).fill([0]),
      stds: Array(40).fill(1e-150),
    });
    const field = marginalField({ schedule: condOT, target });
    const x = Float64Array.from({ length: 16 }, (_, r) => (r === 11 ? 1e60 : r * 1e-151));
    const outs = (['simd', 'scalar'] as const).map((choice) => {
      chooseKernels(choice);
      const out = new Float64Array(16);
      field.logDensity(1, x, out);
      expect(() => field.score(1, x, new Float64Array(16))).toThrow(/row 11/);
      return bits(out);
    });
    expect(outs[0]).toEqual(outs[1]);
  });
});

test('in place', () => {
  const { field, x, t } = build({
    ...{ dim: 2, count: 100, rows: 5000, spread: 1, seed: 5, t: 0.4 },
    ...{ form: 'isotropic', moved: false, single: false, variancePreserving: false },
  });
  const out = new Float64Array(x.length);
  field.velocity(t, x, out);
  field.velocity(t, x, x);
  expect(bits(x)).toEqual(bits(out));
});
