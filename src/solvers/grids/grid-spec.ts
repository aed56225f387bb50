/** Time grids as plain data: what they are called, and what JSON may say of them. */
import { checkNumber } from '../../array/float-array.ts';
import { ArgumentError, show } from '../../errors.ts';
import { checkTimes } from '../time-grid.ts';

/**
 * A grid of times on [0, 1] for any number of steps. With u = i/N and the noise level σ, which is 1 − t on the linear path and σ_t/α_t where two ends
 * are stated for it:
 *
 * - `uniform`: t = u
 * - `log-snr`: ln σ in equal steps from `sigmaMax` to `sigmaMin`; default 80 and 0.002, as for `edm`
 * - `edm`: σ^{1/ρ} in equal steps, ρ = `rho`, default 7
 * - `shift`: σ = sv/(1 + (s − 1)v), v = 1 − u, s = `shift`; 3 dwells on noise, 1 is uniform
 * - `sway`: t = u + s (1 − cos(πu/2) − u), default s = 1, which dwells on noise: t = 1 − cos(πu/2)
 * - `beta`: the quantiles of Beta(`alpha`, `beta`), default 0.6 and 0.6, which dwells on both ends
 * - `cosine`: t = sin²(πu/2), which dwells on both ends
 * - `times`: these, rising from 0 to 1
 */
export type GridSpec =
  | { readonly kind: 'uniform' }
  | { readonly kind: 'log-snr'; readonly sigmaMin?: number; readonly sigmaMax?: number }
  | {
      readonly kind: 'edm';
      readonly rho?: number;
      readonly sigmaMin?: number;
      readonly sigmaMax?: number;
    }
  | { readonly kind: 'shift'; readonly shift: number }
  | { readonly kind: 'sway'; readonly s?: number }
  | { readonly kind: 'beta'; readonly alpha?: number; readonly beta?: number }
  | { readonly kind: 'cosine' }
  | { readonly kind: 'times'; readonly times: readonly number[] };

/** A grid with every parameter stated. */
export type FullGridSpec = {
  readonly [K in GridSpec['kind']]: Required<Extract<GridSpec, { readonly kind: K }>>;
}[GridSpec['kind']];

const NOISE = { sigmaMin: 0.002, sigmaMax: 80 };
const DEFAULTS: Record<GridSpec['kind'], Readonly<Record<string, unknown>>> = {
  uniform: {},
  'log-snr': NOISE,
  edm: { rho: 7, ...NOISE },
  shift: { shift: undefined },
  sway: { s: 1 },
  beta: { alpha: 0.6, beta: 0.6 },
  cosine: {},
  times: { times: undefined },
};

/** Where sway turns back at t = 1: −1/(π/2 − 1). */
const LEAST_SWAY: number = -1 / (Math.PI / 2 - 1);
const SMALLEST = 1e-6;
const LARGEST = 1e6;

/**
 * The grid that plain data describe, checked, with the defaults filled in.
 *
 * @throws {ArgumentError} for an unknown kind or key, or a parameter out of its range; `argument` names it under `name`.
 * @example
 * ```ts
 * import { gridSpec } from 'flowproof';
 *
 * console.log(gridSpec({ kind: 'edm' })); // { kind: 'edm', rho: 7, sigmaMin: 0.002, sigmaMax: 80 }
 * ```
 */
export function gridSpec(value: unknown, name = 'grid'): FullGridSpec {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const kind = given.kind as GridSpec['kind'];
  if (!Object.hasOwn(DEFAULTS, kind)) {
    throw new ArgumentError({
      argument: `${name}.kind`,
      expected: `one of ${Object.keys(DEFAULTS).join(', ')}`,
      received: show(value === given ? kind : value),
    });
  }
  const defaults = DEFAULTS[kind];
  for (const key of Object.keys(given)) {
    if (key === 'kind' || Object.hasOwn(defaults, key)) continue;
    const known = Object.keys(defaults).join(', ');
    throw new ArgumentError({
      argument: `${name}.${key}`,
      expected: known ? `nothing but ${known} for ${kind}` : `nothing: ${kind} has no parameter`,
      received: show(given[key]),
    });
  }
  const full = { kind, ...defaults, ...withoutUndefined(given) } as FullGridSpec;
  checkParameters(full, name);
  return full;
}

function withoutUndefined(given: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function checkParameters(spec: FullGridSpec, name: string): void {
  const positive = (key: string, value: number): number =>
    checkNumber(`${name}.${key}`, value, SMALLEST, LARGEST);
  switch (spec.kind) {
    case 'edm':
    case 'log-snr':
      if (spec.kind === 'edm') checkNumber(`${name}.rho`, spec.rho, 0.1, 1000);
      positive('sigmaMin', spec.sigmaMin);
      if (spec.sigmaMin < positive('sigmaMax', spec.sigmaMax)) return;
      throw new ArgumentError({
        argument: `${name}.sigmaMax`,
        expected: `more than sigmaMin = ${spec.sigmaMin}`,
        received: show(spec.sigmaMax),
      });
    case 'shift':
      positive('shift', spec.shift);
      return;
    case 'sway':
      checkNumber(`${name}.s`, spec.s, LEAST_SWAY, 1);
      return;
    case 'beta':
      checkNumber(`${name}.alpha`, spec.alpha, 0.05, 100);
      checkNumber(`${name}.beta`, spec.beta, 0.05, 100);
      return;
    case 'times': {
      if (!Array.isArray(spec.times)) {
        throw new ArgumentError({
          argument: `${name}.times`,
          expected: 'a list of numbers',
          received: show(spec.times),
        });
      }
      const times = checkTimes(spec.times, `${name}.times`);
      if (times[0] === 0 && times.at(-1) === 1) return;
      throw new ArgumentError({
        argument: `${name}.times`,
        expected: 'times from 0 to 1',
        received: `${times[0]} to ${times.at(-1)}`,
      });
    }
  }
}

/**
 * The name of a grid for tables: its kind, and the parameters that are not the default.
 *
 * @throws what {@link gridSpec} throws.
 * @example
 * ```ts
 * import { gridName } from 'flowproof';
 *
 * console.log(gridName({ kind: 'shift', shift: 3 }), gridName({ kind: 'edm', rho: 5 })); // shift 3 edm rho 5
 * ```
 */
export function gridName(spec: GridSpec): string {
  const full = gridSpec(spec);
  if (full.kind === 'times') return `${full.times.length - 1} given steps`;
  if (full.kind === 'shift') return `shift ${full.shift}`;
  const defaults = DEFAULTS[full.kind];
  const words: Record<string, string> = { sigmaMin: 'σ min', sigmaMax: 'σ max' };
  const changed = Object.entries(full).filter(([key, value]) => key !== 'kind' && value !== defaults[key]);
  return [full.kind, ...changed.map(([key, value]) => `${words[key] ?? key} ${value}`)].join(' ');
}
