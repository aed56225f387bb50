/** What `--operation` asks for: operations by name, or groups of them. */
import { show, UsageError } from '../../errors.ts';
import { operations } from '../../oracle/registry.ts';
import { nearest } from '../nearest.ts';

const names = operations.map(({ name }) => name);
const groups = [...new Set(names.map((name) => name.slice(0, name.indexOf('.'))))];

/** `path.sample` is that operation, `path` all whose names begin with `path.`; undefined where nothing is asked for. */
export function operationNames(wanted: readonly string[] | undefined): readonly string[] | undefined {
  return wanted?.flatMap((word) => {
    const named = names.filter((name) => name === word || name.startsWith(`${word}.`));
    if (named.length > 0) return named;
    const near = nearest(word, [...names, ...groups]);
    throw new UsageError({
      argument: '--operation',
      expected: 'operations or groups of them, separated by commas',
      received: show(word),
      wayOut: `${near === undefined ? '' : `did you mean ${near}? `}see flowproof oracle list`,
    });
  });
}
