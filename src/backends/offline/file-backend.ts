/**
 * A backend that has answered by files: outputs/<id>.safetensors with the outputs by name and the trace as `trace.<name>`, or
 * outputs/<id>.txt (text-view.ts). Instead of tensors, the metadata `unsupported` or `error` may say why there are none.
 * outputs/backend.json may tell name, version, language, dtypes and arithmetic, as in the greeting of a live backend.
 */
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { ArgumentError, FlowproofError } from '../../errors.ts';
import { readBytes } from '../../io/files.ts';
import { printable, show } from '../../io/printable.ts';
import { decodeSafetensors } from '../../io/safetensors.ts';
import type { Backend, Hello, Reply } from '../../oracle/backend.ts';
import type { Case, Operation, Tensor } from '../../oracle/contract.ts';
import { checkHello } from '../check-hello.ts';
import {
  checkNames,
  checkType,
  type ExpectedAnswer,
  type ExpectedTensor,
  expectedAnswer,
  wrongAnswer,
} from '../expected.ts';
import { operationOf, PROTOCOL } from '../messages.ts';
import { encodeCase, layout, sha256 } from './case-file.ts';
import type { ManifestCase } from './emit.ts';
import { readManifest } from './read-cases.ts';
import { parseAnswer } from './text-view.ts';

const TRACE = 'trace.';
const SLACK = 1 << 20;

function readAbout(folder: string): Readonly<Record<string, unknown>> {
  const path = join(folder, layout.about);
  if (!existsSync(path)) return {};
  const text = Buffer.from(readBytes(path, { maxBytes: SLACK })).toString('utf8');
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // What is no JSON is no object either.
  }
  throw wrongAnswer(printable(path, 300), 'a JSON object', show(text));
}

const answerFile = (folder: string, id: string, ending: string): string =>
  join(folder, layout.outputs, `${id}.${ending}`);

const isAnswered = (folder: string, id: string): boolean =>
  ['safetensors', 'txt'].some((ending) => existsSync(answerFile(folder, id, ending)));

function helloOf(folder: string, entries: readonly ManifestCase[]): Hello {
  const answered = entries.filter(({ id }) => isAnswered(folder, id));
  const place = printable(join(folder, layout.about), 300);
  const about = readAbout(folder);
  const own = ['id', 'protocol', 'operations', 'files'].find((field) => Object.hasOwn(about, field));
  if (own !== undefined) {
    throw wrongAnswer(
      place,
      'the fields name, version, language, dtypes, arithmetic',
      `also ${show(own)}`,
      'leave it out',
    );
  }
  const dtypes = [...new Set(answered.map(({ dtype }) => dtype))];
  const message = {
    name: basename(resolve(folder)),
    dtypes: dtypes.length > 0 ? dtypes : ['float32'],
    ...about,
    id: 0,
    protocol: PROTOCOL,
    operations: Object.fromEntries(answered.map(({ operation, revision }) => [operation, revision])),
  };
  return checkHello(place, message).hello;
}

type Tensors = ReadonlyMap<
  string,
  { readonly dtype: string; readonly shape: readonly number[]; readonly data: unknown }
>;

function pick(
  file: string,
  expected: readonly ExpectedTensor[],
  tensors: Tensors,
  prefix: string,
): Record<string, Tensor> {
  const picked: Record<string, Tensor> = {};
  for (const tensor of expected) {
    const found = tensors.get(prefix + tensor.name);
    if (!found) continue;
    checkType(`${file}: tensor ${show(prefix + tensor.name)}`, tensor, found.dtype, found.shape);
    picked[tensor.name] = { dtype: tensor.dtype, shape: tensor.shape, data: found.data as Tensor['data'] };
  }
  return picked;
}

function readStored(path: string, expected: ExpectedAnswer): Reply {
  const file = printable(path, 300);
  const bytes = [...expected.outputs, ...expected.trace].reduce((sum, tensor) => sum + tensor.bytes, 0);
  const { tensors, metadata } = decodeSafetensors(readBytes(path, { maxBytes: 2 * bytes + SLACK }), {
    file: path,
    allowNonFinite: true,
  });
  for (const kind of ['unsupported', 'error'] as const) {
    const message = metadata.get(kind);
    if (message !== undefined && tensors.size === 0) return { kind, message: printable(message, 2000) };
  }
  const names = [...tensors.keys()];
  const traced = names.filter((name) => name.startsWith(TRACE));
  checkNames(
    file,
    expected.outputs,
    names.filter((name) => !name.startsWith(TRACE)),
    true,
  );
  checkNames(
    `${file}: trace`,
    expected.trace,
    traced.map((name) => name.slice(TRACE.length)),
    false,
  );
  return {
    kind: 'answer',
    outputs: pick(file, expected.outputs, tensors, ''),
    trace: pick(file, expected.trace, tensors, TRACE),
    seconds: 0,
  };
}

function readText(path: string, expected: ExpectedAnswer): Reply {
  const text = Buffer.from(readBytes(path)).toString('utf8');
  const answer = parseAnswer(printable(path, 300), text, expected);
  return answer.kind === 'answer' ? { ...answer, seconds: 0 } : answer;
}

/** The answers in a folder as a backend. Throws where the folder holds no cases. */
export function fileBackend(
  folder: string,
  options: { readonly operations?: readonly Operation[] } = {},
): Backend {
  const entries = new Map(readManifest(folder).cases.map((entry) => [entry.id, entry]));
  const hello = helloOf(folder, [...entries.values()]);

  function read(question: Case): Reply {
    const operation = operationOf(question, options.operations);
    const entry = entries.get(question.id);
    if (!entry || sha256(encodeCase(operation, question)) !== entry.sha256) {
      throw new ArgumentError({
        argument: `case ${show(question.id)}`,
        expected: `a case of ${printable(folder, 300)}`,
        received: entry ? 'another case of this id' : 'one that was not emitted there',
      });
    }
    const expected = expectedAnswer(operation, question);
    const stored = answerFile(folder, question.id, 'safetensors');
    if (existsSync(stored)) return readStored(stored, expected);
    const text = answerFile(folder, question.id, 'txt');
    if (existsSync(text)) return readText(text, expected);
    return { kind: 'error', message: `${layout.outputs}/${question.id}.safetensors is not there` };
  }

  return {
    hello: async () => hello,
    run: async (question) => {
      try {
        return read(question);
      } catch (error) {
        if (!(error instanceof FlowproofError) || error instanceof ArgumentError) throw error;
        const message = `case ${question.id} (${question.operation}): ${error.message}`;
        return { kind: 'fault', fault: 'malformed', message, stderr: '' };
      }
    },
    stop: async () => {},
  };
}
