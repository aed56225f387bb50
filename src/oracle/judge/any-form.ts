/**
 * Every form at once: each formula with all ways to write it, wherever it is called.
 *
 *   (v, e, q)  with  e = max over the ways of (e_way + |v_way − v|),  q = max over the ways of q_way,  v of the truth
 *
 * A backend may write a formula in one way here and in another there. Whatever it chooses for a formula lies within e of v, given that what
 * the formula is handed does; so by induction over the computation every combination of ways is inside, each call by itself.
 */
import type { Tracked } from '../arithmetic/tracked.ts';
import type { Form } from '../forms/form.ts';
import type { AnyFunction, Replacement } from '../formula.ts';

/** What a formula answers: a number, or lists of such. */
type Answer = Tracked | readonly Answer[];

const isList = (answer: Answer): answer is readonly Answer[] => Array.isArray(answer);

/** The truth's answer, widened to where another way may end. */
function reaching(answer: Answer, other: Answer): Answer {
  if (isList(answer)) return answer.map((part, i) => reaching(part, (other as readonly Answer[])[i]!));
  const { v, e, q } = other as Tracked;
  const gap = Math.abs(v - answer.v);
  // A way that has a pole here is no way here. One that only the errors of its arguments take to a pole is, and its e is infinite.
  if (!Number.isFinite(gap)) return answer;
  return { v: answer.v, e: Math.max(answer.e, e + gap), q: Math.max(answer.q, q) };
}

/** A formula in any of its ways. While another way is tried, the formula itself is the right one: two ways may be made of each other. */
function inAnyWay(right: AnyFunction, others: readonly AnyFunction[]): AnyFunction {
  let trying = false;
  const any = (...args: never[]): Answer => {
    const answer = right(...args) as Answer;
    if (trying) return answer;
    trying = true;
    try {
      return others.reduce<Answer>((widest, other) => reaching(widest, other(...args) as Answer), answer);
    } finally {
      trying = false;
    }
  };
  return any as AnyFunction;
}

/** What stands in the place of the formulas of an operation for every combination of its forms. */
export function anyOf(forms: readonly Form[]): readonly Replacement[] {
  const ways = forms.flatMap(({ replace }) => replace);
  return [...new Set(ways.map(({ id }) => id))].map((id) => ({
    id,
    by: (right) =>
      inAnyWay(
        right,
        ways.filter((way) => way.id === id).map(({ by }) => by(right)),
      ),
  }));
}
