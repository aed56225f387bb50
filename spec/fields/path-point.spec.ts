/** The path point that all components see. */
import { describe, expect, it } from 'vitest';
import { PoleError } from '../../src/errors.ts';
import { type PathPoint, setPathPoint } from '../../src/fields/components.ts';
import { condOT, cosine, polynomial, type Schedule } from '../../src/schedules/index.ts';

describe('the path point', () => {
  const blank = (): PathPoint => ({ t: 9, alpha: 9, sigma: 9, alphaDot: 9, sigmaDot: 9, sigmaSigmaDot: 9 });

  it('is the schedule at one time, its derivatives 0 unless asked for', () => {
    const t = 0.3;
    const values = { t, alpha: cosine.alpha(t), sigma: cosine.sigma(t) };
    expect(setPathPoint(cosine, t, false, blank())).toEqual({
      ...values,
      alphaDot: 0,
      sigmaDot: 0,
      sigmaSigmaDot: 0,
    });
    expect(setPathPoint(cosine, t, true, blank())).toEqual({
      ...values,
      alphaDot: cosine.alphaDot(t),
      sigmaDot: cosine.sigmaDot(t),
      sigmaSigmaDot: cosine.sigmaSigmaDot(t),
    });
  });

  it('needs finite α̇ and σσ̇, each by itself, when they are asked for', () => {
    const steep: Schedule = { ...condOT, alphaDot: () => Infinity };
    const jump: Schedule = { ...condOT, sigmaSigmaDot: () => -Infinity };
    for (const schedule of [steep, jump, polynomial({ n: 0.5 })]) {
      expect(() => setPathPoint(schedule, 0, true, blank())).toThrow(PoleError);
      expect(() => setPathPoint(schedule, 0, true, blank())).toThrow(/^t = 0: expected finite α̇ and σσ̇/);
      expect(() => setPathPoint(schedule, 0, false, blank())).not.toThrow();
    }
  });
});
