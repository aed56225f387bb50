import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ArgumentError } from '../../src/errors.ts';
import type { HandlerContext } from '../../src/parallel/handler.ts';
import { SessionCache } from '../../src/parallel/sessions.ts';
import {
  eachTile,
  firstFailure,
  networkTileRows,
  openShare,
  TILE_ROWS,
  type TileFailure,
  tileCount,
} from '../../src/parallel/tiles.ts';

const context: HandlerContext = { sessions: new SessionCache(), pause: async () => {} };

/** Shares of `workers` at once, each of which goes on after a pause of its own: chance decides who takes what, from the seed on. */
async function together(
  rows: number,
  pauses: readonly number[],
  work: (first: number, last: number, worker: number) => void,
  tileRows?: number,
): Promise<(TileFailure | null)[]> {
  const share = openShare(rows, tileRows);
  return Promise.all(
    pauses.map((turns, worker) => {
      const pause = async (): Promise<void> => {
        for (let i = 0; i < turns; i++) await null;
      };
      return eachTile(share, { ...context, pause }, (first, last) => work(first, last, worker));
    }),
  );
}

describe('tiles', () => {
  test('cover every row once, whatever the number of workers and their pace, and the same tiles for all', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 9 * TILE_ROWS }),
        fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 9 }),
        fc.constantFrom(64, 192, TILE_ROWS),
        async (rows, pauses, tileRows) => {
          const seen = new Uint8Array(rows);
          let tiles = 0;
          const work = (first: number, last: number): void => {
            tiles++;
            expect(first % tileRows).toBe(0);
            expect(last).toBe(Math.min(rows, first + tileRows));
            for (let i = first; i < last; i++) seen[i]!++;
          };
          await together(rows, pauses, work, tileRows);
          expect(seen.every((n) => n === 1)).toBe(true);
          expect(tiles).toBe(tileCount({ rows, tileRows }));
        },
      ),
    );
  });

  test('of a network are 64 rows in a small batch and 256 in a large one, about 32 of them in between', () => {
    const sizes = [0, 1, 256, 2048, 2049, 4096, 6145, 8192, 1e6].map(networkTileRows);
    expect(sizes).toEqual([64, 64, 64, 64, 128, 128, 256, 256, 256]);
  });

  test('no rows are one empty tile', async () => {
    const ranges: [number, number][] = [];
    await together(0, [0, 0], (first, last) => ranges.push([first, last]));
    expect(ranges).toEqual([[0, 0]]);
  });

  test('who is slow takes fewer', async () => {
    const taken = [0, 0];
    await together(40 * TILE_ROWS, [1, 20], (_first, _last, worker) => {
      taken[worker]!++;
    });
    expect(taken[0]! + taken[1]!).toBe(40);
    expect(taken[0]).toBeGreaterThan(30);
  });

  test('the failure of the lowest tile is that of a single worker, whoever meets it, and the last that is begun', async () => {
    const rows = 70 * TILE_ROWS;
    const bad = new Set([3, 4, 6]);
    const run = async (
      pauses: readonly number[],
    ): Promise<{ failures: (TileFailure | null)[]; last: number }> => {
      let highest = 0;
      const failures = await together(rows, pauses, (first) => {
        const tile = first / TILE_ROWS;
        highest = Math.max(highest, tile);
        if (bad.has(tile)) {
          throw new ArgumentError({
            argument: `tile ${tile}`,
            expected: 'a good one',
            received: 'a bad one',
          });
        }
      });
      return { failures, last: highest };
    };
    const { failures: alone, last } = await run([0]);
    expect(last).toBe(3);
    expect(alone).toMatchObject([{ tile: 3, error: { code: 'argument', argument: 'tile 3' } }]);
    for (const pauses of [
      [0, 0],
      [0, 3],
      [5, 1, 0],
      [1, 2, 3, 4],
      [0, 9, 0, 9, 0, 9, 0, 9],
    ]) {
      const { failures, last } = await run(pauses);
      expect(firstFailure(failures)).toEqual(alone[0]);
      expect(firstFailure(failures.reverse())).toEqual(alone[0]);
      // What was taken before the failure is finished, and no more.
      expect(last).toBeLessThan(3 + 2 * pauses.length + 9);
    }
    expect(firstFailure([null, null])).toBeNull();
  });
});

describe('sessions', () => {
  test('build once per name and session until released; without a session every time', () => {
    const cache = new SessionCache();
    let built = 0;
    const build = (): number => ++built;
    expect([cache.get(1, 'a', build), cache.get(1, 'a', build)]).toEqual([1, 1]);
    expect(cache.get(1, 'b', build)).toBe(2);
    expect(cache.get(2, 'a', build)).toBe(3);
    expect(cache.size).toBe(2);
    cache.release(1);
    expect(cache.size).toBe(1);
    expect(cache.get(1, 'a', build)).toBe(4);
    expect([cache.get(undefined, 'a', build), cache.get(undefined, 'a', build)]).toEqual([5, 6]);
    cache.release(99);
    expect(cache.size).toBe(2);
  });
});
