/** Integrates the whole trajectory of each tile of rows, and writes ends and paths into shared memory. */
import type { FloatArray } from '../../array/float-array.ts';
import { type Breakdown, integrate, type Plan } from '../../solvers/integrate.ts';
import { buildField, type FieldSpec } from '../field-spec.ts';
import type { HandlerContext } from '../handler.ts';
import { eachTile, type Share, type TileFailure } from '../tiles.ts';
import { checkColumns } from './field.ts';

export interface SolveMessage extends Share {
  readonly spec: FieldSpec;
  readonly session?: number;
  readonly plan: Plan;
  /** The states, [rows, dim], shared: x₀ on entry, x(to) at the end. */
  readonly x: FloatArray;
  /** [steps + 1, rows, dim], shared, or null. */
  readonly path: FloatArray | null;
}

export interface SolveAnswer {
  /** Evaluations of the field on one tile; the same for all that reach the end, 0 where there was no tile. */
  readonly nfe: number;
  /** The earliest breakdown of this share, its row counted over all rows. */
  readonly breakdown: Breakdown | null;
  /** The first tile on which the field itself threw. */
  readonly failure: TileFailure | null;
}

/** The earlier of two breakdowns: first by step, then by row, as a single batch would have met them. */
export function earlier(a: Breakdown | null, b: Breakdown | null): Breakdown | null {
  if (a === null || b === null) return a ?? b;
  return b.step < a.step || (b.step === a.step && b.row < a.row) ? b : a;
}

export async function solveHandler(message: SolveMessage, context: HandlerContext): Promise<SolveAnswer> {
  const { spec, session, plan, rows, x, path } = message;
  const { dim } = plan;
  const field = await context.sessions.get(session, 'field', () => buildField(spec));
  checkColumns(dim, field.dim);
  let nfe = 0;
  let breakdown: Breakdown | null = null;
  const failure = await eachTile(message, context, (first, last) => {
    // A copy of its own: a tile in shared memory would be read back through it at every stage.
    const state = x.slice(first * dim, last * dim) as FloatArray;
    const result = integrate(
      (t, at, out) => field.velocity(t, at, out),
      state,
      plan,
      path && ((step, at) => path.set(at, (step * rows + first) * dim)),
    );
    x.set(state, first * dim);
    nfe = Math.max(nfe, result.nfe);
    if (result.breakdown) {
      breakdown = earlier(breakdown, { ...result.breakdown, row: first + result.breakdown.row });
    }
  });
  return { nfe, breakdown, failure };
}
