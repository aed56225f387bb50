/**
 * Cases and answers as plain text, for languages without a library for anything: one element a line, first its IEEE 754 bits (for
 * int32 its two's complement) in hexadecimal, then the same number in decimal for the eye.
 *
 *   case path.sample-1               output x float32 2 4 2       ← type, number of axes, extents
 *   operation path.sample 1          3f000000 0.5
 *   dtype float32                    …
 *   size rows 4                      end
 *   setting schedule {"kind":"cond-ot"}
 *   input x0 float32 2 4 2
 *   3f800000 1
 *   …
 */
import { printable, show } from '../../io/printable.ts';
import type { Case, Field, Operation, Tensor } from '../../oracle/contract.ts';
import { dtypeOf, shapeOf } from '../../oracle/shape.ts';
import {
  checkNames,
  checkType,
  type ExpectedAnswer,
  type ExpectedTensor,
  tensorOf,
  wrongAnswer,
} from '../expected.ts';

const DIGITS = { float32: 8, float64: 16, int32: 8 } as const;

/** The fewest digits that give back the element. */
function decimal(x: number, dtype: Tensor['dtype']): string {
  if (Object.is(x, -0)) return '-0';
  if (dtype !== 'float32' || !Number.isFinite(x)) return String(x);
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(x.toPrecision(digits));
    if (Math.fround(short) === x) return String(short);
  }
  return String(Number(x.toPrecision(9)));
}

function elementLines({ dtype, data }: Tensor): string[] {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Array.from(data, (x, i) => {
    const bits = dtype === 'float64' ? view.getBigUint64(8 * i, true) : view.getUint32(4 * i, true);
    return `${bits.toString(16).padStart(DIGITS[dtype], '0')} ${decimal(x, dtype)}`;
  });
}

const head = (word: string, name: string, dtype: string, shape: readonly number[]): string =>
  [word, name, dtype, shape.length, ...shape].join(' ');

/** One case with the heads of the answers it asks for. */
export function caseText(operation: Operation, question: Case): string {
  const { id, dtype, sizes, settings } = question;
  const asked = (word: string) => (field: Field) =>
    head(word, field.name, dtypeOf(field, dtype), shapeOf(field, sizes));
  return [
    `case ${id}`,
    `operation ${operation.name} ${operation.revision}`,
    `dtype ${dtype}`,
    ...Object.entries(sizes).map(([name, size]) => `size ${name} ${size}`),
    ...Object.entries(settings).map(([name, value]) => `setting ${name} ${JSON.stringify(value)}`),
    ...Object.entries(question.inputs).flatMap(([name, tensor]) => [
      head('input', name, tensor.dtype, tensor.shape),
      ...elementLines(tensor),
    ]),
    ...operation.outputs.map(asked('output')),
    'end',
    '',
  ].join('\n');
}

/** An answer as text. */
export function answerText(
  outputs: Readonly<Record<string, Tensor>>,
  trace: Readonly<Record<string, Tensor>> = {},
): string {
  const part = (word: string, tensors: Readonly<Record<string, Tensor>>): string[] =>
    Object.entries(tensors).flatMap(([name, tensor]) => [
      head(word, name, tensor.dtype, tensor.shape),
      ...elementLines(tensor),
    ]);
  return [...part('output', outputs), ...part('trace', trace), 'end', ''].join('\n');
}

/** What a text says: tensors, or why there are none. */
export type TextAnswer =
  | {
      readonly kind: 'answer';
      readonly outputs: Record<string, Tensor>;
      readonly trace: Record<string, Tensor>;
    }
  | { readonly kind: 'unsupported' | 'error'; readonly message: string };

/** Elements of the lines from `from` on, as bytes; throws a FormatError that names the line. */
function elementBytes(
  place: string,
  lines: readonly string[],
  from: number,
  count: number,
  dtype: Tensor['dtype'],
): Uint8Array {
  const width = DIGITS[dtype] / 2;
  const bytes = new Uint8Array(count * width);
  const view = new DataView(bytes.buffer);
  const bits = new RegExp(`^(?:0x)?([0-9a-f]{${2 * width}})(?:\\s|$)`, 'i');
  for (let i = 0; i < count; i++) {
    const line = lines[from + i] ?? 'the end of the file';
    const [, hex] = bits.exec(line) ?? [];
    if (hex === undefined) {
      throw wrongAnswer(
        `${place}: line ${from + i + 1}`,
        `${2 * width} hexadecimal digits, element ${i} of ${count}`,
        show(line),
      );
    }
    if (width === 8) view.setBigUint64(8 * i, BigInt(`0x${hex}`), true);
    else view.setUint32(4 * i, Number.parseInt(hex, 16), true);
  }
  return bytes;
}

/** Reads an answer; throws a FormatError that names the line, and the tensor where there is one. */
export function parseAnswer(file: string, text: string, expected: ExpectedAnswer): TextAnswer {
  const lines = text.split(/\r?\n/);
  const found = { output: {} as Record<string, Tensor>, trace: {} as Record<string, Tensor> };
  let at = 0;
  for (; at < lines.length && lines[at] !== 'end'; at++) {
    const line = lines[at]!;
    if (line === '' || line.startsWith('#')) continue;
    const [word, name = '', dtype, rank, ...extents] = line.split(/\s+/);
    if (word === 'unsupported' || word === 'error') {
      return { kind: word, message: printable(line.slice(word.length + 1), 2000) };
    }
    const place = `${file}: line ${at + 1}`;
    const fields: readonly ExpectedTensor[] | undefined = { output: expected.outputs, trace: expected.trace }[
      word!
    ];
    if (!fields)
      throw wrongAnswer(
        place,
        '"output NAME DTYPE AXES EXTENTS", "trace …", "unsupported …", "error …" or "end"',
        show(line),
      );
    const tensor = fields.find((field) => field.name === name);
    if (!tensor) {
      // What else there is tells whether an output goes by another name.
      const heads = lines.map((other) => other.split(/\s+/)).filter(([kind]) => kind === word);
      checkNames(
        place,
        fields,
        heads.map(([, other = '']) => other),
        word === 'output',
      );
      continue;
    }
    const where = `${place}: tensor ${show(name)}`;
    checkType(where, tensor, dtype, extents.map(Number));
    if (Number(rank) !== extents.length) throw wrongAnswer(where, `${extents.length} axes`, show(rank));
    const count = tensor.bytes / (DIGITS[tensor.dtype] / 2);
    found[word as 'output' | 'trace'][name] = tensorOf(
      where,
      tensor,
      elementBytes(where, lines, at + 1, count, tensor.dtype),
    );
    at += count;
  }
  if (at >= lines.length)
    throw wrongAnswer(
      `${file}: line ${lines.length}`,
      '"end"',
      'the end of the file',
      'was it written to the end?',
    );
  checkNames(file, expected.outputs, Object.keys(found.output), true);
  return { kind: 'answer', outputs: found.output, trace: found.trace };
}
