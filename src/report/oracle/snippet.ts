/** A failing case as a few lines in the adapter's own language: its inputs, the call, and the answer that belongs there. */
import type { Case, Operation, Tensor } from '../../oracle/contract.ts';

/** Longest tensor that is still printed. */
const READABLE = 400;

const numbers = ({ data }: Tensor): string =>
  Array.from(data, (x) => (Object.is(x, -0) ? '-0.0' : String(x))).join(', ');

function pythonValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonValue).join(', ')}]`;
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}: ${pythonValue(item)}`)
    .join(', ')}}`;
}

type Tensors = Readonly<Record<string, Tensor>>;

/** How a library of Python writes an array, and what to import for that and for the call. */
const pythons = {
  python: {
    imports: ['import numpy as np', 'from adapter import OPERATIONS'],
    array: (values: string, dtype: string, shape: string) =>
      `np.array([${values}], dtype=np.${dtype}).reshape(${shape})`,
  },
  torch: {
    imports: ['import torch', 'from adapter import DEVICE, OPERATIONS'],
    array: (values: string, dtype: string, shape: string) =>
      `torch.tensor([${values}], dtype=torch.${dtype}, device=DEVICE).reshape(${shape})`,
  },
};

function python(
  operation: Operation,
  question: Case,
  expected: Tensors,
  { imports, array }: (typeof pythons)['python'],
): string {
  const literal = (tensor: Tensor): string =>
    array(numbers(tensor), tensor.dtype, JSON.stringify(tensor.shape));
  return [
    ...imports,
    '',
    'inputs = {',
    ...Object.entries(question.inputs).map(([name, tensor]) => `    "${name}": ${literal(tensor)},`),
    '}',
    `answer = OPERATIONS["${operation.name}"](${pythonValue(question.settings)}, **inputs)`,
    ...Object.entries(expected).map(
      ([name, tensor]) => `print("${name}", answer["${name}"], "expected", ${literal(tensor)})`,
    ),
  ].join('\n');
}

function javascript(operation: Operation, question: Case, expected: Tensors): string {
  const types = { float32: 'Float32Array', float64: 'Float64Array', int32: 'Int32Array' };
  const array = (tensor: Tensor): string => `${types[tensor.dtype]}.of(${numbers(tensor)})`;
  const { dtype, sizes, settings } = question;
  return [
    "import adapter from './adapter.mjs';",
    '',
    'const inputs = {',
    ...Object.entries(question.inputs).map(
      ([name, tensor]) => `  ${name}: ${array(tensor)}, // [${tensor.shape.join(', ')}]`,
    ),
    '};',
    `const answer = await adapter.operations['${operation.name}'](inputs, ${JSON.stringify({ dtype, sizes, settings })});`,
    ...Object.entries(expected).map(
      ([name, tensor]) => `console.log('${name}', answer.${name}, 'expected', ${array(tensor)});`,
    ),
  ].join('\n');
}

/** For languages whose adapters call functions of any name: the numbers, ready to paste. */
function declarations(operation: Operation, question: Case, expected: Tensors, language: string): string {
  const types =
    language === 'rust'
      ? { float32: 'f32', float64: 'f64', int32: 'i32' }
      : { float32: 'float', float64: 'double', int32: 'int' };
  const float = (text: string): string => (/[.eEn]/.test(text) ? text : `${text}.0`);
  const line = (name: string, tensor: Tensor): string => {
    const type = types[tensor.dtype];
    const items = numbers(tensor)
      .split(', ')
      .map((text) => (tensor.dtype === 'int32' ? text : float(text)))
      .join(', ');
    const shape = `// [${tensor.shape.join(', ')}]`;
    return language === 'rust'
      ? `let ${name}: [${type}; ${tensor.data.length}] = [${items}]; ${shape}`
      : `const ${type} ${name}[] = {${items}}; ${shape}`;
  };
  return [
    `// ${operation.name}, settings ${JSON.stringify(question.settings)}`,
    ...Object.entries(question.inputs).map(([name, tensor]) => line(name.toLowerCase(), tensor)),
    ...Object.entries(expected).map(([name, tensor]) => line(`expected_${name.toLowerCase()}`, tensor)),
  ].join('\n');
}

/** The snippet, or null where the case is too large to be read. `expected`: the truth, rounded once. */
export function snippet(
  language: string,
  operation: Operation,
  question: Case,
  expected: Readonly<Record<string, Tensor>>,
): string | null {
  const all = [...Object.values(question.inputs), ...Object.values(expected)];
  if (all.some(({ data }) => data.length > READABLE)) return null;
  if (language === 'python' || language === 'torch') {
    return python(operation, question, expected, pythons[language]);
  }
  if (language === 'js' || language === 'javascript' || language === 'typescript') {
    return javascript(operation, question, expected);
  }
  return declarations(operation, question, expected, language);
}
