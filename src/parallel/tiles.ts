/**
 * The partition of rows into tiles of a fixed size, which workers take one after the other.
 *
 * The tiles depend on the number of rows alone, so that whatever is computed per tile has the same bits for any number of
 * workers. Who takes which is settled as they go: a worker whose core does something else as well takes fewer, and nobody
 * waits for its half.
 */
import { type ErrorMessage, toMessage } from '../errors.ts';
import type { HandlerContext } from './handler.ts';

/** Rows of a tile: small enough to share evenly and to stay in cache, large enough to outweigh a call. */
export const TILE_ROWS = 256;

/** The same where a row is the work of a network: 64 to 256, for up to 32 tiles of a batch, so that a small one is shared, too. */
export function networkTileRows(rows: number): number {
  return Math.min(TILE_ROWS, Math.max(64, 64 * Math.ceil(rows / 2048)));
}

/** The work in which a message asks to take part. */
export interface Share {
  readonly rows: number;
  readonly tileRows: number;
  /** How many tiles have been taken, one number in memory that all see. */
  readonly taken: Int32Array;
}

/** A share of work of which nothing is taken yet, for every worker the same. */
export function openShare(rows: number, tileRows: number = TILE_ROWS): Share {
  return { rows, tileRows, taken: new Int32Array(new SharedArrayBuffer(4)) };
}

/** A typed failure of one tile, as plain data. */
export interface TileFailure {
  readonly tile: number;
  readonly error: ErrorMessage;
}

/** Tiles that cover `rows` rows. No rows are one empty tile, so that an empty batch still reaches the field once. */
export function tileCount({ rows, tileRows }: Omit<Share, 'taken'>): number {
  return Math.max(1, Math.ceil(rows / tileRows));
}

/**
 * Runs `work(first, last)` on tiles until all are taken, by whomever. At a failing tile a worker stops and reports it, and nobody
 * takes another: all lower ones are taken by then, so the lowest failure is the one that a single thread would have met.
 */
export async function eachTile(
  { rows, tileRows, taken }: Share,
  context: HandlerContext,
  work: (first: number, last: number) => void,
): Promise<TileFailure | null> {
  const tiles = tileCount({ rows, tileRows });
  for (let tile = Atomics.add(taken, 0, 1); tile < tiles; tile = Atomics.add(taken, 0, 1)) {
    await context.pause();
    try {
      work(tile * tileRows, Math.min(rows, (tile + 1) * tileRows));
    } catch (error) {
      Atomics.store(taken, 0, tiles);
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
