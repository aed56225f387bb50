export interface Summary {
  readonly count: number;
  readonly low: number;
  readonly quartile: number;
  readonly median: number;
  readonly upper: number;
  readonly high: number;
}

export function summary(values: readonly number[]): Summary;
export function pairedRatio(ours: readonly number[], theirs: readonly number[]): Summary;
export function roundOrder(
  pairs: readonly (readonly [string, string])[],
  round: number,
): { pair: number; order: string[] }[];
