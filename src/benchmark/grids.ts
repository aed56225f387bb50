/** Time grids by name. */
import type { Schedule } from '../schedules/schedule.ts';

export type GridSpec = { readonly kind: 'uniform' };

export const gridName = (grid: GridSpec): string => grid.kind;

export function gridTimes(_grid: GridSpec, steps: number, _schedule: Schedule | null): Float64Array {
  return Float64Array.from({ length: steps + 1 }, (_, i) => i / steps);
}
