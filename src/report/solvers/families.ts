/** Families of solvers: what shares a hue in the charts and competes in a best-of-family frontier. */
import type { Row } from '../../benchmark/row.ts';

export interface Family {
  readonly id: string;
  /** As a legend says it. */
  readonly name: string;
}

/** In the order of legends; the last one takes what is not known here, such as a tableau of the user's own. */
export const FAMILIES: readonly (Family & { readonly pattern: RegExp })[] = [
  {
    id: 'runge-kutta',
    name: 'Runge–Kutta',
    pattern: /^(euler|midpoint|heun3?|ralston|rk4(-38)?)$/,
  },
  { id: 'fixed-pair', name: 'pairs, fixed steps', pattern: /^(bs3|dopri5|tsit5|dop853)\b/ },
  { id: 'pair', name: 'pairs, adaptive', pattern: /^$/ },
  { id: 'multistep', name: 'Adams–Bashforth', pattern: /^ab\d/ },
  { id: 'diffusion', name: 'DPM, UniPC', pattern: /^(dpm|unipc)/ },
  { id: 'implicit', name: 'Gauss–Legendre', pattern: /^gl\d/ },
  {
    id: 'stochastic',
    name: 'stochastic, strong',
    pattern: /^(euler-maruyama|stochastic-heun|sra1|edm-churn)\b/,
  },
  { id: 'other', name: 'others', pattern: /(?:)/ },
];

const STOCHASTIC = FAMILIES.findIndex(({ id }) => id === 'stochastic');
const PAIRS = FAMILIES.findIndex(({ id }) => id === 'pair');

/** Index into {@link FAMILIES}: a run with a tolerance belongs to the pairs, every other one goes by its name. */
export function familyOf({ solver, tolerance }: Pick<Row, 'solver' | 'tolerance'>): number {
  if (FAMILIES[STOCHASTIC]!.pattern.test(solver)) return STOCHASTIC;
  if (tolerance !== null) return PAIRS;
  return FAMILIES.findIndex(({ pattern }) => pattern.test(solver));
}

/**
 * Stochastic solvers have no one end: their rmse is the strong error against a finer path of the same Brownian motion, which does not
 * compete with the error of the others.
 */
export function hasStrongError({ family }: { readonly family: number }): boolean {
  return family === STOCHASTIC;
}
