/** What can be said of an operation's answers where they are no known mistake's. */
import { tensorsFrom } from './answer.ts';
import { type Finding, type Refuted, runnerUpOf } from './finding.ts';
import { invariantOf, type Pair } from './invariants.ts';
import { answered } from './match.ts';
import type { OperationJudgement } from './operation-verdict.ts';
import { coarserArithmetic } from './precision.ts';

function pairsOf(judgement: OperationJudgement, output: string): readonly Pair[] {
  return answered(judgement).map(({ prepared, outputs }) => {
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

const finding = ({ judgement, name }: Refuted, about: Partial<Finding>): Finding => ({
  kind: 'unknown',
  id: 'unknown',
  sentence: '',
  mistakes: [],
  root: judgement.operation.name,
  explains: [name],
  distance: 0,
  runnerUp: null,
  separatedBy: null,
  ...about,
});

const nearestOf = ({ judgement, matches }: Refuted): Finding['runnerUp'] =>
  matches[0] ? runnerUpOf(judgement, matches[0]) : null;

/** A coarser arithmetic, or else a relation of the first output that has one; null where there is neither. */
export function descriptionOf(refuted: Refuted): Finding | null {
  const { operation, cases } = refuted.judgement;
  const coarser = coarserArithmetic(cases);
  if (coarser) {
    const sentence = `${coarser.sentence}; if that is meant, declare ${coarser.declare}`;
    return finding(refuted, { kind: 'precision', id: `arithmetic.${coarser.precision}`, sentence });
  }
  for (const { name } of operation.outputs) {
    const wrong = cases.some(({ parts }) =>
      parts.some((part) => part.name === name && !(part.comparison.ratio <= 1)),
    );
    const invariant = wrong ? invariantOf(pairsOf(refuted.judgement, name)) : null;
    if (!invariant) continue;
    const sentence = `output ${name} ${invariant.sentence}`;
    const runnerUp = nearestOf(refuted);
    return finding(refuted, { kind: 'relation', id: `relation.${invariant.id}`, sentence, runnerUp });
  }
  return null;
}

/** What has no name, with the nearest mistake as a lead. */
export const unknownOf = (refuted: Refuted): Finding =>
  finding(refuted, {
    sentence: 'no known mistake explains the answers, nor do two at once',
    distance: null,
    runnerUp: nearestOf(refuted),
  });

/** An arithmetic in many operations is one finding, and so is what is found alike in both element types. */
export function together(findings: readonly Finding[]): readonly Finding[] {
  const merged = new Map<string, Finding>();
  for (const one of findings) {
    const { kind, sentence, root } = one;
    const same = kind === 'precision' ? sentence : kind === 'relation' ? `${root} ${sentence}` : root;
    const first = merged.get(same);
    merged.set(same, first ? { ...first, explains: [...first.explains, ...one.explains] } : one);
  }
  return [...merged.values()].sort((a, b) => b.explains.length - a.explains.length);
}
