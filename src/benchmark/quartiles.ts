/** Median and interquartile range of a few measured times. */

/** Linear interpolation between order statistics (Hyndman & Fan 1996, definition 7), of at least one number. */
export function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const low = Math.floor(place);
  const high = Math.ceil(place);
  return sorted[low]! + (place - low) * (sorted[high]! - sorted[low]!);
}

export function medianAndRange(values: readonly number[]): { median: number; range: number | null } {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    // One number has no spread that could be known.
    range: sorted.length < 2 ? null : quantile(sorted, 0.75) - quantile(sorted, 0.25),
  };
}
