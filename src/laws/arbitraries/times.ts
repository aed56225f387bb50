/**
 * Times for laws. Main tier: away from 0, ½ and 1, where wrong formulas often agree with right ones (α = σ at ½ for CondOT, terms that
 * vanish at the ends). Edge tier: exactly there, and next to the ends.
 */
import fc from 'fast-check';

/** Which times. */
export interface TimesOptions {
  /** Distance kept from both ends, in (0, ¼); default 0.001. 0 lets the edge tier hold the ends themselves. */
  readonly margin?: number;
}

/** Times in [margin, 1 − margin], four of the main tier to one of the edge tier; shrink to ¼ and other simple fractions, then to few decimals. */
export function times({ margin = 0.001 }: TimesOptions = {}): fc.Arbitrary<number> {
  const inside = (t: number): boolean => t >= margin && t <= 1 - margin;
  const main = fc.oneof(
    { withCrossShrink: true },
    { weight: 1, arbitrary: fc.constantFrom(...[0.25, 0.75, 0.125, 0.875].filter(inside)) },
    {
      weight: 5,
      arbitrary: fc
        .integer({ min: 1, max: 999 })
        .map((k) => k / 1000)
        .filter((t) => t !== 0.5 && inside(t)),
    },
    {
      weight: 2,
      arbitrary: fc.double({ min: Math.max(margin, 0.01), max: 1 - Math.max(margin, 0.01), noNaN: true }),
    },
  );
  const edge = fc.constantFrom(0.5, ...new Set([margin, 1 - margin, 1 / 1024, 1023 / 1024].filter(inside)));
  return fc.oneof({ withCrossShrink: true }, { weight: 4, arbitrary: main }, { weight: 1, arbitrary: edge });
}

/** A time, or with `until` the interval from t to there. */
export interface TimeSpan {
  readonly t: number;
  readonly until?: number;
}

/** Three times to one interval between two uniform ends in [0.001, 0.999]; intervals shrink to short ones at the left, then to a time. */
export function timeSpans(): fc.Arbitrary<TimeSpan> {
  const thousandths = fc.noBias(fc.integer({ min: 1, max: 999 }));
  const intervals = fc
    .tuple(thousandths, thousandths)
    .filter(([a, b]) => a !== b)
    .map(([a, b]): TimeSpan => ({ t: Math.min(a, b) / 1000, until: Math.max(a, b) / 1000 }));
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: times().map((t): TimeSpan => ({ t })) },
    { weight: 1, arbitrary: intervals },
  );
}
