/** All trials of some rooms of our own system, with a third of each law's cases: CI tries all of them three times over with `flowproof verify`. */
import { expect, test } from 'vitest';
import type { LawResult, Trial } from '../../src/laws/core/index.ts';
import { LOOSE } from '../../src/laws/core/index.ts';
import { laws } from '../../src/laws/registry.ts';

const fewer = new Map(laws.map(({ id, runs }) => [id, Math.ceil(runs / 3)]));

const said = ({ law, object, status, reason, counterexample, ratio, replay }: LawResult): string =>
  `${law} on ${object}: ${status} ${reason ?? ''} ${counterexample?.words ?? ''} ratio ${ratio} replay ${replay}`;

/** Laws whose largest ratio over all objects is below {@link LOOSE}, though they are not exact. */
export function looseLaws(results: readonly LawResult[]): string[] {
  const ids = [...new Set(results.map((result) => result.law))];
  return ids.filter((id) => {
    const own = results.filter((result) => result.law === id);
    return own.some((r) => r.residual !== 0) && !own.some((r) => r.ratio! >= LOOSE);
  });
}

/** One test for each room: every trial holds, and no law is too loose over all its objects. */
export function holdRooms(rooms: Readonly<Record<string, () => readonly Trial[]>>): void {
  test.each(Object.entries(rooms))(
    '%s: every law holds, and none is too loose',
    async (_, trials) => {
      const results: LawResult[] = [];
      for (const { law, held } of trials()) results.push(await held.check({ runs: fewer.get(law)! }));
      expect(results.length).toBeGreaterThan(0);
      expect(results.filter(({ status }) => status !== 'holds').map(said)).toEqual([]);
      expect(looseLaws(results)).toEqual([]);
    },
    120_000,
  );
}
