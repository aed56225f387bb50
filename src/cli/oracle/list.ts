/** `flowproof oracle list`: operations with their contracts, or mistakes with their mathematics. */

import { show, UsageError } from '../../errors.ts';
import type { Field, Operation } from '../../oracle/contract.ts';
import type { Mistake } from '../../oracle/mistakes/mistake.ts';
import { mistakes, operations } from '../../oracle/registry.ts';
import { terminalTable } from '../../report/terminal-table.ts';
import type { TextStream } from '../context.ts';

const fieldLine = ({ name, type, shape, meaning }: Field): string =>
  `    ${name}  ${type} [${shape.join(', ')}]  ${meaning}`;

function operationText(operation: Operation): string {
  const { name, revision, summary, formula, conventions, source, settings, inputs, outputs, trace } =
    operation;
  const block = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [`  ${title}`, ...lines];
  const lines = [
    `${name} (revision ${revision}): ${summary}`,
    ...formula.split('\n').map((line) => `    ${line}`),
    ...block(
      'settings',
      settings.map(
        (setting) =>
          `    ${setting.name}  ${setting.meaning}: ${setting.values.map((v) => JSON.stringify(v)).join(', ')}`,
      ),
    ),
    ...block('inputs', inputs.map(fieldLine)),
    ...block('outputs', outputs.map(fieldLine)),
    ...block('trace, if the backend sends it along', trace.map(fieldLine)),
    ...block(
      'conventions',
      conventions.map((line) => `    ${line}`),
    ),
    ...block(
      'mistakes it can tell',
      mistakes.filter((m) => m.operations.includes(name)).map(({ id, title }) => `    ${id}  ${title}`),
    ),
    `  source: ${source}`,
  ];
  return `${lines.join('\n')}\n`;
}

const mistakeText = ({ id, title, right, wrong, looksLike, operations: seen }: Mistake): string =>
  `${id}: ${title}\n    meant     ${right}\n    computed  ${wrong}\n    ${looksLike}\n    seen in ${seen.join(', ')}\n`;

/** Prints what the names ask for: nothing named is the table of operations. */
export function listOracle(
  out: TextStream,
  names: readonly string[],
  flags: { readonly mistakes?: boolean },
): void {
  if (names.length === 0) {
    const rows = flags.mistakes
      ? mistakes.map(({ id, title }) => [id, title])
      : operations.map(({ name, summary }) => [name, summary]);
    out.write(
      terminalTable([{ header: flags.mistakes ? 'mistake' : 'operation' }, { header: 'what' }], rows),
    );
    return;
  }
  for (const name of names) {
    const those = operations.filter((o) => o.name === name || o.name.startsWith(`${name}.`));
    const named = mistakes.filter(({ id }) => id === name);
    if (those.length + named.length === 0) {
      throw new UsageError({
        argument: 'name',
        expected: 'an operation, a group of operations, or a mistake',
        received: show(name),
        wayOut: 'see flowproof oracle list, or list --mistakes',
      });
    }
    out.write([...those.map(operationText), ...named.map(mistakeText)].join('\n'));
  }
}
