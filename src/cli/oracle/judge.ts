/** `flowproof oracle judge`: answers that a backend has written into a folder of questions. */
import { fileBackend, readCases } from '../../backends/index.ts';
import { checkBackend } from '../../oracle/judge/check.ts';
import type { Context } from '../context.ts';
import type { JudgeFlags } from './flags.ts';
import { operationNames } from './operation-names.ts';
import { prepareResults, tellResults } from './results.ts';

export async function judge(context: Context, folder: string, flags: JudgeFlags): Promise<void> {
  const prepared = prepareResults(flags);
  const wanted = operationNames(flags.operation);
  const cases = readCases(folder);
  const result = await checkBackend({
    backend: fileBackend(folder),
    cases,
    ...(wanted && { operations: wanted }),
    ...(flags.dtype && { dtypes: [flags.dtype] }),
  });
  await tellResults(context, result, flags, prepared, { command: null, remarks: [] });
}
