/** The verdict on an operation from all of its cases, and its power: how small a part of each known mistake would be seen. */
import type { Operation } from '../contract.ts';
import type { CaseJudgement } from './case-verdict.ts';
import { ULP_BINS, type WorstElement } from './compare.ts';
import { POWER, type Verdict, worse } from './verdict.ts';

/** How well the judged cases tell a mistake from the truth. */
export interface MistakePower {
  readonly mistake: string;
  /** Largest distance of its answer from the truth, in proven bounds. */
  readonly separation: number;
  /** The same in statistical bounds. */
  readonly deviation: number;
  /** The smallest share of the mistake (truth + share · (mistake − truth)) that is refuted: 1/separation. */
  readonly seenFrom: number;
}

export interface OperationJudgement {
  readonly operation: Operation;
  readonly dtype: 'float32' | 'float64';
  /** Null where no case was judged. */
  readonly verdict: Verdict | null;
  readonly cases: readonly CaseJudgement[];
  readonly asked: number;
  readonly judged: number;
  readonly unsupported: number;
  readonly errors: number;
  readonly faults: number;
  /** Largest |error|/bound over all cases. */
  readonly ratio: number;
  readonly worst: (WorstElement & { readonly case: string; readonly part: string }) | null;
  readonly ulps: readonly number[];
  readonly bias: number;
  readonly power: readonly MistakePower[];
  /** Known mistakes that these cases could not have seen. */
  readonly blind: readonly string[];
  readonly seconds: number;
}

function powerOf(cases: readonly CaseJudgement[]): MistakePower[] {
  const best = new Map<string, MistakePower>();
  for (const { prepared } of cases) {
    for (const { mistake, separation, deviation } of prepared.variants) {
      const before = best.get(mistake.id);
      const most = Math.max(separation, before?.separation ?? 0);
      best.set(mistake.id, {
        mistake: mistake.id,
        separation: most,
        deviation: Math.max(deviation, before?.deviation ?? 0),
        seenFrom: 1 / most,
      });
    }
  }
  return [...best.values()].sort((a, b) => a.separation - b.separation);
}

/** Passes count only where every known mistake that could be seen would have been seen. */
function overall(judged: readonly CaseJudgement[], power: readonly MistakePower[]): Verdict | null {
  if (judged.length === 0) return null;
  const found = judged.map(({ verdict }) => verdict!);
  const worst = found
    .filter((verdict) => verdict === 'REFUTED' || verdict === 'SUSPECT')
    .reduce(worse, 'EXACT');
  if (worst === 'REFUTED') return worst;
  if (found.every((verdict) => verdict === 'EXACT')) return 'EXACT';
  if (worst === 'SUSPECT') return worst;
  if (power.every(({ separation }) => separation >= POWER)) return 'PROVED';
  return power.every(({ separation, deviation }) => separation >= POWER || deviation >= POWER)
    ? 'PLAUSIBLE'
    : 'NO-POWER';
}

/** Gathers the cases of one operation and element type. */
export function judgeOperation(
  operation: Operation,
  dtype: 'float32' | 'float64',
  cases: readonly CaseJudgement[],
): OperationJudgement {
  const judged = cases.filter(({ status }) => status === 'judged');
  const count = (status: CaseJudgement['status']): number =>
    cases.filter((judgement) => judgement.status === status).length;
  // A mistake that shows on no judged case, such as one of a schedule that the backend does not have, is not held against it.
  const power = powerOf(judged).filter(({ separation }) => separation > 0);
  const ulps = new Array<number>(ULP_BINS).fill(0);
  let ratio = 0;
  let worst: OperationJudgement['worst'] = null;
  let bias = 0;
  let outputs = 0;
  for (const { parts, prepared } of judged) {
    for (const { name, kind, comparison } of parts) {
      comparison.ulps.forEach((n, bin) => {
        ulps[bin] = ulps[bin]! + n;
      });
      if (kind === 'output') {
        bias += comparison.bias;
        outputs += 1;
      }
      if (comparison.worst !== null && (worst === null || comparison.ratio > ratio)) {
        worst = { ...comparison.worst, case: prepared.question.id, part: name };
      }
      ratio = Math.max(ratio, comparison.ratio);
    }
  }
  return {
    operation,
    dtype,
    verdict: overall(judged, power),
    cases,
    asked: cases.length,
    judged: judged.length,
    unsupported: count('unsupported'),
    errors: count('error'),
    faults: count('fault'),
    ratio,
    worst,
    ulps,
    bias: outputs > 0 ? bias / outputs : 0,
    power,
    blind: power
      .filter(({ separation, deviation }) => separation < POWER && deviation < POWER)
      .map(({ mistake }) => mistake),
    seconds: judged.reduce((total, { seconds }) => total + seconds, 0),
  };
}
