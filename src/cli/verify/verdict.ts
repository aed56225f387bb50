/** What all results together say. */
import type { LawInfo } from '../../laws/core/law-info.ts';
import { type LawResult, LOOSE, type Status } from '../../laws/core/result.ts';

export interface VerifySummary {
  readonly trials: number;
  readonly counts: Readonly<Record<Status, number>>;
  /** Laws that hold wherever they judge, but never used more than 1e-3 of a bound, although they are not exact. */
  readonly looseLaws: readonly string[];
  /** True when exit code 0 is deserved. */
  readonly good: boolean;
  /** The verdict in a sentence. */
  readonly words: string;
}

/** The results of one law. */
export interface LawGroup {
  readonly law: LawInfo;
  readonly results: readonly LawResult[];
}

/** Results by law, in the order in which laws first appear. */
export function byLaw(laws: readonly LawInfo[], results: readonly LawResult[]): LawGroup[] {
  return laws
    .map((law) => ({ law, results: results.filter((result) => result.law === law.id) }))
    .filter((group) => group.results.length > 0);
}

/** The result that says most about a law: what fails before what holds, then by ratio. */
export function worstResult(results: readonly LawResult[]): LawResult {
  const rank: Record<Status, number> = { violated: 3, faulty: 2, holds: 1, refused: 0 };
  return results.reduce((worst, next) => {
    const higher = rank[next.status] - rank[worst.status];
    return higher > 0 || (higher === 0 && (next.ratio ?? 0) > (worst.ratio ?? 0)) ? next : worst;
  });
}

/** A law is loose when its largest ratio over all objects is below {@link LOOSE}, and it is not exact everywhere. */
export function isLoose(results: readonly LawResult[]): boolean {
  const held = results.filter((result) => result.status === 'holds');
  return held.some((r) => r.residual! > 0) && held.every((r) => r.ratio! < LOOSE);
}

/** Objects that every law refused, together with what was made from them. `units[i]` is the trial of `results[i]`. */
export function unjudgedObjects(
  units: readonly { readonly object: string; readonly of?: string }[],
  results: readonly LawResult[],
): string[] {
  const judged = new Map<string, boolean>();
  for (const [i, { object, of = object }] of units.entries()) {
    judged.set(of, (judged.get(of) ?? false) || results[i]!.status !== 'refused');
  }
  return [...judged].filter(([, was]) => !was).map(([object]) => object);
}

/**
 * The verdict over all results. A violation or a fault is a finding. So is an object that no law could judge: nothing was verified
 * of it. In our own system every refusal is a finding, as its trials are chosen to be judged.
 */
export function summarise(
  groups: readonly LawGroup[],
  own: boolean,
  unjudged: readonly string[] = [],
): VerifySummary {
  const results = groups.flatMap((group) => group.results);
  const count = (status: Status): number => results.filter((result) => result.status === status).length;
  const counts = {
    holds: count('holds'),
    violated: count('violated'),
    refused: count('refused'),
    faulty: count('faulty'),
  };
  const good =
    counts.violated + counts.faulty + unjudged.length === 0 &&
    counts.holds > 0 &&
    !(own && counts.refused > 0);
  return {
    trials: results.length,
    counts,
    looseLaws: groups.filter((group) => isLoose(group.results)).map((group) => group.law.id),
    good,
    words: verdictWords(results.length, counts, groups.length, unjudged),
  };
}

function verdictWords(
  trials: number,
  counts: Record<Status, number>,
  laws: number,
  unjudged: readonly string[],
): string {
  const parts = [
    counts.holds === 1 ? '1 holds' : `${counts.holds} hold`,
    ...(counts.violated ? [`${counts.violated} violated`] : []),
    ...(counts.faulty ? [`${counts.faulty} faulty`] : []),
    ...(counts.refused ? [`${counts.refused} cannot be judged`] : []),
  ];
  const text = `${laws} law${laws === 1 ? '' : 's'}, ${trials} trial${trials === 1 ? '' : 's'}: ${parts.join(', ')}`;
  if (counts.refused === trials) return `${text}; nothing was verified`;
  return unjudged.length > 0 ? `${text}; nothing was verified of ${unjudged.join(', ')}` : text;
}
