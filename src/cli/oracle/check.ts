/** `flowproof oracle check`: speak with a backend, judge it. */
import { moduleBackend, type ProcessBackend, processBackend, readCases } from '../../backends/index.ts';
import { FormatError, ObjectError, show, UsageError } from '../../errors.ts';
import type { Backend, Hello } from '../../oracle/backend.ts';
import type { Case } from '../../oracle/contract.ts';
import { checkBackend } from '../../oracle/judge/check.ts';
import { velocityFields } from '../../oracle/judge/velocity-fields.ts';
import type { Context } from '../context.ts';
import { createProgress, type Progress } from '../progress.ts';
import { shellWord } from '../shell-words.ts';
import { backendCommand, startHint } from './backend-for.ts';
import { checkCaseFolder } from './case-folder.ts';
import { commandLine } from './command-line.ts';
import { corpusCases } from './corpus-cases.ts';
import type { CheckFlags } from './flags.ts';
import { guardExit } from './module-exit.ts';
import { operationNames } from './operation-names.ts';
import { type Prepared, prepareResults, tellResults } from './results.ts';
import { saveCases, smallestFailures } from './smallest.ts';

/** Loading a library takes longer than a case: the greeting may take so many time-outs. */
const GREETING = 6;

async function openBackend(
  words: readonly string[],
  flags: CheckFlags,
): Promise<Backend & Partial<ProcessBackend>> {
  if (flags.module === undefined) {
    return processBackend({
      ...backendCommand(words),
      timeoutSeconds: flags.timeout,
      startSeconds: Math.ceil(GREETING * flags.timeout),
    });
  }
  if (words.length > 0) {
    throw new UsageError({
      argument: '--module',
      expected: 'no command beside it',
      received: words.map(shellWord).join(' '),
      wayOut: 'leave one out',
    });
  }
  return moduleBackend(flags.module, { timeoutSeconds: flags.timeout });
}

function casesFor({ corpus, cases }: CheckFlags): { readonly cases?: readonly Case[] } {
  if (cases !== undefined) return { cases: readCases(cases) };
  return corpus ? { cases: corpusCases().map(({ question }) => question) } : {};
}

/** A backend that cannot be greeted is a fault of the adapter, which ends with code 2. */
async function greet(backend: Backend, words: readonly string[]): Promise<Hello> {
  try {
    return await backend.hello();
  } catch (error) {
    if (!(error instanceof ObjectError)) throw error;
    const { argument, expected, received, wayOut } = error;
    throw new FormatError(
      { argument, expected, received, wayOut: startHint(words) || wayOut },
      { cause: error },
    );
  }
}

async function askAndTell(
  context: Context,
  words: readonly string[],
  flags: CheckFlags,
  prepared: Prepared,
  wanted: readonly string[] | undefined,
): Promise<void> {
  const backend = await openBackend(words, flags);
  let progress: Progress | undefined;
  try {
    const hello = await greet(backend, words);
    const result = await checkBackend({
      backend: { ...backend, hello: async () => hello },
      seed: flags.seed,
      ...(wanted && { operations: wanted }),
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
    const notes = backend.notes?.() ?? [];
    const remarks = [...notes.map((note) => `the backend printed: ${note}`), ...smallest.remarks];
    await tellResults(context, result, flags, prepared, {
      command: commandLine(words, flags),
      remarks,
      smallest: smallest.data,
      ...(fields && { fields }),
    });
  } finally {
    progress?.stop();
    await backend.stop();
  }
}

/** Runs the check and tells its results. Ctrl-C ends it at once, a hanging backend with it: nothing is written before the end. */
export async function check(context: Context, words: readonly string[], flags: CheckFlags): Promise<void> {
  const code = flags.module === undefined ? words : [flags.module];
  const prepared = prepareResults(
    flags,
    code.map((path) => ['the adapter', path]),
  );
  const wanted = operationNames(flags.operation);
  if (flags.save !== undefined) checkCaseFolder(`--save ${show(flags.save)}`, flags.save);
  await guardExit(flags.module, () => askAndTell(context, words, flags, prepared, wanted));
}
