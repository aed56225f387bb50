/**
 * The Fokker–Planck equation of dX = b dt + w dB: ∂ₜp = −div(pb) + ½w²Δp, divided by p,
 *
 *   ∂ₜ ln p + div b + b·∇ ln p = ½w²(Δ ln p + |∇ ln p|²).
 *
 * Every derivative is an extrapolated difference of ln p or b, so nothing but these is taken on trust; w = 0 is the continuity equation.
 *
 * Bound: the error estimates E of the differences, E(∂ₜ ln p) + ΣE(∂ᵢbᵢ) + Σ|bᵢ|E(∂ᵢ ln p) + ½w²Σ[E(∂ᵢ² ln p) + 2|∂ᵢ ln p|E(∂ᵢ ln p)], plus
 * 4ε(d + 8 + |ln p|) of what is added up. The differences allow for rounding: of ln p as in differences.ts, and in time also for that
 * of t, 8ε of the terms; of bᵢ ε(d + 8 + |ln p|) times the largest |b| within two widths of p at x (continuity/local-scales.ts): weights that
 * are rounded move b by ε(d + 8 + |ln p|) times the spread of the drifts that have weight there, and these show within a width of p.
 * Second differences are certain to about 10⁻⁹ of ln p″, which is what the law can see. A point where the estimates are no smaller
 * than a thousandth of the terms says nothing. Sources: Risken, The Fokker-Planck Equation (1989), eq. 4.45; Song et al. (2021),
 * appendix D; Albergo et al., Stochastic Interpolants (2023), theorem 2.
 */

import { type FieldPoint, fieldPoints, linePicture, pointWords } from '../arbitraries/field-points.ts';
import { times } from '../arbitraries/times.ts';
import { lengthScale } from '../continuity/local-scales.ts';
import { givenArray, givenFinite, requireDimension } from '../core/guard.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { CannotJudge } from '../core/measurement.ts';
import { precisionOf } from '../core/precision.ts';
import {
  firstDerivative,
  gradientOf,
  logDensityNoise,
  secondDerivative,
  stencil,
  timeDerivative,
} from './differences.ts';
import type { GeneratorSubject } from './generator.ts';

/** A difference of which less than this share of the terms is certain says nothing. */
const COARSE = 1e-3;
/** Differences along every axis: 28 points each. */
const MOST_DIMENSIONS = 16;

/**
 * The law of the Fokker–Planck equation.
 *
 * ```ts
 * import { fokkerPlanck } from 'flowproof/laws';
 * // The Ornstein–Uhlenbeck process dX = −X dt + √2 dB rests in N(0, 1).
 * const process = {
 *   dim: 1,
 *   drift: (_t: number, x: Float64Array, out: Float64Array) => out.set(x.map((v) => -v)),
 *   diffusion: Math.SQRT2,
 *   logDensity: (_t: number, x: Float64Array, out: Float64Array) => out.set(x.map((v) => -0.5 * v * v)),
 * };
 * console.log(fokkerPlanck(process).check().status); // holds
 * console.log(fokkerPlanck({ ...process, diffusion: 1 }).check().status); // violated
 * ```
 */
export const fokkerPlanck: Law<GeneratorSubject, FieldPoint> = defineLaw({
  id: 'fokker-planck',
  number: 7,
  title: '∂ₜp = −div(pb) + ½w²Δp for dX = b dt + w dB',
  kind: 'generator',
  assumes: [
    'p > 0 and smooth, three times differentiable, for 0.01 ≤ t ≤ 0.99',
    'noise the same in all directions',
  ],
  export: 'fokkerPlanck',
  runs: 12,
  refuses(process) {
    if (typeof process?.drift !== 'function') return 'it has no drift(t, x, out)';
    if (typeof process.logDensity !== 'function') return 'it has no logDensity(t, x, out)';
    if (!['number', 'function'].includes(typeof process.diffusion)) return 'it has no diffusion';
    if (requireDimension(process) > MOST_DIMENSIONS) return `it has more than ${MOST_DIMENSIONS} dimensions`;
    return null;
  },
  cases: (process) => fieldPoints(process, times({ margin: 0.01 })),
  words: pointWords,
  picture: (process) => linePicture(process, [0.02, 0.98]),
  measure(process, { t, x: at }) {
    const { dim, diffusion } = process;
    const precision = precisionOf(process);
    const x = Float64Array.from(at);
    const w =
      typeof diffusion === 'number' ? diffusion : givenFinite(`diffusion(${t})`, diffusion.call(process, t));
    const half = 0.5 * w * w;
    const points = stencil(x);
    const rows = points.length / dim;
    const logs = givenArray(`logDensity(${t}, …)`, rows, (out) => process.logDensity(t, points, out), true);
    const logP = logs.at(-1)!;
    if (!Number.isFinite(logP)) throw new CannotJudge(`p_t = 0 at ${pointWords({ t, x: at })}`);
    const drifts = givenArray(`drift(${t}, …)`, points.length, (out) => process.drift(t, points, out));
    const b = drifts.subarray((rows - 1) * dim);
    const gradient = gradientOf(logs, x, precision);
    const roundings = dim + 8 + Math.abs(logP);
    const noise = logDensityNoise(logP, x, gradient.value, precision);
    // Not at x alone: where b vanishes by symmetry, what it adds up does not.
    const reach = 2 * lengthScale(process, t, x);
    const fastest = drifts.reduce((most, v, i) => {
      const axis = i % dim;
      const row = i - axis;
      const near = x.every((value, k) => Math.abs(points[row + k]! - value) <= reach);
      return near ? Math.max(most, Math.abs(v)) : most;
    }, 0);
    const driftNoise = precision * roundings * fastest;

    let [transport, spread, terms, error] = [0, 0, 0, 0];
    for (let i = 0; i < dim; i++) {
      const slope = gradient.value[i]!;
      const slopeError = gradient.error[i]!;
      const divergence = firstDerivative(drifts, i, driftNoise, dim, i);
      const second = secondDerivative(logs, i, noise);
      transport += divergence.value + b[i]! * slope;
      spread += half * (second.value + slope * slope);
      terms +=
        Math.abs(divergence.value) +
        Math.abs(b[i]! * slope) +
        half * (Math.abs(second.value) + slope * slope);
      error +=
        divergence.error +
        Math.abs(b[i]!) * slopeError +
        half * (second.error + 2 * Math.abs(slope) * slopeError);
    }
    const rate = timeDerivative(
      'logDensity',
      process.logDensity.bind(process),
      t,
      x,
      noise + 8 * precision * terms,
    );
    terms += Math.abs(rate.value);
    error += rate.error;
    if (!(error <= COARSE * Math.max(1, terms))) {
      throw new CannotJudge(
        `ln p or the drift is not smooth near ${pointWords({ t, x: at })}: terms ${terms} ± ${error}`,
      );
    }
    const flow = rate.value + transport;
    return {
      residual: Math.abs(flow - spread),
      bound: error + 4 * precision * roundings * terms,
      why: 'error estimates of extrapolated differences, and their rounding',
      detail: `∂ₜ ln p + div b + b·∇ ln p = ${flow}, ½w²Δp/p = ${spread}`,
    };
  },
});
