/** Which known mistakes the answers of a refuted operation agree with. */

import { fold, type Key } from '../../random/index.ts';
import type { Case, Tensor } from '../contract.ts';
import { drawCase } from '../generate.ts';
import type { Mistake } from '../mistakes/mistake.ts';
import { judgeAnswer, ratioOf } from './answer.ts';
import type { CaseJudgement } from './case-verdict.ts';
import { distanceOf, squares } from './distance.ts';
import type { OperationJudgement } from './operation-verdict.ts';
import { prepare, variantOf } from './prepared.ts';
import { targetOf } from './target.ts';
import { POWER } from './verdict.ts';

/** A known mistake as an explanation of an operation's answers. */
export interface Match {
  readonly mistake: Mistake;
  /** Share of the error that it leaves: 10⁻⁶ explains all but roundings, 1 nothing. */
  readonly distance: number;
  /** Whether every element of every case lies within the bounds of this mistake's answer. */
  readonly fits: boolean;
}

/** Explanations that leave more than this are not looked at closely. */
const NEAR = 0.05;
/** A backend may compute the mistake by another form than we do. */
const SLACK = 2;

function answers(judgement: OperationJudgement): readonly CaseJudgement[] {
  return judgement.cases.filter(({ status }) => status === 'judged');
}

/** Certified outputs have no bound of their own: they agree where they agree to a thousandth of their size. */
const CERTIFIED = 1e-3;

function agrees(a: Tensor, b: Tensor): boolean {
  const right = Array.from(b.data);
  const size = right.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const limit = a.dtype === 'int32' ? 0 : CERTIFIED * size;
  return right.every((x, i) => Object.is(x, a.data[i]) || Math.abs(x - a.data[i]!) <= limit);
}

function fitsEverywhere(mistake: Mistake, cases: readonly CaseJudgement[]): boolean {
  return cases.every(({ prepared, outputs }) => {
    const { operation, question, machine, variants } = prepared;
    const { certify: _, ...compared } = operation;
    const wrong = variants.find((variant) => variant.mistake === mistake)!.outputs;
    if (!(operation.certified ?? []).every((name) => agrees(outputs[name]!, wrong[name]!))) return false;
    const target = targetOf(operation, question, { machine, replace: mistake.replace });
    return ratioOf(judgeAnswer(compared, question, { outputs }, target, machine)) <= SLACK;
  });
}

/** The known mistakes of an operation, best explanation first. */
export function matchMistakes(judgement: OperationJudgement): readonly Match[] {
  const cases = answers(judgement);
  const known = cases[0]?.prepared.variants.map(({ mistake }) => mistake) ?? [];
  const matches = known.map((mistake, k) => {
    const parts = cases.map(({ prepared: { variants, target }, outputs }) =>
      squares(outputs, variants[k]!.tracked, target.outputs),
    );
    const distance = distanceOf(parts);
    return { mistake, distance, fits: distance <= NEAR && fitsEverywhere(mistake, cases) };
  });
  return matches.sort((a, b) => Number(b.fits) - Number(a.fits) || a.distance - b.distance);
}

/** A case on which two explanations differ by ten bounds; null where none of 200 drawn cases does. */
export function separatingCase(judgement: OperationJudgement, a: Mistake, b: Mistake, key: Key): Case | null {
  const { operation, dtype, cases } = judgement;
  const machine = cases[0]!.prepared.machine;
  for (let i = 0; i < 200; i++) {
    const question = drawCase(operation, fold(key, i), { id: `${operation.name}/${dtype}/next/${i}`, dtype });
    const { target } = prepare(operation, question, machine, []);
    const first = variantOf(operation, question, a, target, machine);
    const second = targetOf(operation, question, { machine, replace: b.replace });
    const { certify: _, ...compared } = operation;
    if (ratioOf(judgeAnswer(compared, question, { outputs: first.outputs }, second, machine)) >= POWER) {
      return question;
    }
  }
  return null;
}
