/**
 * Which two known mistakes at once the answers of a refuted operation agree with, where no single one does.
 *
 * Pairs are tried on one case, those that stay near on the next, and so on: few are left after the first, so that a thousand pairs cost
 * little more than a case each. The cases that no single mistake explains come first, and of those the smallest. Where there are more
 * pairs than that, those with a mistake that explains much by itself are tried: of two that were made, one nearly always does.
 */
import type { CaseJudgement } from './case-verdict.ts';
import { distanceOf, type Squares, squares } from './distance.ts';
import { answered, answerOf, byFit, type Explanation, isExplained, type Match, NEAR } from './match.ts';
import type { OperationJudgement } from './operation-verdict.ts';

/** Pairs that are tried. */
const MOST = 1000;
/** Pairs that are followed through all cases although they are not near: one of them may be the runner-up. */
const FOLLOWED = 4;
/** Pairs whose bounds are looked at. */
const CLOSE = 12;

/** Two of the mistakes at once, those with the nearest first; in both orders where they replace the same formula. */
function pairsOf(singles: readonly Match[]): readonly Explanation[] {
  return singles.flatMap((a, i) =>
    singles.slice(i + 1).flatMap((b): Explanation[] => {
      // The name does not depend on which of the two is nearer, so that it is the same in every operation.
      const [first, second] = a.id < b.id ? [a, b] : [b, a];
      const id = `${first.id} + ${second.id}`;
      const pair = { id, mistakes: [...first.mistakes, ...second.mistakes] };
      const inOrder = { ...pair, replace: [...first.replace, ...second.replace] };
      const meet = a.replace.some((one) => b.replace.some((other) => other.id === one.id));
      return meet ? [inOrder, { ...pair, replace: [...second.replace, ...first.replace] }] : [inOrder];
    }),
  );
}

const elementsOf = ({ outputs, prepared }: CaseJudgement): number =>
  [...Object.values(outputs), ...Object.values(prepared.question.inputs)].reduce(
    (count, { data }) => count + data.length,
    0,
  );

/** Those first that tell most: not near to any single mistake, then small. */
function tellingFirst(cases: readonly CaseJudgement[]): readonly CaseJudgement[] {
  const ranked = cases.map((one) => {
    const { variants, target } = one.prepared;
    const near = variants.some(
      ({ tracked }) => distanceOf([squares(one.outputs, tracked, target.outputs)]) <= NEAR,
    );
    return { one, near, size: elementsOf(one) };
  });
  ranked.sort((a, b) => Number(a.near) - Number(b.near) || a.size - b.size);
  return ranked.map(({ one }) => one);
}

interface Trial {
  readonly pair: Explanation;
  readonly parts: readonly Squares[];
  readonly distance: number;
}

function tryOn({ pair, parts }: Trial, { prepared, outputs }: CaseJudgement): Trial {
  const all = [...parts, squares(outputs, answerOf(pair, prepared), prepared.target.outputs)];
  return { pair, parts: all, distance: distanceOf(all) };
}

/** The pairs nearest to the answers, best explanation first; `singles`: the known mistakes, the nearest first. */
export function matchPairs(judgement: OperationJudgement, singles: readonly Match[]): readonly Match[] {
  const cases = tellingFirst(answered(judgement));
  let open: readonly Trial[] = pairsOf(singles)
    .slice(0, MOST)
    .map((pair) => ({ pair, parts: [], distance: Infinity }));
  for (const one of cases) {
    const tried = open.map((trial) => tryOn(trial, one)).sort((a, b) => a.distance - b.distance);
    open = tried.filter(({ distance }, i) => i < FOLLOWED || distance <= NEAR);
  }
  const best = new Map<string, Match>();
  for (const { pair, distance } of open.slice(0, CLOSE)) {
    const match = { ...pair, distance, fits: distance <= NEAR && isExplained(pair, cases) };
    const before = best.get(pair.id);
    if (!before || byFit(match, before) < 0) best.set(pair.id, match);
  }
  return [...best.values()].sort(byFit);
}
