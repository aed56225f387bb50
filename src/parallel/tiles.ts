/**
 * The static partition of rows into tiles of a fixed size, and of tiles among workers.
 *
 * Worker w of T takes tiles w, w + T, w + 2T, …. The tiles depend on the number of rows alone, so that whatever is
 * computed per tile has the same bits for any T.
 */
import { type ErrorMessage, toMessage } from '../errors.ts';
import type { HandlerContext } from './handler.ts';

/** Rows of a tile: small enough to share evenly and to stay in cache, large enough to outweigh a call. */
export const TILE_ROWS = 256;

/** Which part of the work a message asks for. */
export interface Share {
  readonly rows: number;
  readonly worker: number;
  readonly workers: number;
}

/** A typed failure of one tile, as plain data. */
export interface TileFailure {
  readonly tile: number;
  readonly error: ErrorMessage;
}

/** Tiles that cover `rows` rows. No rows are one empty tile, so that an empty batch still reaches the field once. */
export function tileCount(rows: number): number {
  return Math.max(1, Math.ceil(rows / TILE_ROWS));
}

/**
 * Runs `work(first, last)` on each tile of the share, in order. A worker stops at its first failing tile and reports it:
 * the lowest of all workers is then the tile at which a single thread would have failed.
 */
export async function eachTile(
  { rows, worker, workers }: Share,
  context: HandlerContext,
  work: (first: number, last: number) => void,
): Promise<TileFailure | null> {
  for (let tile = worker; tile < tileCount(rows); tile += workers) {
    await context.pause();
    try {
      work(tile * TILE_ROWS, Math.min(rows, (tile + 1) * TILE_ROWS));
    } catch (error) {
      return { tile, error: toMessage(error) };
    }
  }
  return null;
}

/** The failure of the lowest tile, or null. */
export function firstFailure(failures: readonly (TileFailure | null)[]): TileFailure | null {
  return failures.reduce(
    (first, f) => (f !== null && (first === null || f.tile < first.tile) ? f : first),
    null,
  );
}
