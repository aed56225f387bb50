/**
 * Simpler cases near a case: fewer rows, columns or components; the first setting of each list; rounder numbers. Domains stay what they
 * are: weights sum to 1, directions have length 1, times stay between 0 and 1.
 */
import type { Case, Extent, InputField, Operation, Tensor } from '../contract.ts';
import { extentOf, shapeOf, tensorFor } from '../shape.ts';

type Sizes = Readonly<Record<string, number>>;

/** Elements of a tensor whose every axis is cut to the extents of fewer sizes. */
function cut(field: InputField, tensor: Tensor, sizes: Sizes): Float64Array {
  const from = tensor.shape;
  const to = shapeOf(field, sizes);
  const count = to.reduce((product, extent) => product * extent, 1);
  return Float64Array.from({ length: count }, (_, flat) => {
    let rest = flat;
    let at = 0;
    let stride = 1;
    for (let axis = to.length - 1; axis >= 0; axis--) {
      at += (rest % to[axis]!) * stride;
      rest = Math.floor(rest / to[axis]!);
      stride *= from[axis]!;
    }
    return tensor.data[at]!;
  });
}

/** Rows that must have a sum or a length of 1 get it back. */
function repair(field: InputField, values: Float64Array, sizes: Sizes): Float64Array {
  const { domain } = field;
  if (domain.kind === 'index') {
    const below = extentOf(domain.below as Extent, sizes);
    return values.map((x) => Math.min(x, below - 1));
  }
  if (domain.kind !== 'simplex' && domain.kind !== 'direction') return values;
  const width = shapeOf(field, sizes).at(-1) ?? 1;
  for (let begin = 0; begin < values.length; begin += width) {
    const row = values.subarray(begin, begin + width);
    const sum = row.reduce((total, x) => total + (domain.kind === 'simplex' ? x : x * x), 0);
    const length = domain.kind === 'simplex' ? sum : Math.sqrt(sum);
    if (length > 0) row.set(row.map((x) => x / length));
  }
  return values;
}

function withTensors(
  operation: Operation,
  question: Case,
  sizes: Sizes,
  value: (field: InputField) => Float64Array,
): Case {
  const inputs = Object.fromEntries(
    operation.inputs.map((field) => [
      field.name,
      tensorFor(field, repair(field, value(field), sizes), sizes, question.dtype),
    ]),
  );
  const changed: Case = { ...question, sizes, inputs };
  return operation.arrange?.(changed) ?? changed;
}

/** The case with one size cut to `to`. */
function cutTo(operation: Operation, question: Case, name: string, to: number): Case {
  const sizes = { ...question.sizes, [name]: to };
  return withTensors(operation, question, sizes, (field) => cut(field, question.inputs[field.name]!, sizes));
}

/** Without the first of several rows or columns: what fails may sit at the end. */
function reversed(operation: Operation, question: Case, name: string): Case {
  return withTensors(operation, question, question.sizes, (field) => {
    const { data, shape } = question.inputs[field.name]!;
    if (field.shape[0] !== name || shape.length === 0) return Float64Array.from(data);
    const rows = shape[0]!;
    const width = data.length / rows;
    return Float64Array.from(data, (_, k) => data[(rows - 1 - Math.floor(k / width)) * width + (k % width)]!);
  });
}

/** Rounder numbers of a domain; null where there are none. */
function rounder(field: InputField, digits: number): ((x: number) => number) | null {
  const round = (x: number): number => Math.round(x * digits) / digits;
  switch (field.domain.kind) {
    case 'normal':
    case 'uniform':
      return round;
    case 'simplex':
      return (x) => Math.max(round(x), 1 / digits);
    case 'positive':
      return (x) => (round(x) > 0 ? round(x) : x);
    case 'time':
      return (x) => (round(x) > 0 && round(x) < 1 ? round(x) : x);
    default:
      return null;
  }
}

const sameData = (a: Tensor, b: Tensor): boolean => a.data.every((x, i) => Object.is(x, b.data[i]));

function* rounded(operation: Operation, question: Case, digits: number): Generator<Case> {
  for (const { name } of operation.inputs) {
    const next = withTensors(operation, question, question.sizes, (field) => {
      const values = Float64Array.from(question.inputs[field.name]!.data);
      const round = field.name === name ? rounder(field, digits) : null;
      return round ? values.map(round) : values;
    });
    if (!sameData(question.inputs[name]!, next.inputs[name]!)) yield next;
  }
}

/** Cases simpler than `question`, the boldest first. */
export function* smallerCases(operation: Operation, question: Case): Generator<Case> {
  const { sizes, settings } = question;
  for (const name of Object.keys(operation.sizes)) {
    const size = sizes[name]!;
    for (const to of [1, Math.floor(size / 2), size - 1]) {
      if (to >= 1 && to < size) {
        yield cutTo(operation, question, name, to);
        yield cutTo(operation, reversed(operation, question, name), name, to);
      }
    }
  }
  for (const { name, values } of operation.settings) {
    const at = values.findIndex((value) => JSON.stringify(value) === JSON.stringify(settings[name]));
    for (const value of at > 0 ? values.slice(0, Math.min(at, 2)) : []) {
      const changed = { ...question, settings: { ...settings, [name]: value } };
      yield operation.arrange?.(changed) ?? changed;
    }
  }
  for (const digits of [1, 2, 10, 100]) yield* rounded(operation, question, digits);
}
