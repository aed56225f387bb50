/** Which known mistakes the answers of a refuted operation agree with. */
import type { Outcome, Tensor } from '../contract.ts';
import type { Replacement } from '../formula.ts';
import type { Mistake } from '../mistakes/mistake.ts';
import { evaluate } from '../truth.ts';
import { judgeAnswer, ratioOf, tensorsFrom } from './answer.ts';
import type { CaseJudgement } from './case-verdict.ts';
import { distanceOf, squares } from './distance.ts';
import type { OperationJudgement } from './operation-verdict.ts';
import type { Prepared } from './prepared.ts';
import { POWER } from './verdict.ts';

/** Known mistakes in force together: one, or two. */
export interface Explanation {
  /** Ids of the mistakes, joined by ` + `. */
  readonly id: string;
  readonly mistakes: readonly Mistake[];
  /** The later over the earlier: of two in one formula, the order in which they were made. */
  readonly replace: readonly Replacement[];
}

/** An explanation of an operation's answers. */
export interface Match extends Explanation {
  /** Share of the error that it leaves: 10⁻⁶ explains all but roundings, 1 nothing. */
  readonly distance: number;
  /** Whether every element of every case lies within the bounds of its answer. */
  readonly fits: boolean;
}

/** Explanations that leave more than this are not looked at closely. */
export const NEAR = 0.05;
/** A backend may compute the mistake by another form than we do. */
export const SLACK = 2;

/** The cases that a backend has answered. */
export const answered = ({ cases }: OperationJudgement): readonly CaseJudgement[] =>
  cases.filter(({ status }) => status === 'judged');

/** Certified outputs have no bound of their own: they agree where they agree to a thousandth of their size. */
const CERTIFIED = 1e-3;

function agrees(a: Tensor, b: Tensor): boolean {
  const right = Array.from(b.data);
  const size = right.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const limit = a.dtype === 'int32' ? 0 : CERTIFIED * size;
  return right.every((x, i) => Object.is(x, a.data[i]) || Math.abs(x - a.data[i]!) <= limit);
}

type Tensors = Readonly<Record<string, Tensor>>;

/** What an explanation would have answered to a case, by the plainest of its forms. */
export function answerOf({ mistakes, replace }: Explanation, prepared: Prepared): Outcome {
  const { operation, question, machine, variants } = prepared;
  const known = mistakes.length === 1 ? variants.find(({ mistake }) => mistake === mistakes[0]) : undefined;
  return known?.tracked ?? evaluate(operation, question, { machine, replace }).outputs;
}

/**
 * How many bounds several answers are away from what an explanation would have answered. Its bound is its own by its plainest form and
 * that of the truth, where the other forms count: with the mistake in force most of them go around it, and say nothing of it.
 */
export function boundsAway(
  prepared: Prepared,
  explanation: Explanation,
  answers: readonly Tensors[],
): readonly number[] {
  const { operation, question, machine, target } = prepared;
  const { certify: _, certified = [], ...compared } = operation;
  const own = answerOf(explanation, prepared);
  const outputs = Object.fromEntries(
    Object.entries(own).map(([name, elements]) => [
      name,
      elements.map(({ v, e, q }, i) => ({ v, e: e + target.outputs[name]![i]!.e, q })),
    ]),
  );
  const wrong = tensorsFrom(operation, question, own);
  const plain = { ...compared, certified };
  return answers.map((answer) =>
    certified.every((name) => agrees(answer[name]!, wrong[name]!))
      ? ratioOf(judgeAnswer(plain, question, { outputs: answer }, { outputs, probes: {} }, machine))
      : Infinity,
  );
}

/**
 * Whether an explanation leaves nothing open: all answers lie within its bounds, and it is seen, as on some case the truth is ten of its
 * bounds away from it, and so is each of two mistakes by itself.
 */
export function isExplained(explanation: Explanation, cases: readonly CaseJudgement[]): boolean {
  const { mistakes } = explanation;
  const away = cases.map(({ prepared, outputs }) => {
    const { operation, question, target, variants } = prepared;
    const truth = tensorsFrom(operation, question, target.outputs);
    const alone = mistakes.length > 1 ? variants.filter(({ mistake }) => mistakes.includes(mistake)) : [];
    return boundsAway(prepared, explanation, [outputs, truth, ...alone.map((variant) => variant.outputs)]);
  });
  return (
    away.every(([answer]) => answer! <= SLACK) &&
    away[0]!.slice(1).every((_, k) => away.some((bounds) => bounds[k + 1]! >= POWER))
  );
}

/** The better explanation first. */
export const byFit = (a: Match, b: Match): number =>
  Number(b.fits) - Number(a.fits) || a.distance - b.distance;

/** The known mistakes of an operation, best explanation first. */
export function matchMistakes(judgement: OperationJudgement): readonly Match[] {
  const cases = answered(judgement);
  const known = cases[0]?.prepared.variants.map(({ mistake }) => mistake) ?? [];
  const matches = known.map((mistake, k) => {
    const parts = cases.map(({ prepared: { variants, target }, outputs }) =>
      squares(outputs, variants[k]!.tracked, target.outputs),
    );
    const distance = distanceOf(parts);
    const explanation = { id: mistake.id, mistakes: [mistake], replace: mistake.replace };
    return { ...explanation, distance, fits: distance <= NEAR && isExplained(explanation, cases) };
  });
  return matches.sort(byFit);
}
