/** `flowproof oracle emit`: questions as files, for a backend that cannot be reached by a pipe. */
import { join } from 'node:path';
import { knownAnswerText } from '../../backends/corpus/index.ts';
import { emitCases } from '../../backends/index.ts';
import { show } from '../../errors.ts';
import { atomicWrite } from '../../io/files.ts';
import type { Case, Operation } from '../../oracle/contract.ts';
import { corpusEntry } from '../../oracle/corpus/entry.ts';
import { casesOf } from '../../oracle/judge/check.ts';
import { operations } from '../../oracle/registry.ts';
import type { Context } from '../context.ts';
import { checkCaseFolder } from './case-folder.ts';
import { corpusCases } from './corpus-cases.ts';
import type { EmitFlags } from './flags.ts';
import { operationNames } from './operation-names.ts';

const ANSWERS = 'answers.txt';

/** A case, and its known answer as text. */
interface Emitted {
  readonly question: Case;
  readonly text: () => string;
}

function fromCorpus(chosen: readonly Operation[], flags: EmitFlags): readonly Emitted[] {
  const known = new Map(chosen.map((operation) => [operation.name, operation]));
  return corpusCases()
    .filter(
      ({ entry }) => known.has(entry.operation) && (flags.dtype === undefined || flags.dtype === entry.dtype),
    )
    .map(({ entry, question, answers }) => ({
      question,
      text: () => knownAnswerText(known.get(entry.operation)!, question, answers, entry.flags),
    }));
}

/** The cases of a live check, under names that files can have. */
function fromSeed(chosen: readonly Operation[], flags: EmitFlags): readonly Emitted[] {
  const { dtype = 'float32', seed } = flags;
  return chosen.flatMap((operation) =>
    casesOf(operation, dtype, seed).map((drawn): Emitted => {
      const question = { ...drawn, id: drawn.id.replaceAll('/', '-') };
      const text = (): string => {
        const { entry, answers } = corpusEntry(operation, question, {
          operation: operation.name,
          dtype,
          tier: 'required',
          index: 0,
          settings: question.settings,
        });
        return knownAnswerText(operation, question, answers, entry.flags);
      };
      return { question, text };
    }),
  );
}

/** Writes the questions, and with `--text` their answers as well. */
export function emit(context: Context, folder: string, flags: EmitFlags): void {
  checkCaseFolder(`folder ${show(folder)}`, folder);
  const wanted = operationNames(flags.operation);
  const chosen = wanted ? operations.filter(({ name }) => wanted.includes(name)) : operations;
  const emitted = flags.corpus ? fromCorpus(chosen, flags) : fromSeed(chosen, flags);
  const texts = flags.text ? ['flowproof answers 1\n', ...emitted.map(({ text }) => text())] : [];
  emitCases(
    folder,
    emitted.map(({ question }) => question),
  );
  if (flags.text) atomicWrite(join(folder, ANSWERS), new TextEncoder().encode(texts.join('\n')));
  if (flags.quiet) return;
  const asked = new Set(emitted.map(({ question }) => question.operation)).size;
  context.stdout.write(
    [
      `${emitted.length} cases of ${asked} ${asked === 1 ? 'operation' : 'operations'} in ${folder}/cases, described by manifest.json, and as text in cases.txt`,
      ...(flags.text ? [`their true answers in ${ANSWERS}`] : []),
      `Write the answer to each into outputs/<id>.safetensors (or .txt), then: flowproof oracle judge ${folder}`,
      '',
    ].join('\n'),
  );
}
