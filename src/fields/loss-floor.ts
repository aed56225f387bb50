/**
 * The floor of the conditional flow-matching loss: C = ∫₀¹ E tr Cov(α̇ X₁ + σ̇ X₀ | X_t) dt, by which L_CFM exceeds L_FM whatever is
 * trained (sum over dims, mean over rows and over t uniform on [0, 1]). N(0, I) → N(m, s² I) under CondOT: πs/2 per dimension.
 *
 * By quadrature for Gaussian mixtures in d = 1, 2 (floor-quadrature.ts), by Monte Carlo for all else (floor-monte-carlo.ts).
 * C is infinite where α̇² or σ̇² is not integrable: σ̇² ~ 1/(1 − t) for VP and linear VP, α̇² ~ t^(2n − 2) for polynomials with n ≤ ½.
 */
import { checkNumber } from '../array/float-array.ts';
import { PoleError } from '../errors.ts';
import { log } from '../math/index.ts';
import type { Key } from '../random/index.ts';
import { floorByMonteCarlo } from './floor-monte-carlo.ts';
import { floorByQuadrature } from './floor-quadrature.ts';
import type { MarginalField } from './marginal-field.ts';

/** The floor, the size of its error (a change under doubling, or a standard error), and how it was found. */
export interface LossFloor {
  readonly value: number;
  readonly error: number;
  readonly method: 'quadrature' | 'monte-carlo';
}

/** Options of {@link lossFloor}. */
export interface LossFloorOptions {
  /** Default: quadrature for Gaussian mixtures of at most 32 components in one or two dimensions, else Monte Carlo. */
  readonly method?: 'quadrature' | 'monte-carlo';
  /** Relative tolerance of the quadrature; default 1e-4. */
  readonly tolerance?: number;
  /** Monte Carlo: strata of t; default 512. */
  readonly strata?: number;
  /** Monte Carlo: points in each stratum; default 32. */
  readonly rows?: number;
  /** Monte Carlo: key of the points; default key(0). */
  readonly key?: Key;
}

/**
 * The floor of the CFM loss of a marginal field.
 *
 * ```ts
 * import { condOT, gaussianMixture, lossFloor, marginalField } from 'flowproof';
 * const target = gaussianMixture({ means: [[0]], stds: [0.5] });
 * const { value } = lossFloor(marginalField({ schedule: condOT, target }));
 * console.log(value.toFixed(6)); // 0.785398
 * ```
 */
export function lossFloor(field: MarginalField, options: LossFloorOptions = {}): LossFloor {
  const { schedule, target, dim } = field;
  checkIntegrable(schedule.name, 'α̇', 0, (h) => schedule.alphaDot(h));
  checkIntegrable(schedule.name, 'σ̇', 1, (h) => schedule.sigmaDot(1 - h));
  const tolerance = checkNumber('tolerance', options.tolerance ?? 1e-4, 1e-14, 1);
  const small = target.kind === 'gaussian-mixture' && target.count <= 32 && dim <= 2;
  const method = options.method ?? (small ? 'quadrature' : 'monte-carlo');
  if (method === 'monte-carlo') return { ...floorByMonteCarlo(field, options), method };
  if (target.kind !== 'gaussian-mixture' || dim > 2) {
    throw new PoleError({
      argument: 'method',
      expected: 'a Gaussian mixture in one or two dimensions for quadrature',
      received: `${target.kind} in ${dim} dimensions`,
      wayOut: "use method: 'monte-carlo'",
    });
  }
  return { ...floorByQuadrature(field, target, tolerance), method };
}

/**
 * Throws when the square of a derivative that is infinite at an end cannot be integrated there. With h the distance from the end,
 * h·f(h)² ~ h^p near it, and the integral converges for p > 0; p is read off between h = 10⁻¹² and 10⁻⁶.
 */
function checkIntegrable(
  schedule: string,
  name: string,
  end: 0 | 1,
  derivative: (h: number) => number,
): void {
  if (Number.isFinite(derivative(0))) return;
  const level = (h: number): number => log(h) + 2 * log(Math.abs(derivative(h)));
  const power = (level(1e-6) - level(1e-12)) / log(1e6);
  if (!(power > 1e-3)) {
    throw new PoleError({
      argument: `schedule ${schedule}`,
      expected: `${name}² integrable up to t = ${end}`,
      received: `${name}² that grows like the distance from t = ${end} to the power ${(power - 1).toFixed(2)}: the floor is infinite`,
      wayOut: 'predict x1, epsilon or v, or keep training times away from this end',
    });
  }
}
