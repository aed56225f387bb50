/**
 * From refuted operations to named mistakes: a mistake that shows in several operations is reported once, at its root.
 *
 * Among all mistakes that fit some refuted operation, the one that explains most of them is taken first, then the one that explains most
 * of the rest, and so on (greedy set cover). Ties go to the mistake that is contradicted by fewer operations (it would have changed their
 * answers, and they passed), then to the one that claims less about what was not asked, then to the smaller distance. What no mistake explains is described instead.
 */
import { key } from '../../random/index.ts';
import type { Mistake } from '../mistakes/mistake.ts';
import { tensorsFrom } from './answer.ts';
import { invariantOf, type Pair } from './invariants.ts';
import { type Match, matchMistakes, separatingCase } from './match.ts';
import type { OperationJudgement } from './operation-verdict.ts';
import { coarserArithmetic } from './precision.ts';

export interface Finding {
  readonly kind: 'mistake' | 'precision' | 'relation' | 'unknown';
  /** The mistake's id, or the kind of the relation. */
  readonly id: string;
  /** One sentence for the first line of a report. */
  readonly sentence: string;
  readonly mistake: Mistake | null;
  /** Where to look first. */
  readonly root: string;
  /** All refuted operations that this explains, as `operation (dtype)`. */
  readonly explains: readonly string[];
  /** Share of the error that is left; null where there is no explanation. */
  readonly distance: number | null;
  readonly runnerUp: { readonly id: string; readonly distance: number; readonly fits: boolean } | null;
  /** Where the runner-up fits as well: the case that tells the two apart, as the seed of its drawing. */
  readonly separatedBy: { readonly settings: unknown; readonly sizes: unknown; readonly id: string } | null;
}

interface Refuted {
  readonly judgement: OperationJudgement;
  readonly name: string;
  readonly matches: readonly Match[];
}

const labelOf = ({ operation, dtype }: OperationJudgement): string => `${operation.name} (${dtype})`;

function rootOf(mistake: Mistake, explained: readonly Refuted[]): string {
  const names = new Set(explained.map(({ judgement }) => judgement.operation.name));
  return mistake.operations.find((name) => names.has(name)) ?? explained[0]!.judgement.operation.name;
}

interface Candidate {
  readonly mistake: Mistake;
  readonly explained: readonly Refuted[];
  readonly distance: number;
}

/** Operations that a mistake would have changed, and that passed. */
const contradictions = ({ operations }: Mistake, passed: ReadonlySet<string>): number =>
  operations.filter((name) => passed.has(name)).length;

function bestCandidate(open: readonly Refuted[], passed: ReadonlySet<string>): Candidate | null {
  const fitting = new Map<Mistake, { explained: Refuted[]; distance: number }>();
  for (const refuted of open) {
    for (const { mistake, fits, distance } of refuted.matches) {
      if (!fits) continue;
      const entry = fitting.get(mistake) ?? { explained: [], distance: 0 };
      entry.explained.push(refuted);
      entry.distance = Math.max(entry.distance, distance);
      fitting.set(mistake, entry);
    }
  }
  const ranked = [...fitting].map(([mistake, entry]) => ({ mistake, ...entry }));
  ranked.sort(
    (a, b) =>
      b.explained.length - a.explained.length ||
      contradictions(a.mistake, passed) - contradictions(b.mistake, passed) ||
      a.mistake.operations.length - b.mistake.operations.length ||
      a.distance - b.distance,
  );
  return ranked[0] ?? null;
}

function mistakeFinding({ mistake, explained, distance }: Candidate): Finding {
  const root = rootOf(mistake, explained);
  const at = explained.find(({ judgement }) => judgement.operation.name === root)!;
  const second = at.matches.find((match) => match.mistake !== mistake);
  const apart = second?.fits ? separatingCase(at.judgement, mistake, second.mistake, key(97)) : null;
  return {
    kind: 'mistake',
    id: mistake.id,
    sentence: mistake.title,
    mistake,
    root,
    explains: explained.map(({ name }) => name),
    distance,
    runnerUp: second ? { id: second.mistake.id, distance: second.distance, fits: second.fits } : null,
    separatedBy: apart ? { settings: apart.settings, sizes: apart.sizes, id: apart.id } : null,
  };
}

function pairsOf(judgement: OperationJudgement, output: string): readonly Pair[] {
  return judgement.cases
    .filter(({ status }) => status === 'judged')
    .map(({ prepared, outputs }) => {
      const { operation, question, target } = prepared;
      const bounds = target.outputs[output]!.map(({ e }) => (Number.isFinite(e) ? e : 0));
      return {
        name: output,
        received: outputs[output]!,
        truth: tensorsFrom(operation, question, target.outputs)[output]!,
        bound: bounds.reduce((a, b) => Math.max(a, b), 0),
        sizes: question.sizes,
        inputs: question.inputs,
      };
    });
}

/** The output that is farthest off: what is described where no mistake fits. */
function describe({ judgement, name, matches }: Refuted): Finding {
  const nearest = matches[0];
  const common = {
    mistake: null,
    root: judgement.operation.name,
    explains: [name],
    runnerUp: nearest ? { id: nearest.mistake.id, distance: nearest.distance, fits: false } : null,
    separatedBy: null,
  };
  const coarser = coarserArithmetic(judgement.cases);
  if (coarser) {
    const sentence = `${coarser.sentence}; if that is meant, declare ${coarser.declare}`;
    return { ...common, kind: 'precision', id: `arithmetic.${coarser.precision}`, sentence, distance: 0 };
  }
  for (const { name: output } of judgement.operation.outputs) {
    const wrong = judgement.cases.some(({ parts }) =>
      parts.some((part) => part.name === output && !(part.comparison.ratio <= 1)),
    );
    const invariant = wrong ? invariantOf(pairsOf(judgement, output)) : null;
    if (invariant) {
      return {
        ...common,
        kind: 'relation',
        id: `relation.${invariant.id}`,
        sentence: `output ${output} ${invariant.sentence}`,
        distance: 0,
      };
    }
  }
  const hint =
    nearest && nearest.distance < 1
      ? `; nearest is ${nearest.mistake.id}, which leaves ${nearest.distance.toPrecision(2)} of the error`
      : '';
  return {
    ...common,
    kind: 'unknown',
    id: 'unknown',
    sentence: `no known mistake explains the answers${hint}`,
    distance: null,
  };
}

/** The same arithmetic in many operations is one finding. */
function together(findings: readonly Finding[]): readonly Finding[] {
  const merged = new Map<unknown, Finding>();
  for (const finding of findings) {
    const same = finding.kind === 'precision' ? finding.sentence : finding;
    const first = merged.get(same);
    merged.set(
      same,
      first ? { ...first, explains: [...first.explains, ...finding.explains], runnerUp: null } : finding,
    );
  }
  return [...merged.values()].sort((a, b) => b.explains.length - a.explains.length);
}

/** What explains the refuted operations, most consequential first. */
export function findingsOf(judgements: readonly OperationJudgement[]): readonly Finding[] {
  let open: readonly Refuted[] = judgements
    .filter(({ verdict }) => verdict === 'REFUTED')
    .map((judgement) => ({ judgement, name: labelOf(judgement), matches: matchMistakes(judgement) }));
  const refuted = new Set(open.map(({ judgement }) => judgement.operation.name));
  const passed = new Set(
    judgements.flatMap(({ verdict, operation }) =>
      verdict !== null && !refuted.has(operation.name) ? [operation.name] : [],
    ),
  );
  const findings: Finding[] = [];
  for (let best = bestCandidate(open, passed); best !== null; best = bestCandidate(open, passed)) {
    const { explained } = best;
    findings.push(mistakeFinding(best));
    open = open.filter((refuted) => !explained.includes(refuted));
  }
  return [...findings, ...together(open.map(describe))];
}
