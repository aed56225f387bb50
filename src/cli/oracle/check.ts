/** `flowproof oracle check`: speak with a backend, judge it. */
import { moduleBackend, type ProcessBackend, processBackend, readCases } from '../../backends/index.ts';
import { UsageError } from '../../errors.ts';
import type { Backend } from '../../oracle/backend.ts';
import type { Case } from '../../oracle/contract.ts';
import { checkBackend } from '../../oracle/judge/check.ts';
import { velocityFields } from '../../oracle/judge/velocity-fields.ts';
import type { Context } from '../context.ts';
import { createProgress, type Progress } from '../progress.ts';
import { backendCommand } from './backend-for.ts';
import { corpusCases } from './corpus-cases.ts';
import type { CheckFlags } from './flags.ts';
import { prepareResults, tellResults } from './results.ts';
import { saveCases, smallestFailures } from './smallest.ts';

async function openBackend(
  words: readonly string[],
  flags: CheckFlags,
): Promise<Backend & Partial<ProcessBackend>> {
  if (flags.module === undefined) {
    return processBackend({ ...backendCommand(words), timeoutSeconds: flags.timeout });
  }
  if (words.length > 0) {
    throw new UsageError({
      argument: '--module',
      expected: 'no command beside it',
      received: words.join(' '),
      wayOut: 'leave one out',
    });
  }
  return moduleBackend(flags.module, { timeoutSeconds: flags.timeout });
}

function casesFor({ corpus, cases }: CheckFlags): { readonly cases?: readonly Case[] } {
  if (cases !== undefined) return { cases: readCases(cases) };
  return corpus ? { cases: corpusCases().map(({ question }) => question) } : {};
}

/** Runs the check and tells its results. Ctrl-C ends it at once, a hanging backend with it: nothing is written before the end. */
export async function check(context: Context, words: readonly string[], flags: CheckFlags): Promise<void> {
  const prepared = prepareResults(flags);
  const backend = await openBackend(words, flags);
  let progress: Progress | undefined;
  try {
    const hello = await backend.hello();
    const result = await checkBackend({
      backend: { ...backend, hello: async () => hello },
      seed: flags.seed,
      ...(flags.operation && { operations: flags.operation }),
      ...(flags.dtype && { dtypes: [flags.dtype] }),
      ...casesFor(flags),
      onStart: async (total) => {
        progress = await createProgress(context, { label: 'oracle', total, quiet: flags.quiet ?? false });
      },
      onCase: (done, question) => {
        progress?.update(done, { case: question.operation });
      },
    });
    const asked = result.judgements.map(({ operation }) => operation.name);
    const smallest = await smallestFailures(backend, hello, result, flags);
    if (flags.save !== undefined) saveCases(flags.save, smallest.cases);
    const fields = flags.html === undefined ? undefined : await velocityFields(backend, hello, asked);
    progress?.stop();
    const dashes = words.some((word) => word.startsWith('-')) ? '-- ' : '';
    const command = flags.module === undefined ? `${dashes}${words.join(' ')}` : `--module ${flags.module}`;
    const notes = backend.notes?.() ?? [];
    const remarks = [...notes.map((note) => `the backend printed: ${note}`), ...smallest.remarks];
    await tellResults(context, result, flags, prepared, {
      command,
      remarks,
      smallest: smallest.data,
      ...(fields && { fields }),
    });
  } finally {
    progress?.stop();
    await backend.stop();
  }
}
