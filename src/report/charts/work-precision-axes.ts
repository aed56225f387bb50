/** Logarithmic axes of work–precision charts as SVG text: decades, thinned where they crowd, halved and quartered where they are few. */
import { log } from '../../math/index.ts';
import { formatCoordinate, formatCount, formatNumber } from '../format.ts';
import { decimalExponent, powerOfTen } from './axes.ts';
import { label } from './compose.ts';

export interface LogScale {
  readonly domain: readonly [number, number];
  /** Pixels at both ends of the domain. */
  readonly range: readonly [number, number];
  at(value: number): number;
}

/** Pixels linear in log(value). The domain is positive and ascends. */
export function logScale(domain: readonly [number, number], range: readonly [number, number]): LogScale {
  const low = log(domain[0]);
  const slope = (range[1] - range[0]) / (log(domain[1]) - low);
  return { domain, range, at: (value) => range[0] + (log(value) - low) * slope };
}

/** Powers of ten within the domain, every k-th so that at most `most` remain; with 2 and 5 between where fewer than three. */
export function logTicks([low, high]: readonly [number, number], most: number = 8): number[] {
  const inside = (value: number): boolean => value >= low && value <= high;
  const [first, last] = [decimalExponent(low), decimalExponent(high)];
  const decades: number[] = [];
  for (let e = first; e <= last; e++) decades.push(e);
  const powers = decades.map((e) => Number(`1e${e}`)).filter(inside);
  if (powers.length < 3) {
    return decades.flatMap((e) => [1, 2, 5].map((m) => Number(`${m}e${e}`))).filter(inside);
  }
  const every = Math.ceil(powers.length / most);
  return powers.filter((power) => (last - decimalExponent(power)) % every === 0);
}

/** Whole decades around positive values, less where they span little; [1e-16, 1] where there are none. */
export function decadesAround(values: readonly number[]): [number, number] {
  if (values.length === 0) return [1e-16, 1];
  const least = values.reduce((a, b) => Math.min(a, b));
  const largest = values.reduce((a, b) => Math.max(a, b));
  if (least < largest && largest < 30 * least) {
    // Wide enough for two of the ticks 1, 2 and 5.
    const margin = Math.max(1.3, Math.sqrt((6 * least) / largest));
    return [Math.max(Number.MIN_VALUE, least / margin), Math.min(Number.MAX_VALUE, largest * margin)];
  }
  // Powers beyond the range of normal numbers are no ends of an axis.
  const low = Math.max(-307, Math.min(307, decimalExponent(least)));
  const exponent = decimalExponent(largest);
  const high = largest > Number(`1e${exponent}`) ? exponent + 1 : exponent;
  return [Number(`1e${low}`), Number(`1e${Math.min(308, Math.max(high, low + 1))}`)];
}

/** Evaluations on an axis: `5,000`, from a million on `10⁶`. */
export function evaluationsTick(value: number): string {
  if (value < 1e6) return formatCount(value);
  const digit = value.toExponential()[0]!;
  return `${digit === '1' ? '' : `${digit}·`}${powerOfTen(value)}`;
}

/** Powers of ten as such, others in short: `10⁻⁵`, `0.5`, `2e-5`. */
export function errorTick(value: number): string {
  return value.toExponential()[0] === '1' ? powerOfTen(value) : formatNumber(value, 1);
}

/** A time on an axis: `20 µs`, `1 ms`, `100 s`. */
export function secondsTick(value: number): string {
  const [unit, size] = value < 0.99e-3 ? ['µs', 1e6] : value < 0.99 ? ['ms', 1e3] : ['s', 1];
  return `${formatCount(Number((value * size).toPrecision(3)))} ${unit}`;
}

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Frame, grid lines, ticks and labels. */
export function axes(
  box: Box,
  x: LogScale,
  y: LogScale,
  names: { readonly x: string; readonly y: string | null },
  xTick: (value: number) => string,
): string {
  const { left, right, top, bottom } = box;
  const xTicks = logTicks(x.domain, 6);
  const yTicks = logTicks(y.domain, 8);
  const c = formatCoordinate;
  const grid = [
    ...yTicks.map((value) => `M${left},${c(y.at(value))}H${right}`),
    ...xTicks.map((value) => `M${c(x.at(value))},${top}V${bottom}`),
  ].join('');
  const lines =
    `<path d="${grid}" fill="none" stroke="currentColor" stroke-opacity="0.09"/>` +
    `<path d="M${left},${top}H${right}V${bottom}H${left}Z" fill="none" stroke="currentColor" stroke-opacity="0.3"/>`;
  const numbers = [
    ...xTicks.map((value) => label(x.at(value), bottom + 14, xTick(value), { size: 11 })),
    ...yTicks.map((value) => label(left - 6, y.at(value) + 4, errorTick(value), { size: 11, anchor: 'end' })),
  ];
  const below = label((left + right) / 2, bottom + 31, names.x, { size: 11 });
  const middle = c((top + bottom) / 2);
  const beside =
    names.y === null
      ? ''
      : `<g transform="translate(11,${middle}) rotate(-90)">${label(0, 0, names.y, { size: 11 })}</g>`;
  return lines + numbers.join('') + below + beside;
}
