/** One case of the corpus with its answer: values, radii, bounds, and the mistakes that it shows. */
import { machineOf } from '../arithmetic/machine.ts';
import { onMachine } from '../arithmetic/tracked.ts';
import type { Case, Operation, Outcome } from '../contract.ts';
import { tensorsFrom } from '../judge/answer.ts';
import { prepare } from '../judge/prepared.ts';
import { POWER } from '../judge/verdict.ts';
import { evaluate, openCase } from '../truth.ts';
import type { CorpusDraw } from './draw.ts';
import type { CorpusCase, CorpusCondition } from './manifest.ts';
import { planRadius } from './plan-radius.ts';

/** The answer by outputs, element by element. */
export interface CorpusAnswer {
  readonly value: Float64Array;
  readonly radius: Float64Array;
  readonly bound: Float64Array;
}

export interface CorpusEntry {
  readonly entry: CorpusCase;
  readonly question: Case;
  readonly answers: Readonly<Record<string, CorpusAnswer>>;
}

const numbers = (outcome: Outcome, name: string, of: 'v' | 'e'): Float64Array =>
  Float64Array.from(outcome[name]!, (element) => element[of]);

function conditionsOf(operation: Operation, question: Case, truth: Outcome): readonly CorpusCondition[] {
  const outputs = tensorsFrom(operation, question, truth);
  const open = openCase(question, (_, values) => values);
  const conditions = onMachine(machineOf(question.dtype), () => operation.certify!(open, outputs));
  return conditions.map(({ name, bound, reason }) => ({ name, bound, reason }));
}

/** The case with everything that the corpus says about it. */
export function corpusEntry(operation: Operation, question: Case, draw: CorpusDraw): CorpusEntry {
  const { outputs: truth } = evaluate(operation, question);
  const { target, variants } = prepare(operation, question, machineOf(question.dtype));
  const certified = operation.certified ?? [];
  const answers = Object.fromEntries(
    operation.outputs.map(({ name }) => {
      const value = numbers(truth, name, 'v');
      const unique = !certified.includes(name);
      const radius =
        operation.name === 'coupling.sinkhorn' ? planRadius(question, value) : numbers(truth, name, 'e');
      const bound = unique
        ? numbers(target.outputs, name, 'e')
        : new Float64Array(value.length).fill(Infinity);
      return [name, { value, radius, bound }];
    }),
  );
  const entry: CorpusCase = {
    id: question.id,
    operation: operation.name,
    revision: operation.revision,
    dtype: question.dtype,
    tier: draw.tier,
    index: draw.index,
    sizes: question.sizes,
    settings: question.settings,
    flags: variants.filter(({ separation }) => separation >= POWER).map(({ mistake }) => mistake.id),
    ...(operation.certify && { certificate: conditionsOf(operation, question, truth) }),
  };
  return { entry, question, answers };
}
