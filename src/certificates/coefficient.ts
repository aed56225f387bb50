/**
 * A coefficient of a method as it is written down, read exactly: p + r√d with rational p, r and a square-free d > 1, or rational.
 *
 *   '1/6'   '-3/8'   '0.161'   '1.5e-3'   '1/4 - sqrt(3)/6'   '(2-√2)/2' is written '1-√2/2'   a JSON number: 0.5
 *
 * Decimals are what they say: 0.161 = 161/1000. One with 15 significant digits or more, and a number whose shortest form has as many, is
 * taken for a rounding of something else; `slack` says how well it is known. With 18 digits and more that is half a unit of the last one,
 * with fewer two units in the last place of a float64, since such numbers come out of a short float64 computation.
 */
import { ArgumentError, show } from '../errors.ts';
import { decompose } from '../math/float-bits.ts';
import { leastCommonMultiple, power } from './integer-ring.ts';

/** A coefficient in the words of a paper, a number, or rational + sqrt3·√3 in its two parts. */
export type Coefficient = string | number | { readonly rational: string; readonly sqrt3: string };

/** p/q with q > 0, not reduced: decimals keep their power of ten. */
export interface Fraction {
  readonly p: bigint;
  readonly q: bigint;
}

/** p + r√d, known to ± slack. */
export interface ExactCoefficient {
  readonly p: Fraction;
  readonly r: Fraction;
  /** d; 1 where r = 0. */
  readonly radicand: bigint;
  readonly slack: number;
}

/** From here on a decimal is taken for a rounding. */
const ROUNDED_DIGITS = 15;
/** Up to here it may have been a float64 once. */
const FLOAT64_DIGITS = 17;
/** 2⁻⁵²: a unit in the last place is at most so much of the number. */
const FLOAT64_UNIT = 2.220446049250313e-16;
const MAX_LENGTH = 300;
const MAX_EXPONENT = 300;
const MAX_RADICAND = 1_000_000;

const TERM =
  /([+-])?(?:(\d+\.?\d*|\.\d+)(?:e([+-]?\d{1,9}))?(?:\/(\d+))?(?:\*?(?=sqrt|√)|(?!\*)))?(?:(?:sqrt\((\d+)\)|√(\d+))(?:\/(\d+))?)?/y;

const ZERO: Fraction = { p: 0n, q: 1n };

function add(a: Fraction, b: Fraction): Fraction {
  if (a.p === 0n) return b;
  const q = leastCommonMultiple(a.q, b.q);
  return { p: a.p * (q / a.q) + b.p * (q / b.q), q };
}

/** Reads a coefficient; `argument` names its place in the error. */
export function parseCoefficient(argument: string, value: unknown): ExactCoefficient {
  const fail = (): never => {
    throw new ArgumentError({
      argument,
      expected: "a finite number, or a text such as '1/6', '-0.25' or '1/4 - sqrt(3)/6'",
      received: show(value),
    });
  };
  if (typeof value === 'number' && !Number.isFinite(value)) fail();
  const text = (writtenOut(value) ?? fail())
    .replace(/\s+/g, '')
    .replace(/−/g, '-')
    .replace(/[·×]/g, '*')
    .toLowerCase();
  if (text === '' || text.length > MAX_LENGTH) fail();

  let [p, r, radicand, slack] = [ZERO, ZERO, 1n, 0];
  TERM.lastIndex = 0;
  while (TERM.lastIndex < text.length) {
    const first = TERM.lastIndex === 0;
    const [whole, sign, digits, exponent, denominator, root1, root2, rootDenominator] =
      TERM.exec(text) ?? fail();
    const rootText = root1 ?? root2;
    if (whole === '' || (digits === undefined && rootText === undefined) || (!first && sign === undefined))
      fail();
    const size =
      digits === undefined
        ? { value: { p: 1n, q: 1n }, slack: 0 }
        : decimal(digits, Number(exponent ?? 0), fail);
    const divisor = BigInt(denominator ?? 1) * BigInt(rootDenominator ?? 1);
    if (divisor === 0n) fail();
    const term = { p: sign === '-' ? -size.value.p : size.value.p, q: size.value.q * divisor };
    slack += size.slack / Number(divisor);
    if (rootText === undefined) {
      p = add(p, term);
      continue;
    }
    if (rootText.length > 7 || Number(rootText) > MAX_RADICAND) fail();
    const { square, free } = squareFree(Number(rootText));
    const scaled = { p: term.p * BigInt(square), q: term.q };
    if (free <= 1) p = add(p, free === 0 ? ZERO : scaled);
    else if (radicand !== 1n && radicand !== BigInt(free)) fail();
    else {
      radicand = BigInt(free);
      r = add(r, scaled);
    }
  }
  return r.p === 0n ? { p, r, radicand: 1n, slack } : { p, r, radicand, slack };
}

/**
 * A rational number out of a text, or the dyadic number that a float64 is.
 *
 * @throws {ArgumentError} for anything else.
 */
export function exactRational(argument: string, value: string | number): Fraction {
  if (typeof value === 'number' && Number.isFinite(value)) {
    const { integer, exponent } = decompose(value);
    return exponent >= 0
      ? { p: integer * power(2n, exponent), q: 1n }
      : { p: integer, q: power(2n, -exponent) };
  }
  const { p, r } = parseCoefficient(argument, value);
  if (r.p !== 0n) throw new ArgumentError({ argument, expected: 'a rational number', received: show(value) });
  return p;
}

/** One text for all forms; null for what is none of them. */
function writtenOut(value: unknown): string | null {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return null;
  const { rational, sqrt3 } = value as Record<string, unknown>;
  if (typeof rational !== 'string' || typeof sqrt3 !== 'string' || !/^-?\d+(\/\d+)?$/.test(sqrt3))
    return null;
  const sign = sqrt3.startsWith('-') ? '-' : '+';
  const [p, q = '1'] = sqrt3.replace('-', '').split('/');
  return `${rational}${sign}${p}*sqrt(3)/${q}`;
}

function decimal(digits: string, exponent: number, fail: () => never): { value: Fraction; slack: number } {
  if (Math.abs(exponent) > MAX_EXPONENT) fail();
  const [whole = '', fraction = ''] = digits.split('.');
  const places = fraction.length - exponent;
  const p = BigInt(whole + fraction) * (places < 0 ? power(10n, -places) : 1n);
  const q = places > 0 ? power(10n, places) : 1n;
  const significant = (whole + fraction).replace(/^0+/, '').length;
  const rounded = (digits.includes('.') || exponent !== 0) && significant >= ROUNDED_DIGITS;
  if (!rounded) return { value: { p, q }, slack: 0 };
  const lastDigit = 0.5 * Number(`1e${-places}`);
  const float64 =
    significant <= FLOAT64_DIGITS ? 2 * Math.abs(Number(`${digits}e${exponent}`)) * FLOAT64_UNIT : 0;
  return { value: { p, q }, slack: Math.max(lastDigit, float64) };
}

/** n = square² · free with a square-free `free`. */
function squareFree(n: number): { square: number; free: number } {
  let [square, free] = [1, n];
  for (let f = 2; f * f <= free; f++) {
    while (free % (f * f) === 0) {
      free /= f * f;
      square *= f;
    }
  }
  return { square, free };
}
