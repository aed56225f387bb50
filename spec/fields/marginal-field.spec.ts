import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MarginalField, marginalField } from '../../src/fields/index.ts';
import { key } from '../../src/random/index.ts';
import { scheduleFromSpec } from '../../src/schedules/index.ts';
import { factors, tiltedLogDensity } from '../support/generating-function.ts';
import { hd } from '../support/hyper-dual.ts';
import { generator, KINDS, type RandomProblem, randomProblem } from '../support/random-mixture.ts';
import { SCHEDULE_SPECS, scheduleDuals } from '../support/schedule-duals.ts';

/** What the issue asks: agreement to 1e-10 relative to the terms of which a value is made. Rounding alone is below 1e-13. */
const TOLERANCE = 1e-10;
const SOURCES = ['standard', 'isotropic', 'diagonal', 'full'] as const;

const instances = fc.record({
  seed: fc.integer({ min: 1, max: 1 << 30 }),
  // The work grows with the third power.
  dim: fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 4 }) },
    { weight: 1, arbitrary: fc.integer({ min: 5, max: 16 }) },
  ),
  count: fc.integer({ min: 1, max: 4 }),
  kind: fc.constantFrom(...KINDS),
  source: fc.constantFrom(...SOURCES, 'standard' as const),
  spec: fc.constantFrom(...SCHEDULE_SPECS),
  // Inside, and as near as 10⁻⁷ to either end.
  time: fc.oneof(
    fc.double({ min: 0.01, max: 0.99, noNaN: true }),
    fc.double({ min: 1, max: 7, noNaN: true }).map((e) => 10 ** -e),
    fc.double({ min: 1, max: 7, noNaN: true }).map((e) => 1 - 10 ** -e),
  ),
});

/** A point of the path: α x₁ + σ x₀ with x₀ of about the source's spread. */
function pathPoint(
  { target, dense }: RandomProblem,
  seed: number,
  alpha: number,
  sigma: number,
): Float64Array {
  const { normal } = generator(seed + 1);
  const x1 = new Float64Array(target.dim);
  target.sampleInto(key(seed), 0, x1);
  return x1.map((value, i) => {
    const x0 = dense.sourceMean[i]! + Math.sqrt(dense.sourceCovariance[i]![i]!) * normal();
    return alpha * value + sigma * x0;
  });
}

/** All values of a field at one point, by the code under test. */
function evaluate(field: MarginalField, t: number, x: Float64Array) {
  const { dim } = field;
  const of = (
    length: number,
    write: (t: number, x: Float64Array, out: Float64Array) => void,
  ): Float64Array => {
    const out = new Float64Array(length);
    write(t, x, out);
    return out;
  };
  return {
    logP: of(1, field.logDensity)[0]!,
    dt: of(1, field.dtLogDensity)[0]!,
    div: of(1, field.divergence)[0]!,
    variance: of(1, field.conditionalVariance)[0]!,
    magnitude: of(1, field.termMagnitude)[0]!,
    u: of(dim, field.velocity),
    s: of(dim, field.score),
    J: of(dim * dim, field.jacobian),
  };
}

/** The same values from the definition: hyper-dual derivatives of the tilted log-density. */
function derive(
  { dense }: RandomProblem,
  spec: (typeof SCHEDULE_SPECS)[number],
  t: number,
  x: Float64Array,
  second: boolean,
) {
  const { alpha, sigma } = scheduleDuals(spec, hd(t, 1));
  const plain = [hd(alpha.f), hd(sigma.f)] as const;
  const none = Array.from(x, () => hd(0));
  const inTime = tiltedLogDensity(
    dense,
    alpha,
    sigma,
    factors(dense, alpha, sigma),
    Array.from(x, (v) => hd(v)),
    none,
    none,
  );
  const L = factors(dense, ...plain);
  const u = new Float64Array(x.length);
  const s = new Float64Array(x.length);
  const diagonal = new Float64Array(x.length);
  let variance = 0;
  for (let i = 0; i < x.length; i++) {
    const along = Array.from(x, (v, j) => (i === j ? hd(v, 1) : hd(v)));
    const g = none.map((_, j) => (i === j ? hd(0, 0, alpha.f1) : hd(0)));
    const h = none.map((_, j) => (i === j ? hd(0, 0, sigma.f1) : hd(0)));
    const value = tiltedLogDensity(dense, ...plain, L, along, g, h);
    s[i] = value.f1;
    u[i] = value.f2;
    diagonal[i] = value.f12;
    if (!second) continue;
    // ∂²_η: both infinitesimals on η.
    const g2 = none.map((_, j) => (i === j ? hd(0, alpha.f1, alpha.f1) : hd(0)));
    const h2 = none.map((_, j) => (i === j ? hd(0, sigma.f1, sigma.f1) : hd(0)));
    variance += tiltedLogDensity(
      dense,
      ...plain,
      L,
      Array.from(x, (v) => hd(v)),
      g2,
      h2,
    ).f12;
  }
  return { logP: inTime.f, dt: inTime.f1, u, s, diagonal, variance };
}

const norm = (a: Float64Array): number => Math.hypot(...a);
const distance = (a: Float64Array, b: Float64Array): number => Math.hypot(...a.map((v, i) => v - b[i]!));

describe('the exact marginal field', () => {
  it('equals the derivatives of its definition, for 1,000 random mixtures, sources, schedules and times', () => {
    fc.assert(
      fc.property(instances, ({ seed, dim, count, kind, source, spec, time: t }) => {
        const problem = randomProblem(seed, dim, count, kind, source);
        const { alpha, sigma } = scheduleDuals(spec, hd(t, 1));
        const x = pathPoint(problem, seed, alpha.f, sigma.f);
        const field = marginalField({
          schedule: scheduleFromSpec(spec),
          target: problem.target,
          source: problem.source,
        });
        const got = evaluate(field, t, x);
        const truth = derive(problem, spec, t, x, seed % 4 === 0);
        const close = (name: string, error: number, scale: number): void =>
          expect(!(error <= TOLERANCE * scale), `${name}: ${error} beside ${scale}`).toBe(false);

        close('ln p', Math.abs(got.logP - truth.logP), 1 + Math.abs(truth.logP));
        close('velocity', distance(got.u, truth.u), norm(truth.u));
        close('score', distance(got.s, truth.s), norm(truth.s));
        // ∂ₜ ln p = −div u − u·s: its terms. Where they cancel, so does ∂ₜ ln p.
        const products = norm(truth.u) * norm(truth.s);
        const slopes = truth.diagonal.reduce((sum, value) => sum + Math.abs(value), 0);
        close('∂ₜ ln p', Math.abs(got.dt - truth.dt), Math.abs(truth.dt) + products);
        const divergence = truth.diagonal.reduce((sum, value) => sum + value, 0);
        close('divergence', Math.abs(got.div - divergence), slopes + products);
        for (let i = 0; i < dim; i++) {
          const slope = truth.diagonal[i]!;
          close('Jacobian', Math.abs(got.J[i * dim + i]! - slope), Math.abs(slope) + products);
        }
        // The variance is a second cumulant: E[w²] − E[w]², with E[w²] = variance + |u|². Tried on one in four instances.
        if (seed % 4 === 0) {
          close('variance', Math.abs(got.variance - truth.variance), truth.variance + norm(truth.u) ** 2);
        }

        // Continuity, pointwise, against its own terms.
        let residual = got.dt + got.div;
        let terms = Math.abs(got.dt);
        for (let i = 0; i < dim; i++) {
          residual += got.u[i]! * got.s[i]!;
          terms += Math.abs(got.u[i]! * got.s[i]!) + Math.abs(got.J[i * dim + i]!);
        }
        close('continuity', Math.abs(residual), terms);
        expect(!(Math.abs(residual) <= 4 * (dim + Math.abs(got.logP) + 8) * 2 ** -52 * got.magnitude)).toBe(
          false,
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('has the Jacobian of its velocity off the diagonal too', () => {
    fc.assert(
      fc.property(instances, ({ seed, dim, count, kind, source, spec }) => {
        const problem = randomProblem(seed, dim, count, kind, source);
        const schedule = scheduleFromSpec(spec);
        const field = marginalField({ schedule, target: problem.target, source: problem.source });
        const t = 0.4;
        const x = pathPoint(problem, seed, schedule.alpha(t), schedule.sigma(t));
        const { normal } = generator(seed + 2);
        const direction = x.map(() => normal());
        const J = new Float64Array(dim * dim);
        field.jacobian(t, x, J);
        // Central differences along a direction, extrapolated once: error h⁴ u⁗⁗/… + 2⁻⁵²/h at h = 10⁻³.
        const difference = (h: number): Float64Array => {
          const [a, b] = [new Float64Array(dim), new Float64Array(dim)];
          field.velocity(
            t,
            x.map((v, i) => v + h * direction[i]!),
            a,
          );
          field.velocity(
            t,
            x.map((v, i) => v - h * direction[i]!),
            b,
          );
          return a.map((v, i) => (v - b[i]!) / (2 * h));
        };
        const [coarse, fine] = [difference(2e-3), difference(1e-3)];
        for (let i = 0; i < dim; i++) {
          let along = 0;
          for (let j = 0; j < dim; j++) along += J[i * dim + j]! * direction[j]!;
          const truth = (4 * fine[i]! - coarse[i]!) / 3;
          const slack = Math.abs(fine[i]! - coarse[i]!) * 0.1 + 1e-8 * (1 + norm(fine));
          expect(!(Math.abs(along - truth) <= slack)).toBe(false);
        }
      }),
      { numRuns: 100 },
    );
  });
});
