import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ArgumentError } from '../../src/errors.ts';
import type { HandlerContext } from '../../src/parallel/handler.ts';
import { SessionCache } from '../../src/parallel/sessions.ts';
import { eachTile, firstFailure, TILE_ROWS, tileCount } from '../../src/parallel/tiles.ts';

const context: HandlerContext = { sessions: new SessionCache(), pause: async () => {} };

describe('static tiles', () => {
  test('cover every row once, whatever the number of workers, and the same tiles for all', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 9 * TILE_ROWS }),
        fc.integer({ min: 1, max: 9 }),
        async (rows, workers) => {
          const seen = new Uint8Array(rows);
          let tiles = 0;
          for (let worker = 0; worker < workers; worker++) {
            await eachTile({ rows, worker, workers }, context, (first, last) => {
              tiles++;
              expect(first % TILE_ROWS).toBe(0);
              expect((first / TILE_ROWS) % workers).toBe(worker);
              for (let i = first; i < last; i++) seen[i]!++;
            });
          }
          expect(seen.every((n) => n === 1)).toBe(true);
          expect(tiles).toBe(tileCount(rows));
        },
      ),
    );
  });

  test('no rows are one empty tile', async () => {
    const ranges: [number, number][] = [];
    await eachTile({ rows: 0, worker: 0, workers: 2 }, context, (first, last) => ranges.push([first, last]));
    expect(ranges).toEqual([[0, 0]]);
  });

  test('the failure of the lowest tile is that of a single worker, whoever meets it', async () => {
    const rows = 7 * TILE_ROWS;
    const bad = new Set([3, 4, 6]);
    const run = (worker: number, workers: number): ReturnType<typeof eachTile> =>
      eachTile({ rows, worker, workers }, context, (first) => {
        const tile = first / TILE_ROWS;
        if (bad.has(tile)) {
          throw new ArgumentError({
            argument: `tile ${tile}`,
            expected: 'a good one',
            received: 'a bad one',
          });
        }
      });
    const alone = await run(0, 1);
    expect(alone).toMatchObject({ tile: 3, error: { code: 'argument', argument: 'tile 3' } });
    for (const workers of [2, 3, 4, 8]) {
      const failures = await Promise.all(Array.from({ length: workers }, (_, w) => run(w, workers)));
      expect(firstFailure(failures)).toEqual(alone);
      expect(firstFailure(failures.reverse())).toEqual(alone);
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
