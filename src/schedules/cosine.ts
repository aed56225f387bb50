/**
 * Cosine schedule: α = sin(πt/2), σ = cos(πt/2), a quarter turn at constant speed; α² + σ² = 1.
 *
 * sinPi and cosPi make both ends exact, where sin and cos of a rounded π/2 are not: σ(1) = 0. α̇ = (π/2) σ,
 * σ̇ = −(π/2) α, σσ̇ = −(π/2) α σ. ρ = tan(πt/2), t = (2/π) arctan ρ.
 * Written 0 − x where x can vanish, so that no end is −0.
 * Sources: Nichol & Dhariwal, Improved Denoising Diffusion Probabilistic Models (2021), eq. 17 with s = 0; Albergo &
 * Vanden-Eijnden, Building Normalizing Flows with Stochastic Interpolants (2023), eq. 5.
 */
import { cos, cosPi, exp, log, sin, sinPi } from '../math/index.ts';
import { checkLevel, checkTime, clampTime } from './domain.ts';
import type { Schedule } from './schedule.ts';

const HALF_PI: number = Math.PI / 2;
const alpha = (t: number): number => sinPi(checkTime(t) / 2);
const sigma = (t: number): number => cosPi(checkTime(t) / 2);

/**
 * arctan r for r in [0, 1]: with θ near it, tan(arctan r − θ) = (r cos θ − sin θ) / (cos θ + r sin θ) = δ, and θ + δ errs by δ³/3.
 * The first guess r (1.0584 − 0.273 r) errs by less than 0.004 beside r, so two steps reach full precision.
 */
function arctan(r: number): number {
  let theta = r * (1.0584 - 0.273 * r);
  for (let step = 0; step < 3; step++) {
    const c = cos(theta);
    const s = sin(theta);
    theta += (r * c - s) / (c + r * s);
  }
  return theta;
}

function snrInverse(rho: number): number {
  checkLevel('rho', rho, 0, Infinity, 'cosine');
  return clampTime(rho <= 1 ? arctan(rho) / HALF_PI : 1 - arctan(1 / rho) / HALF_PI);
}

/**
 * The schedule α = sin(πt/2), σ = cos(πt/2).
 *
 * ```ts
 * import { cosine } from 'flowproof';
 * cosine.sigma(1); // 0, exactly
 * ```
 */
export const cosine: Schedule = {
  name: 'cosine',
  spec: { kind: 'cosine' },
  alpha,
  sigma,
  alphaDot: (t) => HALF_PI * sigma(t),
  sigmaDot: (t) => 0 - HALF_PI * alpha(t),
  sigmaSigmaDot: (t) => 0 - HALF_PI * alpha(t) * sigma(t),
  snr: (t) => alpha(t) / sigma(t),
  snrInverse,
  logSnr: (t) => 2 * log(alpha(t) / sigma(t)),
  logSnrInverse: (lambda) => snrInverse(exp(checkLevel('lambda', lambda, -Infinity, Infinity, 'cosine') / 2)),
};
