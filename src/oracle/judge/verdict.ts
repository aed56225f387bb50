/** Verdicts, from worst to best, and what each one says. */

export type Verdict = 'REFUTED' | 'SUSPECT' | 'NO-POWER' | 'PLAUSIBLE' | 'PROVED' | 'EXACT';

/** Worst first: the verdict on several answers is the worst of them. */
export const verdicts: readonly { readonly verdict: Verdict; readonly says: string }[] = [
  {
    verdict: 'REFUTED',
    says: 'an answer is farther from the truth than the declared arithmetic can take it, by any known form of the formula and in any order of summation',
  },
  {
    verdict: 'SUSPECT',
    says: 'inside the proven bound, but farther than independent roundings would go once in a million elements',
  },
  {
    verdict: 'NO-POWER',
    says: 'inside the bound, but a known mistake would be inside it as well (or within ten times of it): no pass',
  },
  {
    verdict: 'PLAUSIBLE',
    says: 'inside the statistical bound, which tells every known mistake apart; the proven bound is too wide to',
  },
  {
    verdict: 'PROVED',
    says: 'inside the proven bound, and every known mistake is at least ten times outside it',
  },
  {
    verdict: 'EXACT',
    says: 'every element is the truth, rounded once (in float64: equal to the last bit to our value, whose radius is known)',
  },
];

const rank = new Map(verdicts.map(({ verdict }, i) => [verdict, i]));

/** The worse of two verdicts. */
export const worse = (a: Verdict, b: Verdict): Verdict => (rank.get(a)! <= rank.get(b)! ? a : b);

const passes: readonly (Verdict | null)[] = ['EXACT', 'PROVED', 'PLAUSIBLE'];

/** Whether a verdict counts as verified. */
export const isPass = (verdict: Verdict | null): boolean => passes.includes(verdict);

/** How far a known mistake must lie outside the bound, in bounds, before an answer inside it counts as a pass. */
export const POWER = 10;

/**
 * Statistical bound in standard deviations: for normal errors beyond 6σ once in 5·10⁸ elements; independence is a model, so the
 * bound accuses nobody (SUSPECT), it only asks for a look.
 */
export const DEVIATIONS = 6;
