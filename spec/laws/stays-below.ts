/** A law about nothing in particular, to try the core on: the numbers of all cases stay below a limit. */
import fc from 'fast-check';
import {
  type AsyncLaw,
  defineAsyncLaw,
  defineLaw,
  type Law,
  type LawDefinition,
} from '../../src/laws/core/index.ts';

/** A limit that no number of a case may reach. */
export interface Limit {
  readonly name?: string;
  readonly limit: number;
  readonly answer?: (n: number) => number;
}
export interface Counted {
  readonly n: number;
}

export const definition: LawDefinition<Limit, Counted> = {
  id: 'stays-below',
  number: 1,
  title: 'n < limit',
  kind: 'run',
  assumes: [],
  export: 'staysBelow',
  runs: 100,
  refuses: ({ limit }) => (limit < 0 ? 'limits below 0 are not judged' : null),
  cases: () => fc.integer({ min: 0, max: 1000 }).map((n) => ({ n })),
  words: ({ n }) => `n = ${n}`,
  measure: ({ limit, answer = (n) => n }, { n }) => ({
    residual: Math.max(0, answer(n)),
    bound: limit,
    why: 'by definition',
    detail: `${n} against ${limit}`,
  }),
};
export const staysBelow: Law<Limit, Counted> = defineLaw(definition);
export const staysBelowLater: AsyncLaw<Limit, Counted> = defineAsyncLaw<Limit, Counted>({
  ...definition,
  export: 'staysBelowLater',
  measure: async (subject, at) => {
    await Promise.resolve();
    return definition.measure(subject, at);
  },
});
