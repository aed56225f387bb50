/** residual / bound of one law on one object over a window of times and points: what pictures show. */
import type { Picture } from './core/law.ts';
import { CannotJudge, type Measurement, ratioOf } from './core/measurement.ts';
import type { AnyHeld } from './core/trial.ts';

/** Ratios on a grid. */
export interface ResidualMap {
  readonly t: readonly [number, number];
  /** null for a law that knows no points; then there is one row. */
  readonly x: readonly [number, number] | null;
  readonly columns: number;
  readonly rows: number;
  /** [rows, columns], x upwards with the row, at the centres of the cells; NaN where the law cannot judge, ∞ where the object failed. */
  readonly ratios: Float64Array;
}

/** Measures the law at the centre of each cell; null for a law and an object that cannot be drawn. */
export function residualMap(held: AnyHeld, columns: number, rows: number): ResidualMap | null {
  if (!('picture' in held)) return null;
  const window = pictureOf(() => held.picture());
  if (window === null) return null;
  const { t, x } = window;
  const height = x ? rows : 1;
  const ratios = new Float64Array(columns * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < columns; column++) {
      ratios[row * columns + column] = ratioAt(() =>
        held.at(window.caseAt(centre(t, column, columns), x ? centre(x, row, height) : 0)),
      );
    }
  }
  return { t, x: x ?? null, columns, rows: height, ratios };
}

/** The window; null where the object is too broken to have one, which the verdict has said already. */
function pictureOf(picture: () => Picture<unknown> | null): Picture<unknown> | null {
  try {
    return picture();
  } catch {
    return null;
  }
}

const centre = ([low, high]: readonly [number, number], i: number, n: number): number =>
  low + ((high - low) * (i + 0.5)) / n;

function ratioAt(measure: () => Measurement): number {
  try {
    const measurement = measure();
    if (!(measurement.bound >= 0 && measurement.bound < Infinity)) return Number.NaN;
    const ratio = ratioOf(measurement);
    return Number.isNaN(ratio) ? Infinity : ratio;
  } catch (error) {
    return error instanceof CannotJudge ? Number.NaN : Infinity;
  }
}
