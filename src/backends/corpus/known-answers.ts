/**
 * Cases with their true answers as plain text, to be read by eye or by ten lines of any language:
 *
 *   case …                                     as offline/text-view.ts writes questions, without `end`
 *   answer x 2 4 2                             name, number of axes, extents
 *   3fe0000000000000 0.5 5.6e-17 1.2e-7        v as bits of a float64, v, radius, bound
 *   …
 *   flag path.time-reversed                    mistakes that this case shows
 *   end
 */
import type { Case, Operation } from '../../oracle/contract.ts';
import type { CorpusAnswer } from '../../oracle/corpus/entry.ts';
import { shapeOf } from '../../oracle/shape.ts';
import { caseText } from '../offline/text-view.ts';

function bits(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
}

const decimal = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

/** One case with its answers and flags. */
export function knownAnswerText(
  operation: Operation,
  question: Case,
  answers: Readonly<Record<string, CorpusAnswer>>,
  flags: readonly string[],
): string {
  const asked = caseText(operation, question).replace(/end\n$/, '');
  const known = operation.outputs.flatMap((field) => {
    const shape = shapeOf(field, question.sizes);
    const { value, radius, bound } = answers[field.name]!;
    return [
      ['answer', field.name, shape.length, ...shape].join(' '),
      ...Array.from(value, (v, i) => `${bits(v)} ${decimal(v)} ${radius[i]} ${bound[i]}`),
    ];
  });
  return `${asked}${[...known, ...flags.map((id) => `flag ${id}`), 'end', ''].join('\n')}`;
}
