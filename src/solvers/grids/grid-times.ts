/**
 * The times of a grid.
 *
 * Both ends are set, not computed. The grids that are stated in σ_t/α_t, `edm` and `log-snr`, follow Karras et al., Elucidating the design space
 * of diffusion-based generative models (2022), eq. 5, on a flow: N levels from σ_max to σ_min, then σ = 0; their first time is moved
 * to t = 0, where flows start. A schedule that itself ends at a level inside (σ_min, σ_max) cuts them there. `shift`: Esser et al., Scaling
 * rectified flow transformers (2024), eq. 23; `sway`: Chen et al., F5-TTS (2024), eq. 7 with the opposite sign of s; `beta`: Lee et al., Beta
 * sampling is all you need (2024).
 */
import { checkCount } from '../../array/float-array.ts';
import { ArgumentError, show } from '../../errors.ts';
import { exp, log, sinPi } from '../../math/index.ts';
import { betaQuantile } from './beta-quantile.ts';
import { type FullGridSpec, type GridSpec, gridSpec } from './grid-spec.ts';

/** α/σ of a path and its inverse; every schedule is one. */
export interface NoiseLevels {
  /** ρ = α/σ. */
  snr(t: number): number;
  /** t with α/σ = ρ. */
  snrInverse(rho: number): number;
}

const linearPath: NoiseLevels = {
  snr: (t) => t / (1 - t),
  snrInverse: (rho) => rho / (1 + rho),
};

/**
 * t_0 = 0 < t_1 < … < t_N = 1 of a grid with N = `steps`; for `times`, N may be left out. `schedule` is what `edm` and `log-snr` count
 * their noise by; default the linear path.
 *
 * @throws {ArgumentError} for a wrong grid or number of steps, and when two times would fall together in float64.
 * @example
 * ```ts
 * import { gridTimes, midpoint, solve } from 'flowproof';
 *
 * const grid = gridTimes({ kind: 'shift', shift: 3 }, 4);
 * console.log([...grid]); // [ 0, 0.1, 0.25, 0.5, 1 ]
 * const still = (t: number, x: Float32Array | Float64Array, out: Float32Array | Float64Array): void => void out.fill(0);
 * console.log(solve(still, new Float64Array([2]), { dim: 1, solver: midpoint, grid }).x[0]); // 2
 * ```
 */
export function gridTimes(spec: GridSpec, steps?: number, schedule: NoiseLevels = linearPath): Float64Array {
  const full = gridSpec(spec);
  const n = steps === undefined && full.kind === 'times' ? full.times.length - 1 : (steps as number);
  checkCount('steps', n, 1);
  if (full.kind === 'times' && full.times.length !== n + 1) {
    throw new ArgumentError({
      argument: 'steps',
      expected: `${full.times.length - 1}, which the times of the grid make`,
      received: show(n),
    });
  }
  const inner = innerTimes(full, n, schedule);
  const times = Float64Array.from({ length: n + 1 }, (_, i) => (i === 0 ? 0 : i === n ? 1 : inner(i)));
  for (let i = 0; i < n; i++) {
    if (times[i]! < times[i + 1]!) continue;
    throw new ArgumentError({
      argument: 'steps',
      expected: `times that differ; ${i} and ${i + 1} of this grid are both ${times[i]}`,
      received: show(n),
      wayOut: 'take fewer steps, or a grid that is less uneven',
    });
  }
  return times;
}

/** t_i for 0 < i < n. */
function innerTimes(spec: FullGridSpec, n: number, schedule: NoiseLevels): (i: number) => number {
  switch (spec.kind) {
    case 'uniform':
      return (i) => i / n;
    case 'cosine':
      return (i) => {
        const sine = sinPi(i / (2 * n));
        return sine * sine;
      };
    case 'shift':
      // 1 − σ with σ = sv/(1 + (s − 1)v), v = (n − i)/n, as one quotient.
      return (i) => i / (i + spec.shift * (n - i));
    case 'sway':
      return (i) => {
        const sine = sinPi(i / (4 * n));
        // 1 − cos(πu/2) = 2 sin²(πu/4), which keeps its digits near 0; for s = 1 it is the whole of t.
        return (1 - spec.s) * (i / n) + spec.s * 2 * sine * sine;
      };
    case 'beta':
      return (i) => betaQuantile(i, n, spec.alpha, spec.beta);
    case 'times':
      return (i) => spec.times[i]!;
    case 'edm': {
      const root = (value: number): number => exp(log(value) / spec.rho);
      return levels(spec, n, schedule, root, (value) => exp(log(value) * spec.rho));
    }
    case 'log-snr':
      return levels(spec, n, schedule, log, exp);
  }
}

/** Noise levels in equal steps of `warp`(σ). */
function levels(
  { sigmaMin, sigmaMax }: { readonly sigmaMin: number; readonly sigmaMax: number },
  n: number,
  { snr, snrInverse }: NoiseLevels,
  warp: (sigma: number) => number,
  unwarp: (value: number) => number,
): (i: number) => number {
  const [first, last] = [1 / snr(0), 1 / snr(1)];
  const from = warp(Math.min(sigmaMax, first));
  const to = warp(Math.max(sigmaMin, last));
  // Where the schedule ends at σ_min or before it, that level is t = 1 itself and not the one before it.
  const count = last < sigmaMin ? n - 1 : n;
  return (i) => snrInverse(1 / unwarp(from + ((to - from) * i) / count));
}
