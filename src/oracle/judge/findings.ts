/**
 * From refuted operations to named mistakes: a mistake that shows in several operations is reported once, at its root.
 *
 * Among all mistakes that fit some refuted operation, the one that explains most of them is taken first, then the one that explains most
 * of the rest, and so on (greedy set cover). Ties go to the mistake that is named already, then to the one that is contradicted by fewer
 * operations (it would have changed their answers, and they passed), then to the one that claims less about what was not asked, then to
 * the smaller distance. What no mistake explains is described; what cannot be described is tried with two mistakes at once.
 */
import { key } from '../../random/index.ts';
import { descriptionOf, together, unknownOf } from './describe.ts';
import { type Finding, type Refuted, runnerUpOf } from './finding.ts';
import { type Explanation, type Match, matchMistakes } from './match.ts';
import { matchPairs } from './match-pairs.ts';
import type { OperationJudgement } from './operation-verdict.ts';
import { separatingCase } from './separating-case.ts';

const labelOf = ({ operation, dtype }: OperationJudgement): string => `${operation.name} (${dtype})`;

/** Operations that an explanation changes, the root first. */
const touchedBy = ({ mistakes }: Explanation): readonly string[] => [
  ...new Set(mistakes.flatMap(({ operations }) => operations)),
];

function rootOf(explanation: Explanation, explained: readonly Refuted[]): string {
  const names = new Set(explained.map(({ judgement }) => judgement.operation.name));
  return touchedBy(explanation).find((name) => names.has(name)) ?? explained[0]!.judgement.operation.name;
}

interface Candidate {
  readonly match: Match;
  readonly explained: readonly Refuted[];
  readonly distance: number;
}

/** What explains most of what is open; null where nothing fits. */
function bestCandidate(
  open: readonly Refuted[],
  passed: ReadonlySet<string>,
  named: ReadonlySet<string>,
): Candidate | null {
  const fitting = new Map<string, { match: Match; explained: Refuted[]; distance: number }>();
  for (const refuted of open) {
    for (const match of refuted.matches) {
      if (!match.fits) continue;
      const entry = fitting.get(match.id) ?? { match, explained: [], distance: 0 };
      entry.explained.push(refuted);
      entry.distance = Math.max(entry.distance, match.distance);
      fitting.set(match.id, entry);
    }
  }
  const ranked = [...fitting.values()].map((candidate) => {
    const touched = touchedBy(candidate.match);
    return {
      ...candidate,
      fresh: candidate.match.mistakes.filter(({ id }) => !named.has(id)).length,
      contradictions: touched.filter((name) => passed.has(name)).length,
      claims: touched.length,
    };
  });
  ranked.sort(
    (a, b) =>
      b.explained.length - a.explained.length ||
      a.fresh - b.fresh ||
      a.contradictions - b.contradictions ||
      a.claims - b.claims ||
      a.distance - b.distance,
  );
  return ranked[0] ?? null;
}

function findingOf({ match, explained, distance }: Candidate): Finding {
  const root = rootOf(match, explained);
  const { judgement, matches } = explained.find((one) => one.judgement.operation.name === root)!;
  const second = matches.find(({ id }) => id !== match.id);
  const apart = second?.fits ? separatingCase(judgement, match, second, key(97)) : null;
  const titles = match.mistakes.map(({ title }) => title);
  return {
    kind: titles.length > 1 ? 'pair' : 'mistake',
    id: match.id,
    sentence: titles.length > 1 ? `two mistakes at once: ${titles.join('; and ')}` : titles[0]!,
    mistakes: match.mistakes,
    root,
    explains: explained.map(({ name }) => name),
    distance,
    runnerUp: second ? runnerUpOf(judgement, second) : null,
    separatedBy: apart ? { settings: apart.settings, sizes: apart.sizes, id: apart.id } : null,
  };
}

/** Takes what explains most, again and again; leaves what nothing explains. */
function cover(
  all: readonly Refuted[],
  passed: ReadonlySet<string>,
  before: readonly Finding[],
): { readonly findings: readonly Finding[]; readonly open: readonly Refuted[] } {
  const findings = [...before];
  let open = all;
  for (;;) {
    const named = new Set(findings.flatMap(({ mistakes }) => mistakes.map(({ id }) => id)));
    const best = bestCandidate(open, passed, named);
    if (best === null) return { findings, open };
    findings.push(findingOf(best));
    open = open.filter((refuted) => !best.explained.includes(refuted));
  }
}

/** What explains the refuted operations: what is named first, most consequential first in each group. */
export function findingsOf(judgements: readonly OperationJudgement[]): readonly Finding[] {
  const refuted = judgements
    .filter(({ verdict }) => verdict === 'REFUTED')
    .map((judgement) => ({ judgement, name: labelOf(judgement), matches: matchMistakes(judgement) }));
  const names = new Set(refuted.map(({ judgement }) => judgement.operation.name));
  const passed = new Set(
    judgements.flatMap(({ verdict, operation }) =>
      verdict !== null && !names.has(operation.name) ? [operation.name] : [],
    ),
  );
  const single = cover(refuted, passed, []);
  const described = single.open.map(descriptionOf);
  const nameless = single.open.filter((_, i) => described[i] === null);
  const inPairs = nameless.map((one) => ({ ...one, matches: matchPairs(one.judgement, one.matches) }));
  const { findings, open } = cover(inPairs, passed, single.findings);
  const unknown = nameless.filter(({ name }) => open.some((one) => one.name === name)).map(unknownOf);
  return [...findings, ...together([...described.filter((one) => one !== null), ...unknown])];
}
