/**
 * The power of the laws: which law sees which planted mistake, and the smallest size at which it still does.
 *
 * A mistake of size s is right + s · (wrong − right). At size 0 every law has to hold (the control: what is found later is the mistake),
 * at size 1 one law at least has to be violated. The detection threshold of a law is then looked for on the sizes
 * 1, 0.3, 0.1, 0.03, … 1e-16 by bisection, as a law that sees a size sees larger ones.
 */
import type { LawResult, Status } from '../core/result.ts';
import type { Mistake } from './mistake.ts';

/** Sizes of a mistake, half a decade apart. */
export const SIZES: readonly number[] = Array.from({ length: 33 }, (_, i) =>
  Number(i % 2 === 0 ? `1e-${i / 2}` : `3e-${(i + 1) / 2}`),
);

/** One law on one mistake. */
export interface MistakeTrial {
  readonly mistake: string;
  readonly law: string;
  readonly object: string;
  /** The verdict at size 0, which has to be `holds`, and why it is another. */
  readonly control: Status;
  readonly controlReason: string | null;
  /** The verdict at size 1: `violated` is a kill. */
  readonly status: Status;
  /** residual / bound of the first counterexample at size 1. */
  readonly ratio: number | null;
  /** The smallest of {@link SIZES} at which the law is violated; null where it is not at 1, or was not asked. */
  readonly threshold: number | null;
}

/** How a mistake is tried. */
export interface PowerOptions {
  /** Cases, as a multiple of each law's own number; default 1. */
  readonly effort?: number;
  readonly runs?: number;
  readonly seed?: number;
  /** Look for detection thresholds as well. Default true. */
  readonly thresholds?: boolean;
}

/** Tries trial `index` of a mistake, the same law at every size, at size 0, at size 1, and between. */
export async function tryMistake(
  mistake: Mistake,
  index: number,
  { thresholds = true, ...options }: PowerOptions = {},
): Promise<MistakeTrial> {
  const at = async (size: number): Promise<LawResult> =>
    mistake.trials(size)[index]!.held.check({ ...options, shrink: false });
  const control = await at(0);
  const full = await at(1);
  const seen = full.status === 'violated';
  return {
    mistake: mistake.id,
    law: full.law,
    object: full.object,
    control: control.status,
    controlReason: control.status === 'holds' ? null : (control.reason ?? `at ${control.worst}`),
    status: full.status,
    ratio: full.ratio,
    threshold: seen && thresholds ? await smallestSeen(at) : null,
  };
}

/** The smallest size at which the law is violated, given that it is at size 1. */
async function smallestSeen(at: (size: number) => Promise<LawResult>): Promise<number> {
  let [seen, unseen] = [0, SIZES.length];
  while (unseen - seen > 1) {
    const middle = (seen + unseen) >> 1;
    if ((await at(SIZES[middle]!)).status === 'violated') seen = middle;
    else unseen = middle;
  }
  return SIZES[seen]!;
}

/** What all mistakes together say of the laws. */
export interface PowerSummary {
  readonly mistakes: number;
  /** Mistakes that no law sees; of some laws alone nobody asks that they see all. */
  readonly survivors: readonly string[];
  /** Where only some laws took part: the mistakes that none of them sees, which others are there for. */
  readonly forOthers: readonly string[];
  /** 'mistake: law' where the law does not hold for the right object. */
  readonly failedControls: readonly string[];
  /** Laws that see no mistake at all. */
  readonly idleLaws: readonly string[];
  readonly good: boolean;
}

/** The verdict over all trials. `laws`: ids of the laws that took part; `whole`: these are all there are. */
export function summarisePower(
  mistakes: readonly Mistake[],
  laws: readonly string[],
  trials: readonly MistakeTrial[],
  whole = true,
): PowerSummary {
  const kills = trials.filter(({ status, control }) => status === 'violated' && control === 'holds');
  const killed = new Set(kills.map(({ mistake }) => mistake));
  const able = new Set(kills.map(({ law }) => law));
  const unseen = mistakes.map(({ id }) => id).filter((id) => !killed.has(id));
  const survivors = whole ? unseen : [];
  const failedControls = trials
    .filter(({ control }) => control !== 'holds')
    .map(({ mistake, law, object }) => `${mistake}: ${law} on ${object}`);
  const idleLaws = laws.filter((id) => !able.has(id));
  return {
    mistakes: mistakes.length,
    survivors,
    forOthers: whole ? [] : unseen,
    failedControls,
    idleLaws,
    good: mistakes.length > 0 && survivors.length + failedControls.length + idleLaws.length === 0,
  };
}
