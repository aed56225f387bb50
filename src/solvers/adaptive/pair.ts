/**
 * A tableau with embedded weights, made ready for steps whose size is controlled.
 *
 * The exponent of the controller is −1/q with q the power of h that the error estimate goes with: min(p, p̂) + 1 for b − b̂, and
 * 2(p̂₅ + 1) − (p̂₃ + 1) = 8 for the quotient ‖e₅‖²/‖e₃‖ of DOP853.
 */
import { ArgumentError, show } from '../../errors.ts';
import { bs3 } from '../pairs/bogacki-shampine.ts';
import { dop853 } from '../pairs/dop853.ts';
import { dopri5 } from '../pairs/dormand-prince.ts';
import { tsit5 } from '../pairs/tsitouras.ts';
import { parseRational, type Rational, subtractRational, toNumber } from '../rational.ts';
import { type Combination, method, type Tableau } from '../tableau.ts';
import { type Interpolant, interpolant } from './interpolant.ts';
import { rounded } from './rounded.ts';

export interface Pair {
  readonly name: string;
  /** The name of the embedded weights in use. */
  readonly embedded: string;
  /** Stages of a step, the one at its end included where there is one. */
  readonly stages: number;
  readonly c: Float64Array;
  /** The state of stage i ≥ 1; entry 0 is empty. */
  readonly inner: readonly Combination[];
  readonly outer: Combination;
  readonly fsal: boolean;
  /** b − b̂: one for a single estimate, those of order 5 and 3 for a combined one. */
  readonly errors: readonly Combination[];
  /** Whether an error estimate uses the last stage, which otherwise may wait until the step is accepted. */
  readonly lastStageInError: boolean;
  /** q, see above. */
  readonly errorOrder: number;
  readonly dense: Interpolant | null;
}

function embeddedSets(tableau: Tableau, preferred: readonly string[], named: string | undefined): number[] {
  const { embedded } = tableau;
  if (!Array.isArray(embedded) || embedded.length === 0) {
    throw new ArgumentError({
      argument: 'solver.embedded',
      expected: 'weights of another order, by which to estimate the error of a step',
      received: show(embedded),
      wayOut: 'take a pair such as bs3, dopri5, tsit5 or dop853, or fixed steps with solve',
    });
  }
  if (tableau.estimate === 'combined') {
    if (embedded.length < 2) {
      throw new ArgumentError({
        argument: 'solver.embedded',
        expected: 'two sets of weights for a combined estimate',
        received: show(embedded),
      });
    }
    return [0, 1];
  }
  const names = embedded.map(({ name }) => name as string);
  if (named !== undefined) {
    const index = names.indexOf(named);
    if (index < 0) {
      throw new ArgumentError({
        argument: 'embedded',
        expected: `one of ${names.join(', ')}`,
        received: show(named),
      });
    }
    return [index];
  }
  return [
    Math.max(
      0,
      names.findIndex((name) => preferred.includes(name)),
    ),
  ];
}

function prepare(tableau: Tableau, sets: readonly number[]): Pair {
  const read = (part: string, texts: readonly string[]): Rational[] =>
    texts.map((text, i) => parseRational(`solver.${part}[${i}]`, text));
  const b = read('b', tableau.b);
  const errors = sets.map((index, place) => {
    const weights = read(`embedded[${index}].b`, tableau.embedded![index]!.b);
    if (weights.length !== b.length) {
      throw new ArgumentError({
        argument: `solver.embedded[${index}].b`,
        expected: `${b.length} weights`,
        received: String(weights.length),
      });
    }
    const exact = b.map((w, i) => subtractRational(w, weights[i]!));
    if (exact.every(({ p }) => p === 0n)) {
      throw new ArgumentError({
        argument: `solver.embedded[${index}].b`,
        expected: 'weights other than b, which alone would never see an error',
        received: 'b itself',
      });
    }
    const difference = rounded(exact);
    // The order-3 weights of DOP853 are known by themselves, and every code subtracts them from b in float64.
    const from = ({ stages }: Combination): Float64Array =>
      Float64Array.from(stages, (i) => toNumber(b[i]!) - toNumber(weights[i]!));
    return place === 0 ? difference : { ...difference, weights: from(difference) };
  });
  const orders = sets.map((index) => Math.min(tableau.order, tableau.embedded![index]!.order) + 1);
  const fsal = tableau.fsal === true;
  const last = b.length - 1;
  if (
    fsal &&
    !(tableau.c[last] === '1' && [...tableau.a[last]!, '0'].every((text, i) => text === tableau.b[i]))
  ) {
    throw new ArgumentError({
      argument: `solver.a[${last}]`,
      expected: 'b, because fsal says that the last stage is evaluated at the end of the step',
      received: show(tableau.a[last]),
    });
  }
  return {
    name: tableau.name,
    embedded: sets.map((index) => tableau.embedded![index]!.name).join(' and '),
    stages: b.length,
    c: Float64Array.from(read('c', tableau.c), toNumber),
    inner: tableau.a.map((row, i) => rounded(read(`a[${i}]`, row))),
    outer: rounded(b),
    fsal,
    errors,
    lastStageInError: !fsal || errors.some(({ stages }) => stages.includes(last)),
    errorOrder: orders.length === 1 ? orders[0]! : 2 * orders[0]! - orders[1]!,
    dense: tableau.dense ? interpolant(tableau, tableau.dense) : null,
  };
}

/** The exact arithmetic of a preparation takes milliseconds, and the pairs of this room never change: each is prepared once. */
const prepared = new Map<Tableau, Map<string, Pair>>(
  [bs3, dopri5, tsit5, dop853].map((tableau) => [tableau, new Map()]),
);

/**
 * Prepares a tableau with embedded weights.
 *
 * @param preferred names of embedded weights that a profile likes best, if the tableau has them.
 * @param named the set that the user asks for.
 */
export function pair(tableau: Tableau, preferred: readonly string[], named: string | undefined): Pair {
  const own = prepared.get(tableau);
  if (!own) method(tableau);
  const sets = embeddedSets(tableau, preferred, named);
  const known = own?.get(sets.join());
  if (known) return known;
  const made = prepare(tableau, sets);
  own?.set(sets.join(), made);
  return made;
}
