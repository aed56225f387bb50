/**
 * The continuity equation in weak form: ∫φ p_t dx − ∫φ p_s dx = ∫ₛᵗ ∫ ∇φ·u_τ p_τ dx dτ for every smooth φ that vanishes far out.
 *
 * Multiply ∂ₜp + div(pu) = 0 by φ, integrate by parts in x and over [s, t] in time. Nothing is differentiated but φ, so neither p nor u need be smooth
 * for the law to hold; the quadrature needs it. φ is a Gaussian about a point that p reaches, as wide as p is smooth there (local-scales.ts).
 *
 * d = 1, 2: quadrature (weak-quadrature.ts). Residual and bound in units of ∫φ p_t; bound: the distance of two resolutions, plus rounding.
 * CannotJudge where the bound exceeds 10⁻³ of what flows, and of t − s, the flow that would carry everything off in the unit of time.
 * d ≥ 3: means over draws (weak-monte-carlo.ts). Bound: a confidence interval of 6 standard errors. Only draws and u are compared then,
 * ln p is not asked. CannotJudge where the bound exceeds a tenth of what moves: a velocity that is wrong by a small share holds.
 * Source: Villani, Optimal Transport: Old and New (2009), chapter 1; Evans, Partial Differential Equations (2010), section 3.4.
 */

import fc from 'fast-check';
import { key } from '../../random/index.ts';
import { times } from '../arbitraries/times.ts';
import { canDraw, drawField, logDensityWithMass, pointInWords, requireField } from '../core/field-calls.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { CannotJudge, type Measurement } from '../core/measurement.ts';
import { precisionOf } from '../core/precision.ts';
import type { FieldSubject } from '../core/subjects.ts';
import { fieldNoise } from './field-noise.ts';
import { lengthScale, timeScale } from './local-scales.ts';
import { refuseSteep } from './steep-time.ts';
import { busiestCentre, drawnBalance } from './weak-monte-carlo.ts';
import { weakBalance } from './weak-quadrature.ts';

/** A test function and an interval of time. */
export interface WeakCase {
  readonly s: number;
  readonly t: number;
  readonly centre: readonly number[];
  readonly width: number;
  /** Of the draws, in three dimensions and more. */
  readonly seed: number;
}

const COARSE = 1e-3;
/** Draws among which the centre is chosen, in three dimensions and more. */
const CENTRES = 8;

/**
 * The continuity equation against test functions.
 *
 * ```ts
 * import { condOT, gaussianMixture, marginalField } from 'flowproof';
 * import { continuityWeak } from 'flowproof/laws';
 * const target = gaussianMixture({ means: [[-1], [2]], stds: [0.5, 1] });
 * const field = marginalField({ schedule: condOT, target });
 * console.log(continuityWeak(field).check().status); // holds
 * ```
 */
export const continuityWeak: Law<FieldSubject, WeakCase> = defineLaw({
  id: 'continuity-weak',
  number: 3,
  title: '∫φ pₜ − ∫φ pₛ = ∫ₛᵗ∫ ∇φ·u p dx dτ for test functions φ',
  kind: 'field',
  assumes: [
    'one or two dimensions: p and pu are smooth inside (0, 1)',
    'three dimensions and more: p can be drawn',
  ],
  export: 'continuityWeak',
  runs: 3,
  refuses(field) {
    requireField(field, ['velocity', 'logDensity']);
    if (field.dim <= 2 || canDraw(field)) return null;
    return `${field.dim} dimensions are too many for quadrature, and the object has no sample(t, key, out) for means over draws`;
  },
  cases: (field) =>
    fc
      .tuple(
        times({ margin: 0.02 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 20, max: 100 }),
        fc.integer({ min: 50, max: 100 }),
      )
      .map(([t, seed, share, percent]) => place(field, t, seed, share / 100, percent / 100)),
  words: ({ s, t, centre, width }) =>
    `[s, t] = [${s}, ${t}], centre of φ ${pointInWords(centre)}, width ${width}`,
  measure: (field, at) => (field.dim <= 2 ? byQuadrature(field, at) : byDraws(field, at)),
});

/** A test function about a draw of p_t: in the scales of ln p there, or in many dimensions in those of the draws. */
function place(field: FieldSubject, t: number, seed: number, share: number, stretch: number): WeakCase {
  const drawn = field.dim > 2;
  const x = drawField(field, t, key(seed), drawn ? CENTRES : 1);
  const s = t - share * (drawn ? Math.min(0.3, 0.7 * t) : 1.5 * timeScale(field, t, x));
  const width = stretch * (drawn ? spreadAt(field, t) : lengthScale(field, t, x));
  const centre = drawn ? busiestCentre(field, rowsOf(x, field.dim), width, s, t, seed) : x;
  return {
    s: rounded(s, t - s),
    t,
    centre: Array.from(centre, (value) => rounded(value, width)),
    width: rounded(width, width),
    seed,
  };
}

const rowsOf = (x: Float64Array, dim: number): Float64Array[] =>
  Array.from({ length: x.length / dim }, (_, r) => x.slice(r * dim, (r + 1) * dim));

/** Root mean square distance of draws from their mean: in many dimensions all distances are about that. */
function spreadAt(field: FieldSubject, t: number): number {
  const rows = 64;
  const x = drawField(field, t, key(1), rows);
  let square = 0;
  for (let i = 0; i < field.dim; i++) {
    let mean = 0;
    for (let r = 0; r < rows; r++) mean += x[r * field.dim + i]! / rows;
    for (let r = 0; r < rows; r++)
      square += ((x[r * field.dim + i]! - mean) * (x[r * field.dim + i]! - mean)) / rows;
  }
  return Math.sqrt(square);
}

/** The value to about a hundredth of `unit`, in as few decimals as that takes. */
function rounded(value: number, unit: number): number {
  let decimals = 100;
  while (decimals < unit * 1e-3 * decimals * decimals && decimals > 1) decimals /= 10;
  while (decimals * unit < 100 && decimals < 1e12) decimals *= 10;
  return Math.round(value * decimals) / decimals;
}

function byQuadrature(field: FieldSubject, at: WeakCase): Measurement {
  const centre = Float64Array.from(at.centre);
  const reference = logDensityWithMass(field, at.t, centre);
  const noise = Math.max(...[at.s, at.t].map((t) => fieldNoise(field, t, centre))) / precisionOf(field);
  const test = { centre, width: at.width };
  const found = weakBalance({ field, test, s: at.s, t: at.t, reference, noise });
  const bound = (found.unresolved + found.rounding) / found.mass;
  const flow = found.traffic / found.mass;
  if (!(bound <= COARSE * Math.max(at.t - at.s, flow))) {
    throw new CannotJudge(`two resolutions of the integrals differ by ${bound}, where ${flow} flows`);
  }
  if (Math.abs(found.residual) / found.mass > bound)
    refuseSteep(field, around(centre, at.width), [at.s, at.t], found.nodes);
  return {
    residual: Math.abs(found.residual) / found.mass,
    bound,
    why: 'distance of two resolutions of the integrals in x and in time, and rounding of exp(ln p); in units of ∫φ pₜ',
    detail: `∫φ pₜ − ∫φ pₛ = ${found.change / found.mass}, ∫∫∇φ·u p = ${(found.change - found.residual) / found.mass}`,
  };
}

/** Points [rows, dim] of a test function: its centre, and one and two widths from it along each axis. */
function around(centre: Float64Array, width: number): Float64Array {
  const shifts = Array.from(centre.keys()).flatMap((axis) => [-2, -1, 1, 2].map((step) => ({ axis, step })));
  const rows = [
    centre,
    ...shifts.map(({ axis, step }) => centre.map((c, i) => (i === axis ? c + step * width : c))),
  ];
  return Float64Array.from(rows.flatMap((row) => Array.from(row)));
}

function byDraws(field: FieldSubject, at: WeakCase): Measurement {
  const test = { centre: Float64Array.from(at.centre), width: at.width };
  const found = drawnBalance(field, test, at.s, at.t, at.seed);
  const residual = Math.abs(found.residual);
  if (!(found.resolved || residual > found.bound)) {
    throw new CannotJudge(
      `the mean over draws is known to ${found.bound} only, where φ moves by ${found.moved} in the mean`,
    );
  }
  return {
    residual,
    bound: found.bound,
    why: 'confidence interval of 6 standard errors, and the distance of two resolutions in time',
    detail: `E φ(Xₜ) − E φ(Xₛ) = ${found.change}, ∫E ∇φ·u = ${found.change - found.residual}`,
  };
}
