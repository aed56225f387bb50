/** Axes that look alike in all charts: centred labels without arrows, few ticks, a light frame. */
import { formatNumber } from '../format.ts';
import type { Range } from '../report-data.ts';
import type { Canvas } from './canvas.ts';

/** Options of a linear Plot scale. */
export function linearAxis(range: Range, label: string | null, ticks: number = 5): object {
  return {
    domain: [range.min, range.max],
    label,
    labelAnchor: 'center',
    labelArrow: 'none',
    ticks,
    tickFormat: (value: number) => formatNumber(value),
    tickSize: 3,
  };
}

/** The frame around the panel. */
// biome-ignore lint/suspicious/noExplicitAny: Plot's mark types need the DOM's types
export function frame(canvas: Canvas): any {
  return canvas.Plot.frame({ stroke: 'currentColor', strokeOpacity: 0.3 });
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** `1e-5` as `10⁻⁵`; only for powers of ten. */
export function powerOfTen(value: number): string {
  const exponent = decimalExponent(value);
  const digits = String(Math.abs(exponent)).replace(/\d/g, (d) => SUPERSCRIPTS[Number(d)]!);
  return `10${exponent < 0 ? '⁻' : ''}${digits}`;
}

/** ⌊log₁₀ value⌋ of a positive number, exact because the decimal expansion is. */
export function decimalExponent(value: number): number {
  return Number(value.toExponential().split('e')[1]);
}

/** The range of values, widened by `padding` of its extent on both sides; never empty. */
export function paddedRange(values: readonly number[], padding: number = 0.05): Range {
  let min = Infinity;
  let max = -Infinity;
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const margin = max > min ? (max - min) * padding : Math.max(Math.abs(min), 1) * padding;
  return { min: min - margin, max: max + margin };
}

/** Column `j` of a batch [n, dim]. */
export function column(points: readonly number[], dim: number, j: number): number[] {
  return Array.from({ length: points.length / dim }, (_, row) => points[row * dim + j]!);
}

/**
 * A range that shows all data and all but the outermost samples: one stray sample must not shrink the picture. Holds
 * the data and the central 99 % of the samples.
 */
export function sharedRange(data: readonly number[], samples: readonly number[]): Range {
  const sorted = Float64Array.from(samples).sort();
  const cut = Math.floor(sorted.length * 0.005);
  return paddedRange([...extremes(data), sorted[cut]!, sorted[sorted.length - 1 - cut]!]);
}

function extremes(values: readonly number[]): number[] {
  const { min, max } = paddedRange(values, 0);
  return [min, max];
}
