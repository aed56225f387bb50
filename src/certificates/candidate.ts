/**
 * A Runge–Kutta method that asks for a certificate: what `Tableau` holds, and beyond it implicit methods, square roots and plain numbers.
 */
import { checkNames } from '../array/check-names.ts';
import { ArgumentError, show } from '../errors.ts';
import { type Coefficient, type ExactCoefficient, parseCoefficient } from './coefficient.ts';
import { MAX_TREE_ORDER } from './rooted-trees.ts';

/** A method with what it claims to be. Every `Tableau` is one, and `gl4`. */
export interface CandidateTableau {
  readonly kind?: 'runge-kutta' | 'gauss-legendre';
  readonly name: string;
  /** The claimed order, in [1, 10]. */
  readonly order: number;
  readonly c: readonly Coefficient[];
  /** Rows of A: row i has i entries (explicit), i + 1 (diagonally implicit) or s (implicit). */
  readonly a: readonly (readonly Coefficient[])[];
  readonly b: readonly Coefficient[];
  readonly embedded?: readonly CandidateWeights[];
  readonly dense?: CandidateDense;
  /** The claim that the last stage is the first of the next step. */
  readonly fsal?: boolean;
  /** ε: the largest residual that the conditions may leave. */
  readonly precision?: string;
}

/** Further weights on the stages, with an order of their own. */
export interface CandidateWeights {
  readonly name: string;
  readonly order: number;
  readonly b: readonly Coefficient[];
}

/** Weights b_i(θ), on the stages of the step and further ones. */
export interface CandidateDense {
  readonly order: number;
  readonly c?: readonly Coefficient[];
  readonly a?: readonly (readonly Coefficient[])[];
  /** Row i holds the coefficients of θ, θ², … in b_i(θ). */
  readonly b: readonly (readonly Coefficient[])[];
}

/** A candidate whose coefficients are read; the stages of the dense output follow the `stages` of the step. */
export interface ReadTableau {
  readonly name: string;
  readonly order: number;
  readonly stages: number;
  readonly c: readonly ExactCoefficient[];
  /** Square. */
  readonly a: readonly (readonly ExactCoefficient[])[];
  readonly b: readonly ExactCoefficient[];
  readonly embedded: readonly {
    readonly name: string;
    readonly order: number;
    readonly b: readonly ExactCoefficient[];
  }[];
  /** Rows are stages, columns powers of θ. */
  readonly dense: { readonly order: number; readonly b: readonly (readonly ExactCoefficient[])[] } | null;
  readonly fsal: boolean | null;
  readonly precision: number | null;
  /** d of ℚ(√d); 1 for ℚ. */
  readonly radicand: bigint;
}

/** The largest order that can be claimed: the next one has to be tried too. */
export const MAX_CLAIM: number = MAX_TREE_ORDER - 1;
const MAX_STAGES = 40;
/** The determinants of an implicit method cost the fourth power of its stages. */
const MAX_IMPLICIT_STAGES = 16;
const KINDS: readonly unknown[] = [undefined, 'runge-kutta', 'gauss-legendre'];
/** What a file may say; further fields of a `Tableau` are not about its order. */
const KEYS = [
  'name',
  'order',
  'c',
  'a',
  'b',
  'embedded',
  'dense',
  'fsal',
  'precision',
  'kind',
  'source',
  '$schema',
];

function fail(argument: string, expected: string, received: unknown, wayOut?: string): never {
  throw new ArgumentError({ argument, expected, received: show(received), ...(wayOut && { wayOut }) });
}

function checkRecord(argument: string, value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(argument, 'an object', value);
  return value as Record<string, unknown>;
}

/**
 * Refuses the fields of a candidate out of a file that nothing would read: they are misspelt.
 *
 * @throws {ArgumentError} naming the first.
 */
export function refuseUnknownFields(candidate: unknown): void {
  const { embedded, dense } = checkRecord('tableau', candidate);
  checkNames('tableau', candidate as object, KEYS);
  if (typeof dense === 'object' && dense !== null) {
    checkNames('tableau.dense', dense, ['order', 'c', 'a', 'b']);
  }
  if (!Array.isArray(embedded)) return;
  for (const [k, weights] of embedded.entries()) {
    const at = `tableau.embedded[${k}]`;
    checkNames(at, checkRecord(at, weights), ['name', 'order', 'b']);
  }
}

function checkList(argument: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) fail(argument, 'a list', value);
  return value;
}

/** A list with an entry for each stage; `counted` holds as many. */
function checkStages(argument: string, value: unknown, stages: number, counted: string): readonly unknown[] {
  if (!Array.isArray(value) || value.length !== stages) {
    fail(argument, `a list of ${stages}, as many as in ${counted}`, value);
  }
  return value;
}

function checkOrder(argument: string, value: unknown): number {
  if (!Number.isInteger(value) || (value as number) < 1 || (value as number) > MAX_CLAIM) {
    fail(
      argument,
      `an integer in [1, ${MAX_CLAIM}]`,
      value,
      'write the order that the method claims to have',
    );
  }
  return value as number;
}

function checkName(argument: string, value: unknown): string {
  if (typeof value !== 'string' || value === '' || value.length > 200) fail(argument, 'a name', value);
  return value;
}

const readRow = (argument: string, values: readonly unknown[]): ExactCoefficient[] =>
  values.map((value, i) => parseCoefficient(`${argument}[${i}]`, value));

const zero: ExactCoefficient = parseCoefficient('0', 0);

/** Rows of A for the stages from `from` on, filled up with zeros to `columns` entries. */
function readMatrix(
  argument: string,
  rows: readonly unknown[],
  from: number,
  columns: number,
): ExactCoefficient[][] {
  return rows.map((entries, k) => {
    const i = from + k;
    const at = `${argument}[${k}]`;
    const { length } = checkList(at, entries);
    const implicit = from === 0 && length === rows.length;
    if (length !== i && length !== i + 1 && !implicit) {
      const forms = from === 0 ? `, ${i + 1} (diagonally implicit) or ${rows.length} (implicit)` : '';
      fail(at, `${i} entries (explicit)${forms}`, entries);
    }
    const read = readRow(at, entries as unknown[]);
    return [...read, ...new Array<ExactCoefficient>(columns - length).fill(zero)];
  });
}

function readPrecision(argument: string, value: unknown): number | null {
  if (value === undefined || value === null) return null;
  const { p, r, slack } = parseCoefficient(argument, value);
  const precision = Number(value);
  if (r.p !== 0n || p.p <= 0n || !(precision > 0 && precision < 1) || slack > 0) {
    fail(argument, "a number in (0, 1) such as '1e-15'", value);
  }
  return precision;
}

function readFlag(argument: string, value: unknown): boolean | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'boolean') fail(argument, 'true or false', value);
  return value;
}

function commonRadicand(coefficients: readonly ExactCoefficient[]): bigint {
  const found = [...new Set(coefficients.map((x) => x.radicand))].filter((d) => d !== 1n);
  if (found.length > 1) {
    fail(
      'tableau',
      'square roots of one number only',
      `√${found[0]} and √${found[1]}`,
      'write them as decimals',
    );
  }
  return found[0] ?? 1n;
}

/**
 * Checks the shape of a candidate and reads its coefficients.
 *
 * @throws {ArgumentError} naming the entry at fault.
 */
export function readCandidate(candidate: unknown): ReadTableau {
  const given = checkRecord('tableau', candidate);
  if (!KINDS.includes(given.kind)) fail('tableau.kind', "'runge-kutta' or nothing", given.kind);
  const stages = checkList('tableau.b', given.b).length;
  if (stages === 0 || stages > MAX_STAGES) fail('tableau.b', `1 to ${MAX_STAGES} stages`, given.b);
  const dense =
    given.dense === undefined || given.dense === null ? null : checkRecord('tableau.dense', given.dense);
  const extra = checkList('tableau.dense.c', dense?.c ?? []).length;
  if (extra > MAX_STAGES) fail('tableau.dense.c', `at most ${MAX_STAGES} further stages`, dense?.c);
  const all = stages + extra;

  const b = readRow('tableau.b', given.b as unknown[]);
  const c = [
    ...readRow('tableau.c', checkStages('tableau.c', given.c, stages, 'tableau.b')),
    ...readRow('tableau.dense.c', (dense?.c ?? []) as unknown[]),
  ];
  const a = [
    ...readMatrix('tableau.a', checkStages('tableau.a', given.a, stages, 'tableau.b'), 0, all),
    ...readMatrix(
      'tableau.dense.a',
      checkStages('tableau.dense.a', dense?.a ?? [], extra, 'tableau.dense.c'),
      stages,
      all,
    ),
  ];
  const implicit = a.some((row, i) => row.some(({ p, r }, j) => j >= i && (p.p !== 0n || r.p !== 0n)));
  if (implicit && stages > MAX_IMPLICIT_STAGES) {
    fail('tableau.a', `at most ${MAX_IMPLICIT_STAGES} stages for an implicit method`, stages);
  }
  const embedded = checkList('tableau.embedded', given.embedded ?? []).map((entry, k) => {
    const at = `tableau.embedded[${k}]`;
    const weights = checkRecord(at, entry);
    return {
      name: checkName(`${at}.name`, weights.name),
      order: checkOrder(`${at}.order`, weights.order),
      b: readRow(`${at}.b`, checkStages(`${at}.b`, weights.b, stages, 'tableau.b')),
    };
  });
  const between = dense && {
    order: checkOrder('tableau.dense.order', dense.order),
    b: checkStages('tableau.dense.b', dense.b, all, 'tableau.b and tableau.dense.c').map((row, i) => {
      const at = `tableau.dense.b[${i}]`;
      const entries = checkList(at, row);
      if (entries.length > MAX_CLAIM) fail(at, `at most ${MAX_CLAIM} powers of θ`, row);
      return readRow(at, entries);
    }),
  };
  const everything = [b, c, a.flat(), embedded.flatMap((e) => e.b), between?.b.flat() ?? []].flat();
  return {
    name: checkName('tableau.name', given.name),
    order: checkOrder('tableau.order', given.order),
    stages,
    c,
    a,
    b,
    embedded,
    dense: between,
    fsal: readFlag('tableau.fsal', given.fsal),
    precision: readPrecision('tableau.precision', given.precision),
    radicand: commonRadicand(everything),
  };
}
