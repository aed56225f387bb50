/**
 * What diffusion solvers know of a flow x_t = α x₁ + σ x₀: its four coefficients, and its velocity.
 *
 * The velocity is u = α̇ D + σ̇ E for the predictions D of the data and E of the noise with x = αD + σE, so that
 *
 *   D = (σu − σ̇x) / Δ,    Δ = α̇σ − σ̇α = σ² d(α/σ)/dt,
 *
 * which divides by Δ alone: Δ = 1 for the linear path, up to both ends.
 */
import { ArgumentError, PoleError, show } from '../errors.ts';
import { log } from '../math/index.ts';

/** α, σ and their derivatives on [0, 1]; every schedule is one. */
export interface FlowCoefficients {
  alpha(t: number): number;
  sigma(t: number): number;
  alphaDot(t: number): number;
  sigmaDot(t: number): number;
}

/** The coefficients at the times of a grid. */
export interface FlowTable {
  readonly alpha: Float64Array;
  readonly sigma: Float64Array;
  /** λ = ln(α/σ), ±∞ at the ends of most paths. */
  readonly lambda: Float64Array;
  /** Where the field is evaluated, at all times but the last. */
  readonly alphaDot: Float64Array;
  readonly sigmaDot: Float64Array;
  readonly delta: Float64Array;
}

/**
 * The table of a grid.
 *
 * @throws {ArgumentError} without the four functions, or when one of them has no finite value.
 * @throws {PoleError} where the velocity does not tell the data: Δ = 0, or infinite derivatives.
 */
export function flowTable(schedule: FlowCoefficients, times: Float64Array): FlowTable {
  for (const name of ['alpha', 'sigma', 'alphaDot', 'sigmaDot'] as const) {
    if (typeof schedule?.[name] === 'function') continue;
    throw new ArgumentError({
      argument: `solver.schedule.${name}`,
      expected: 'a function of t, as every schedule has it',
      received: show(schedule?.[name]),
    });
  }
  const level = (name: 'alpha' | 'sigma'): Float64Array =>
    times.map((t) => {
      const value = schedule[name](t);
      if (Number.isFinite(value) && value >= 0) return value;
      throw new ArgumentError({
        argument: `solver.schedule.${name}(${t})`,
        expected: 'a finite number ≥ 0',
        received: show(value),
      });
    });
  const [alpha, sigma] = [level('alpha'), level('sigma')];
  const starts = times.subarray(0, -1);
  const alphaDot = starts.map((t) => schedule.alphaDot(t));
  const sigmaDot = starts.map((t) => schedule.sigmaDot(t));
  const delta = starts.map((t, i) => {
    const value = alphaDot[i]! * sigma[i]! - sigmaDot[i]! * alpha[i]!;
    if (value > 0 && Number.isFinite(value) && Number.isFinite(sigmaDot[i]!)) return value;
    throw new PoleError({
      argument: `α̇σ − σ̇α of solver.schedule at t = ${t}`,
      expected: 'a positive number, so that the velocity tells the data',
      received: String(value),
      wayOut: 'start a little later, or take a Runge–Kutta method',
    });
  });
  const lambda = alpha.map((a, i) => log(a / sigma[i]!));
  return { alpha, sigma, lambda, alphaDot, sigmaDot, delta };
}
