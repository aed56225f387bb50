/** Whether wrong answers look like the work of a coarser arithmetic than the declared one. */
import { machineOf, type Precision } from '../arithmetic/machine.ts';
import type { Evaluation } from '../truth.ts';
import { judgeAnswer, ratioOf } from './answer.ts';
import type { CaseJudgement } from './case-verdict.ts';
import { targetOf } from './target.ts';

export interface PrecisionFinding {
  readonly precision: Precision;
  readonly sentence: string;
  /** How the backend would declare it. */
  readonly declare: string;
}

/** The finest first. Results have `bits` significant bits where every operation rounds to them; rounded factors leave no grid. */
const candidates: readonly { precision: Precision; how: 'precision' | 'matmul'; bits?: number }[] = [
  { precision: 'float32', how: 'precision', bits: 24 },
  { precision: 'tf32', how: 'matmul' },
  { precision: 'bfloat16', how: 'matmul' },
  { precision: 'float16', how: 'precision', bits: 11 },
  { precision: 'bfloat16', how: 'precision', bits: 8 },
];

/** Whether x has at most this many significant bits. */
function onGrid(x: number, bits: number): boolean {
  if (x === 0 || !Number.isFinite(x)) return true;
  let scaled = Math.abs(x);
  while (scaled >= 2) scaled /= 2;
  while (scaled < 1) scaled *= 2;
  for (let i = 1; i < bits; i++) scaled *= 2;
  return Number.isInteger(scaled);
}

/** Whether a part that is refuted has its worst element inside a bound of the coarser arithmetic, and not behind an infinite one. */
const explains = (target: Evaluation, { parts, outputs }: CaseJudgement): boolean =>
  parts.some(({ name, kind, comparison: { ratio, worst } }) => {
    if (ratio <= 1) return false;
    if (kind !== 'output' || worst === null) return kind === 'certificate';
    const { shape } = outputs[name]!;
    const at = worst.index.reduce((place, i, axis) => place * shape[axis]! + i, 0);
    return Number.isFinite(target.outputs[name]![at]!.e);
  });

/** Whether that arithmetic allows every answer. Where it allows anything, as behind a division by what it may round to 0, it explains nothing. */
function within(cases: readonly CaseJudgement[], precision: Precision, how: 'precision' | 'matmul'): boolean {
  let found = false;
  const allowed = cases.every((judged) => {
    const { operation, question } = judged.prepared;
    const machine = machineOf(question.dtype, { [how]: precision });
    const target = targetOf(operation, question, { machine });
    found ||= explains(target, judged);
    return ratioOf(judgeAnswer(operation, question, { outputs: judged.outputs }, target, machine)) <= 1;
  });
  return allowed && found;
}

/**
 * Which arithmetics may be meant: numbers that all lie on a coarse grid come from that format and no finer one, and that is told before
 * matrix products are blamed; integers say nothing.
 */
function candidatesFor(values: readonly number[], dtype: Precision): typeof candidates {
  const others = candidates.filter(({ precision }) => precision !== dtype);
  if (values.length === 0) return others;
  const grid = [8, 11, 24].find((bits) => values.every((x) => onGrid(x, bits)));
  return [
    ...others.filter(({ how, bits }) => how === 'precision' && bits === grid),
    ...others.filter(({ how }) => how === 'matmul'),
  ];
}

/** The coarser arithmetic that explains every answer, by the grid of its numbers or else the finest. */
export function coarserArithmetic(cases: readonly CaseJudgement[]): PrecisionFinding | null {
  const judged = cases.filter(({ status }) => status === 'judged');
  if (judged.length === 0) return null;
  const { dtype } = judged[0]!.prepared.question;
  const values = judged.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap(({ dtype: type, data }) => (type === 'int32' ? [] : Array.from(data))),
  );
  for (const { precision, how } of candidatesFor(values, dtype)) {
    if (!within(judged, precision, how)) continue;
    const declare = `"arithmetic": { "${how}": "${precision}" }`;
    const what = how === 'matmul' ? `matrix products with ${precision} factors` : `${precision} arithmetic`;
    return { precision, sentence: `looks like ${what}`, declare };
  }
  return null;
}
