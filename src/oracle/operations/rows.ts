/** Batches [rows, dim] as formulas see them: the schedule at each row's time, and row by row. */
import type { Tracked } from '../arithmetic/tracked.ts';
import type { OpenCase } from '../contract.ts';
import { rowOfTime } from '../formulas/batch.ts';
import { type Point, pointAt } from '../formulas/schedules.ts';
import { scheduleOf } from './fields.ts';

/** The time of each row. */
export const timesOf = (open: OpenCase): readonly Tracked[] =>
  open.floats.t!.map((_, row) => open.floats.t![rowOfTime(row)]!);

/** What belongs to element i of a batch: the schedule at the time of its row. */
export function pointsByElement(open: OpenCase): (i: number) => Point {
  const points = timesOf(open).map((t) => pointAt(scheduleOf(open), t));
  return (i) => points[Math.floor(i / open.sizes.dim!)]!;
}
