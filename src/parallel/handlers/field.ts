/** Evaluates one quantity of a field on the tiles of a shared batch, all rows at one time. */
import type { FloatArray } from '../../array/float-array.ts';
import { ArgumentError, ShapeError } from '../../errors.ts';
import { buildField, type FieldSpec } from '../field-spec.ts';
import type { HandlerContext } from '../handler.ts';
import { eachTile, type Share, type TileFailure } from '../tiles.ts';

/** What can be asked of a field: velocity of any field, the rest of fields that know their densities. */
export type Quantity =
  | 'velocity'
  | 'score'
  | 'logDensity'
  | 'dtLogDensity'
  | 'divergence'
  | 'conditionalVariance';

/** Values per row: `dim` for vectors, 1 for scalars. */
export const QUANTITIES: Readonly<Record<Quantity, 'vector' | 'scalar'>> = {
  velocity: 'vector',
  score: 'vector',
  logDensity: 'scalar',
  dtLogDensity: 'scalar',
  divergence: 'scalar',
  conditionalVariance: 'scalar',
};

export interface FieldMessage extends Share {
  readonly spec: FieldSpec;
  readonly session?: number;
  readonly quantity: Quantity;
  readonly t: number;
  readonly dim: number;
  /** [rows, dim], shared. */
  readonly x: FloatArray;
  /** [rows, dim] or [rows], shared. */
  readonly out: FloatArray;
}

/** Throws unless the batch has the columns of the field. */
export function checkColumns(dim: number, fieldDim: number | undefined): void {
  if (fieldDim !== undefined && fieldDim !== dim) {
    throw new ShapeError({
      argument: 'x',
      expected: `${fieldDim} columns, the dimension of the field`,
      received: String(dim),
    });
  }
}

export async function fieldHandler(
  message: FieldMessage,
  context: HandlerContext,
): Promise<TileFailure | null> {
  const { spec, session, quantity, t, dim, x, out } = message;
  const field = await context.sessions.get(session, 'field', () => buildField(spec));
  checkColumns(dim, field.dim);
  const owner = field as unknown as Record<Quantity, unknown>;
  if (typeof owner[quantity] !== 'function') {
    const offered = Object.keys(QUANTITIES).filter((q) => typeof owner[q as Quantity] === 'function');
    throw new ArgumentError({
      argument: 'quantity',
      expected: `one that this field has: ${offered.join(', ')}`,
      received: quantity,
    });
  }
  const evaluate = (field as unknown as Record<Quantity, typeof field.velocity>)[quantity].bind(field);
  const width = QUANTITIES[quantity] === 'vector' ? dim : 1;
  return eachTile(message, context, (first, last) => {
    evaluate(t, x.subarray(first * dim, last * dim), out.subarray(first * width, last * width));
  });
}
