/** Mistakes in the formulas of a conditional path: its map, velocities, score, log-density, divergence and inverse. */
import { log } from '../../../math/index.ts';
import { type GaussianPath, gaussianPath } from '../../../paths/gaussian-path.ts';
import { condOT, cosine, linearVP, vp } from '../../../schedules/index.ts';
import type { PathSubject } from '../../core/subjects.ts';
import { type Mistake, mistakeOf, type Text } from '../mistake.ts';
import { blend, blendInto } from './blend.ts';
import { everyLaw } from './every-law.ts';

/** At one time: α, σ, α̇, σ̇, and d. */
interface Coefficients {
  readonly t: number;
  readonly a: number;
  readonly s: number;
  readonly aDot: number;
  readonly sDot: number;
  readonly d: number;
}

type Writer = 'sample' | 'targetVelocity' | 'velocity' | 'inverseFlow' | 'score' | 'logDensity';
type Write = NonNullable<PathSubject[Writer]>;

const build = (text: Text, path: GaussianPath, object: (size: number) => PathSubject): Mistake =>
  mistakeOf('path', text, (size) =>
    everyLaw('path', object(size), { name: `Gaussian path ${path.schedule.name}` }),
  );

function coefficients({ schedule, dim }: GaussianPath, t: number): Coefficients {
  return {
    t,
    a: schedule.alpha(t),
    s: schedule.sigma(t),
    aDot: schedule.alphaDot(t),
    sDot: schedule.sigmaDot(t),
    d: dim,
  };
}

/** One member writes what `wrong` writes. */
function whole(text: Text, path: GaussianPath, member: Writer, wrong: Write): Mistake {
  return build(text, path, (size) => ({
    ...path,
    [member]: (t: number, x: Float64Array, z: Float64Array, out: Float64Array): void => {
      const other = new Float64Array(out.length);
      path[member](t, x, z, out);
      if (size === 0) return;
      wrong(t, x, z, other);
      blendInto(out, other, size);
    },
  }));
}

/** One member is, coordinate by coordinate, a wrong function of its first argument and z. */
function inMap(
  text: Text,
  path: GaussianPath,
  member: Exclude<Writer, 'logDensity'>,
  wrong: (c: Coefficients, x: number, z: number) => number,
): Mistake {
  return whole(text, path, member, (t, x, z, out) => {
    const c = coefficients(path, t);
    for (let i = 0; i < out.length; i++) out[i] = wrong(c, x[i]!, z[i]!);
  });
}

/** The log-density is a wrong function of |x − αz|². */
function inDensity(
  text: Text,
  path: GaussianPath,
  wrong: (c: Coefficients, square: number) => number,
): Mistake {
  return whole(text, path, 'logDensity', (t, x, z, out) => {
    const c = coefficients(path, t);
    for (let r = 0; r < out.length; r++) {
      let square = 0;
      for (let i = r * c.d; i < (r + 1) * c.d; i++) square += (x[i]! - c.a * z[i]!) * (x[i]! - c.a * z[i]!);
      out[r] = wrong(c, square);
    }
  });
}

function inDivergence(text: Text, path: GaussianPath, wrong: (c: Coefficients) => number): Mistake {
  return build(text, path, (size) => ({
    ...path,
    divergence: (t: number): number => blend(path.divergence(t), wrong(coefficients(path, t)), size),
  }));
}

const LINEAR = gaussianPath(condOT, 2);
const ROTATION = gaussianPath(cosine, 2);
const BRIDGE = gaussianPath(linearVP, 2);
const PRESERVING = gaussianPath(vp(), 2);
const LOG_TWO_PI = 1.8378770664093454836;
const DENSITY = '−½(d ln 2πσ² + |x − αz|²/σ²)';

export const pathMistakes: readonly Mistake[] = [
  inMap(
    ['noise-term-dropped', 'u = α̇ z + σ̇ x₀', 'u = α̇ z'],
    ROTATION,
    'targetVelocity',
    ({ aDot }, _x0, z) => aDot * z,
  ),
  inMap(['sign-flipped', 'u = x₁ − x₀', 'u = x₀ − x₁'], LINEAR, 'targetVelocity', (_, x0, z) => x0 - z),
  inMap(
    ['time-reversed', 'ψ = t z + (1 − t) x₀', 'ψ = (1 − t) z + t x₀'],
    LINEAR,
    'sample',
    ({ t }, x0, z) => (1 - t) * z + t * x0,
  ),
  inMap(
    ['alpha-sigma-swapped', 'ψ = αz + σx₀', 'ψ = σz + αx₀'],
    PRESERVING,
    'sample',
    ({ a, s }, x0, z) => s * z + a * x0,
  ),
  inMap(
    ['variance-for-deviation', 'ψ = αz + σx₀', 'ψ = αz + σ²x₀'],
    ROTATION,
    'sample',
    ({ a, s }, x0, z) => a * z + s * s * x0,
  ),
  inMap(
    ['root-dropped', 'ψ = t z + √(1 − t²) x₀', 'ψ = t z + (1 − t²) x₀'],
    BRIDGE,
    'sample',
    ({ a, s }, x0, z) => a * z + s * s * x0,
  ),
  whole(['last-step-missing', 'ψ₁ = z', 'ψ stops at t = 0.99'], LINEAR, 'sample', (t, x0, z, out) =>
    LINEAR.sample(0.99 * t, x0, z, out),
  ),
  inMap(
    ['right-at-the-ends-alone', 'ψ = αz + σx₀', 'ψ = αz + ½σx₀ for 0 < t < 1'],
    LINEAR,
    'sample',
    ({ t, a, s }, x0, z) => a * z + (t > 0 && t < 1 ? 0.5 : 1) * s * x0,
  ),
  whole(
    ['one-row-for-all', 'ψ of row r takes row r of z', 'every row takes row 0 of z'],
    LINEAR,
    'sample',
    (t, x0, z, out) =>
      LINEAR.sample(
        t,
        x0,
        z.map((_, i) => z[i % 2]!),
        out,
      ),
  ),
  inMap(
    ['target-at-the-point', 'u = z − x₀', 'u = z − x_t'],
    LINEAR,
    'targetVelocity',
    ({ t }, x0, z) => z - (t * z + (1 - t) * x0),
  ),
  inMap(
    ['velocity-of-source', 'u = α̇z + (σ̇/σ)(x − αz)', 'u = α̇z + σ̇x, x for x₀'],
    ROTATION,
    'velocity',
    ({ aDot, sDot }, x, z) => aDot * z + sDot * x,
  ),
  inMap(
    ['velocity-not-centred', 'u = (α̇ − ασ̇/σ)z + (σ̇/σ)x', 'u = α̇z + (σ̇/σ)x'],
    ROTATION,
    'velocity',
    ({ aDot, sDot, s }, x, z) => aDot * z + (sDot / s) * x,
  ),
  inMap(
    ['log-derivative-doubled', 'u = α̇z + (σ̇/σ)(x − αz)', 'u = α̇z + (2σ̇/σ)(x − αz)'],
    PRESERVING,
    'velocity',
    ({ a, s, aDot, sDot }, x, z) => aDot * z + ((2 * sDot) / s) * (x - a * z),
  ),
  inMap(
    ['score-deviation', 's = −(x − αz)/σ²', 's = −(x − αz)/σ'],
    LINEAR,
    'score',
    ({ a, s }, x, z) => -(x - a * z) / s,
  ),
  inMap(
    ['score-sign', 's = −(x − αz)/σ²', 's = (x − αz)/σ²'],
    LINEAR,
    'score',
    ({ a, s }, x, z) => (x - a * z) / (s * s),
  ),
  inMap(
    ['score-factor-two', 's = −(x − αz)/σ²', 's = −2(x − αz)/σ²'],
    ROTATION,
    'score',
    ({ a, s }, x, z) => (-2 * (x - a * z)) / (s * s),
  ),
  inMap(
    ['score-not-centred', 's = −(x − αz)/σ²', 's = −x/σ²'],
    PRESERVING,
    'score',
    ({ s }, x) => -x / (s * s),
  ),
  inMap(['inverse-not-centred', 'ψ⁻¹ = (x − αz)/σ', 'ψ⁻¹ = x/σ'], LINEAR, 'inverseFlow', ({ s }, x) => x / s),
  inMap(
    ['inverse-variance', 'ψ⁻¹ = (x − αz)/σ', 'ψ⁻¹ = (x − αz)/σ²'],
    BRIDGE,
    'inverseFlow',
    ({ a, s }, x, z) => (x - a * z) / (s * s),
  ),
  inMap(
    ['inverse-of-reversed-time', 'ψ⁻¹ = (x − t z)/(1 − t)', 'ψ⁻¹ = (x − (1 − t) z)/t'],
    LINEAR,
    'inverseFlow',
    ({ t }, x, z) => (x - (1 - t) * z) / t,
  ),
  inDensity(
    ['log-density-deviation', DENSITY, '−½(d ln 2πσ² + |x − αz|²/σ)'],
    LINEAR,
    ({ s, d }, square) => -0.5 * (d * (LOG_TWO_PI + 2 * log(s)) + square / s),
  ),
  inDensity(
    ['log-determinant-halved', DENSITY, '−½(d ln 2πσ + |x − αz|²/σ²)'],
    LINEAR,
    ({ s, d }, square) => -0.5 * (d * (LOG_TWO_PI + log(s)) + square / (s * s)),
  ),
  inDensity(
    ['log-determinant-sign', DENSITY, '−½(d ln(2π/σ²) + |x − αz|²/σ²)'],
    ROTATION,
    ({ s, d }, square) => -0.5 * (d * (LOG_TWO_PI - 2 * log(s)) + square / (s * s)),
  ),
  inDensity(
    ['log-two-pi-missing', DENSITY, '−½(d ln σ² + |x − αz|²/σ²)'],
    PRESERVING,
    ({ s, d }, square) => -0.5 * (2 * d * log(s) + square / (s * s)),
  ),
  inDensity(
    ['log-density-dimension', DENSITY, '−½(ln 2πσ² + |x − αz|²/σ²)'],
    LINEAR,
    ({ s }, square) => -0.5 * (LOG_TWO_PI + 2 * log(s) + square / (s * s)),
  ),
  inDivergence(['divergence-dimension', 'div u = d σ̇/σ', 'div u = σ̇/σ'], LINEAR, ({ s, sDot }) => sDot / s),
  inDivergence(
    ['divergence-sign', 'div u = d σ̇/σ', 'div u = −d σ̇/σ'],
    ROTATION,
    ({ s, sDot, d }) => (-d * sDot) / s,
  ),
];
