/** The order conditions of the stochastic tableaus: claimed orders hold and no higher ones, and every coefficient counts. */
import { describe, expect, it } from 'vitest';
import {
  eulerMaruyama,
  type StochasticTableau,
  sra1,
  stochasticHeun,
  stochasticOrders,
} from '../../src/diffusion/index.ts';

const tableaus = [eulerMaruyama, stochasticHeun, sra1].map((t) => [t.name, t] as const);

describe.each(tableaus)('%s', (_, tableau) => {
  it('has the orders that it claims, and not the next', () => {
    const { weak, strong, conditions } = stochasticOrders(tableau);
    expect([weak, strong]).toEqual([tableau.weakOrder, tableau.strongOrder]);
    // The scale ends at weak 2 and strong 3/2; that these are not exceeded is seen by the observed orders.
    if (weak < 2) expect(conditions.some(({ order, holds }) => order === 'weak 2' && !holds)).toBe(true);
    if (strong < 1.5)
      expect(conditions.some(({ order, holds }) => order === 'strong 3/2' && !holds)).toBe(true);
  });

  it('loses an order, or its consistency, when any coefficient moves by 1e-6', () => {
    const survivors: string[] = [];
    let count = 0;
    for (const { place, mutant } of perturbations(tableau)) {
      count++;
      if (!seen(tableau, mutant)) survivors.push(place);
    }
    expect(count).toBe(COUNTS[tableau.name as keyof typeof COUNTS]);
    // Order 1 leaves it open where in the step w is taken: d is free there, and any value is as good a method.
    expect(survivors).toEqual(tableau === eulerMaruyama ? ['d[0]'] : []);
  });
});

const COUNTS = { 'euler-maruyama': 7, 'stochastic-heun': 12, sra1: 19 };

/** Whether the mutant is refused, inconsistent, or of a lower order. */
function seen(tableau: StochasticTableau, mutant: StochasticTableau): boolean {
  try {
    const { weak, strong, conditions } = stochasticOrders(mutant);
    const consistent = conditions.every(({ order, holds }) => order !== 'consistency' || holds);
    return weak < tableau.weakOrder || strong < tableau.strongOrder || !consistent;
  } catch {
    return true;
  }
}

/** The tableau with each number moved by 10⁻⁶, one at a time. */
function* perturbations(tableau: StochasticTableau): Generator<{ place: string; mutant: StochasticTableau }> {
  const text = JSON.stringify(tableau);
  const places: string[][] = [];
  const walk = (value: unknown, path: string[]): void => {
    if (typeof value === 'string' && /^-?\d/.test(value)) places.push(path);
    else if (typeof value === 'object' && value !== null) {
      for (const [name, part] of Object.entries(value)) walk(part, [...path, name]);
    }
  };
  walk(tableau, []);
  for (const path of places) {
    const mutant = JSON.parse(text);
    const last = path.at(-1)!;
    const parent = path.slice(0, -1).reduce((at, name) => at[name], mutant);
    parent[last] = moved(parent[last]);
    yield { place: path.map((name, i) => (i === 0 ? name : `[${name}]`)).join(''), mutant };
  }
}

/** Inside [0, 1], so that an abscissa is not refused for its range alone. */
function moved(text: string): string {
  const [p, q = '1'] = text.split('/');
  const down = Number(p) === Number(q);
  return `${BigInt(p!) * 1_000_000n + (down ? -1n : 1n) * BigInt(q)}/${BigInt(q) * 1_000_000n}`;
}

describe('the conditions', () => {
  it('are printed in full', () => {
    const { conditions } = stochasticOrders(stochasticHeun);
    expect(conditions.find(({ formula }) => formula === 'Σ d_j ε_j = 1')).toEqual({
      order: 'strong 3/2',
      formula: 'Σ d_j ε_j = 1',
      value: '1/2',
      wanted: '1',
      holds: false,
    });
  });

  it('that are violated at order 1 leave none', () => {
    expect(stochasticOrders({ ...eulerMaruyama, b: ['1/2'] })).toMatchObject({ weak: 0, strong: 0 });
  });

  it('refuse a deterministic tableau', () => {
    expect(() => stochasticOrders({ name: 'euler', b: ['1'] } as never)).toThrow(/solver/);
  });
});
