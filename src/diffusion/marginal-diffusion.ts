/**
 * The processes that share the marginals of a flow: for any w(t) ≥ 0
 *
 *   dX = [u(t, X) + ½w(t)² s(t, X)] dt + w(t) dB,   s = ∇ ln p_t.
 *
 * The Fokker–Planck equation says why: ∂ₜp = −div(p(u + ½w²s)) + ½w²Δp, and p s = ∇p, so that the two terms with w cancel and the
 * continuity equation of u is left. The law `fokkerPlanck` of flowproof/laws judges such processes as they are.
 *
 * The score is the field's own, or that of its velocity on a path with source N(0, I): s = (αu − α̇x)/G, so that the drift is
 * u + (½w²/G)(αu − α̇x), one evaluation and no score, with poles only where noise-schedule.ts says. Where w(t) = 0 no score is
 * asked for at all: with `sigma` or `pole-free` noise a solver may end at σ = 0, where the score has a pole for data points.
 * Sources: Albergo, Boffi, Vanden-Eijnden, Stochastic Interpolants (2023), theorem 2; Song et al. (2021), appendix D.
 */
import { allocate, dtypeOf, type FloatArray } from '../array/float-array.ts';
import { ArgumentError, PoleError, show } from '../errors.ts';
import type { GaussianSourceSpec } from '../fields/gaussian-source.ts';
import type { Schedule } from '../schedules/schedule.ts';
import type { VelocityFunction } from '../solvers/velocity.ts';
import { type NoiseInput, noiseSchedule } from './noise-schedule.ts';

/** dX = b(t, X) dt + w(t) dB on ℝᵈ. */
export interface DiffusionProcess {
  readonly name?: string;
  readonly dim?: number;
  /** Writes b(t, x) of a batch [rows, dim] to `out`. */
  readonly drift: VelocityFunction;
  /** w(t) ≥ 0, a number where it does not depend on t. */
  readonly diffusion: number | ((t: number) => number);
}

/** What a marginal diffusion is made of: a marginal field, or any velocity field with a schedule. */
export interface DiffusibleField {
  readonly name?: string;
  readonly dim: number;
  readonly velocity: VelocityFunction;
  readonly score?: VelocityFunction;
  readonly schedule?: Schedule;
  readonly source?: GaussianSourceSpec;
  readonly logDensity?: (t: number, x: FloatArray, out: FloatArray) => void;
}

export interface MarginalDiffusionOptions {
  /** w(t): a kind of noise, its data, a number, or a function. Default 'pole-free'. */
  readonly noise?: NoiseInput;
  /** The schedule of the path; default that of the field. */
  readonly schedule?: Schedule;
  /** Where the score comes from; default 'own' where the field has one, else 'velocity'. */
  readonly score?: 'own' | 'velocity';
}

/** A process with the marginals of a field. */
export interface MarginalDiffusion extends DiffusionProcess {
  readonly name: string;
  readonly dim: number;
  readonly diffusion: (t: number) => number;
  readonly score: 'own' | 'velocity';
  /** ln p_t(x), where the field knows it; out [rows]. */
  readonly logDensity?: (t: number, x: FloatArray, out: FloatArray) => void;
}

/**
 * The process with the marginals of `field` and the noise w. One object serves one thread: it holds scratch space.
 *
 * ```ts
 * import { condOT, eightGaussians, key, marginalDiffusion, marginalField, normal, solveStochastic, sra1 } from 'flowproof';
 * const field = marginalField({ schedule: condOT, target: eightGaussians() });
 * const process = marginalDiffusion(field, { noise: { kind: 'sigma', strength: 0.5 } });
 * const { x } = solveStochastic(process, normal(key(7), [1000, 2]), { solver: sra1, steps: 32, key: key(8) });
 * console.log(x.shape); // [ 1000, 2 ]
 * ```
 *
 * @throws {ArgumentError} without a schedule, for wrong noise, and where a score from the velocity is asked for on a path whose source
 * is not N(0, I).
 * @throws {PoleError} from `drift` and `diffusion`, naming t and the way out, where no finite value exists.
 */
export function marginalDiffusion(
  field: DiffusibleField,
  options: MarginalDiffusionOptions = {},
): MarginalDiffusion {
  if (typeof field?.velocity !== 'function' || !Number.isInteger(field.dim)) {
    throw new ArgumentError({
      argument: 'field',
      expected: 'a field with dim and velocity',
      received: show(field),
    });
  }
  const { noise = 'pole-free', schedule = field.schedule } = options;
  const score = options.score ?? (typeof field.score === 'function' ? 'own' : 'velocity');
  if (typeof schedule?.alpha !== 'function') {
    throw new ArgumentError({
      argument: 'schedule',
      expected: 'the schedule of the path, which this field does not carry',
      received: show(schedule),
      wayOut: 'pass { schedule: condOT } or whichever it was trained on',
    });
  }
  if (score !== 'own' && score !== 'velocity') {
    throw new ArgumentError({ argument: 'score', expected: "'own' or 'velocity'", received: show(score) });
  }
  if (score === 'own' && typeof field.score !== 'function') {
    throw new ArgumentError({
      argument: 'score',
      expected: "'velocity': this field has no score of its own",
      received: show(score),
    });
  }
  if (score === 'velocity' && !isStandard(field.source)) {
    throw new ArgumentError({
      argument: 'score',
      expected: "'own': a velocity gives the score only for the source N(0, I)",
      received: show(field.source),
    });
  }
  const { w, halfSquare, overGain, name } = noiseSchedule(noise, schedule);
  return {
    name: `${field.name ?? 'flow'} with noise ${name}`,
    dim: field.dim,
    score,
    diffusion: w,
    drift:
      score === 'own'
        ? ownScoreDrift(field.velocity.bind(field), field.score!.bind(field), halfSquare)
        : velocityDrift(field.velocity.bind(field), schedule, overGain),
    ...(field.logDensity ? { logDensity: field.logDensity.bind(field) } : {}),
  };
}

function isStandard(source: GaussianSourceSpec | undefined): boolean {
  const { mean = [], std = 1, variances = [], covariance } = source ?? {};
  return mean.every((m) => m === 0) && std === 1 && variances.every((v) => v === 1) && !covariance;
}

/** u + ½w² s, every float32 operation rounded by itself. */
function ownScoreDrift(
  velocity: VelocityFunction,
  score: VelocityFunction,
  halfSquare: (t: number) => number,
): VelocityFunction {
  let scratch: FloatArray = new Float64Array(0);
  return (t, x, out) => {
    const half = halfSquare(t);
    velocity(t, x, out);
    if (half === 0) return;
    if (scratch.length !== x.length || dtypeOf(scratch) !== dtypeOf(x))
      scratch = allocate(dtypeOf(x), x.length);
    score(t, x, scratch);
    if (x instanceof Float32Array) {
      const factor = Math.fround(half);
      for (let i = 0; i < x.length; i++) out[i] = out[i]! + Math.fround(factor * scratch[i]!);
    } else {
      for (let i = 0; i < x.length; i++) out[i] = out[i]! + half * scratch[i]!;
    }
  };
}

/** u + ρ(αu − α̇x) = (1 + ρα)u − ρα̇ x for ρ = ½w²/G, every float32 operation rounded by itself. */
function velocityDrift(
  velocity: VelocityFunction,
  schedule: Schedule,
  overGain: (t: number) => number,
): VelocityFunction {
  return (t, x, out) => {
    const rho = overGain(t);
    velocity(t, x, out);
    if (rho === 0) return;
    const ofVelocity = 1 + rho * schedule.alpha(t);
    const ofState = -rho * schedule.alphaDot(t);
    if (!Number.isFinite(ofState)) {
      throw new PoleError({
        argument: `t = ${t}`,
        expected: 'a finite α̇',
        received: String(schedule.alphaDot(t)),
        wayOut: 'start a little later, or give the field a score of its own',
      });
    }
    if (x instanceof Float32Array) {
      const a = Math.fround(ofVelocity);
      const b = Math.fround(ofState);
      for (let i = 0; i < x.length; i++) out[i] = Math.fround(a * out[i]!) + Math.fround(b * x[i]!);
    } else {
      for (let i = 0; i < x.length; i++) out[i] = ofVelocity * out[i]! + ofState * x[i]!;
    }
  };
}
