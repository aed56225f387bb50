/** Contracts of operations for people, from the same declarations by which replies are checked. */
import type { Field, Operation } from '../oracle/contract.ts';

/** `float [rows, dim]`; `float` is the element type of the run. */
export const fieldType = ({ type, shape }: Field): string => `${type} [${shape.join(', ')}]`;

const fieldLine = (field: Field): string => `- \`${field.name}\`: ${fieldType(field)}, ${field.meaning}`;

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length > 0 ? [`${title}:`, '', ...lines, ''] : [];
}

/** One operation in Markdown. */
function operationText(operation: Operation): string {
  const { name, revision, summary, formula, conventions, source, settings, inputs, outputs, trace } =
    operation;
  return [
    `## ${name}`,
    '',
    `Revision ${revision}: ${summary}.`,
    '',
    '```text',
    formula,
    '```',
    '',
    ...section(
      'Conventions',
      conventions.map((line) => `- ${line}`),
    ),
    ...section(
      'Settings',
      settings.map((setting) => {
        const values = setting.values.map((value) => `\`${JSON.stringify(value)}\``).join(', ');
        return `- \`${setting.name}\`: ${setting.meaning}; ${values}`;
      }),
    ),
    ...section('Takes', inputs.map(fieldLine)),
    ...section('Answers', outputs.map(fieldLine)),
    ...section('May send along as trace', trace.map(fieldLine)),
    `Source: ${source}.`,
    '',
  ].join('\n');
}

/** All operations in Markdown: what each takes and answers. */
export function contractText(operations: readonly Operation[]): string {
  const head = [
    '# Operations of the oracle',
    '',
    'Tensors are dense and row-major, a scalar has shape []. `float` is float32 or float64 as the request says, `int` is int32.',
    'Batches are [rows, dim], weights [outputs, inputs]. Time runs from t = 0 (source, noise) to t = 1 (target, data). Losses are',
    'means over rows of sums over dims. Noise is always an input.',
    '',
    '',
  ].join('\n');
  return head + operations.map(operationText).join('\n');
}

const WIDTH = 118;

/** Names of operations by group, in lines that begin with `prefix`: `path: sample, velocity; loss: cfm`. */
export function operationLines(operations: readonly Operation[], prefix: string): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const { name } of operations) {
    const dot = name.indexOf('.');
    const group = name.slice(0, dot);
    groups.set(group, [...(groups.get(group) ?? []), name.slice(dot + 1)]);
  }
  const words = [...groups]
    .map(([group, names]) => `${group}: ${names.join(', ')};`)
    .join(' ')
    .slice(0, -1)
    .split(' ');
  const lines: string[] = [];
  let line = prefix;
  for (const word of words) {
    if (line !== prefix && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = prefix;
    }
    line += line === prefix ? word : ` ${word}`;
  }
  return [...lines, line];
}
