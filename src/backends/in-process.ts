/**
 * A backend of plain functions in this process, behind the same guards as one behind a pipe: what it throws, never answers, or
 * answers in the wrong shape becomes a reply, and the run goes on. A loop without end cannot be stopped here: for that, a process.
 */
import { ArgumentError, FlowproofError } from '../errors.ts';
import { printable, show } from '../io/printable.ts';
import type { Backend, Fault, Reply } from '../oracle/backend.ts';
import type { Case, Operation, Tensor } from '../oracle/contract.ts';
import { type Adapter, type AdapterAnswer, type AdapterInputs, helloOf, loadAdapter } from './adapter.ts';
import {
  checkNames,
  checkType,
  type ExpectedTensor,
  expectedAnswer,
  tensorOf,
  wrongAnswer,
} from './expected.ts';
import { operationOf } from './messages.ts';

export interface InProcessOptions {
  /** For one case, where the function answers later. Default 10. */
  readonly timeoutSeconds?: number;
  /** Contracts, where they are not the registry's. */
  readonly operations?: readonly Operation[];
}

const ARRAY = { float32: Float32Array, float64: Float64Array, int32: Int32Array } as const;
const LONGEST_MESSAGE = 2000;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);

function dtypeOfArray(data: unknown): string {
  const found = Object.entries(ARRAY).find(([, array]) => data instanceof array);
  return found?.[0] ?? show(data);
}

const bytesOf = (data: ArrayBufferView): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/** What a function gave as one output, held to what is expected there and copied. */
function toTensor(place: string, expected: ExpectedTensor, value: unknown): Tensor {
  const { dtype, shape } = expected;
  if (isObject(value)) {
    const { shape: given, data } = value;
    if (!Array.isArray(given) || !ArrayBuffer.isView(data)) {
      throw wrongAnswer(
        place,
        '{ dtype, shape, data }, a typed array, an array of numbers or a number',
        show(value),
      );
    }
    checkType(place, expected, dtypeOfArray(data), given);
    return tensorOf(place, expected, bytesOf(data));
  }
  if (ArrayBuffer.isView(value)) {
    checkType(place, expected, dtypeOfArray(value), shape);
    return tensorOf(place, expected, bytesOf(value));
  }
  const numbers = typeof value === 'number' ? [value] : value;
  const bad = Array.isArray(numbers) ? numbers.findIndex((x) => typeof x !== 'number') : 0;
  if (!Array.isArray(numbers) || bad >= 0) {
    const received = Array.isArray(numbers) ? `element ${bad}: ${show(numbers[bad])}` : show(value);
    throw wrongAnswer(place, 'a typed array, a flat array of numbers, a number or a tensor', received);
  }
  return tensorOf(place, expected, bytesOf(ARRAY[dtype].from(numbers as number[])));
}

function toTensors(
  place: string,
  expected: readonly ExpectedTensor[],
  values: unknown,
  all: boolean,
): Record<string, Tensor> {
  if (!isObject(values)) throw wrongAnswer(place, 'an object of outputs by name', show(values));
  checkNames(place, expected, Object.keys(values), all);
  const tensors: Record<string, Tensor> = {};
  for (const tensor of expected) {
    if (!Object.hasOwn(values, tensor.name)) continue;
    tensors[tensor.name] = toTensor(`${place}.${tensor.name}`, tensor, values[tensor.name]);
  }
  return tensors;
}

const TIMED_OUT = Symbol('timed out');

function settled<T>(promise: Promise<T>, seconds: number): Promise<T | typeof TIMED_OUT> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof TIMED_OUT>((resolve) => {
    timer = setTimeout(resolve, 1000 * seconds, TIMED_OUT);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Functions as a backend. */
export function inProcessBackend(adapter: Adapter, options: InProcessOptions = {}): Backend {
  const { timeoutSeconds = 10, operations } = options;
  if (!(timeoutSeconds > 0 && timeoutSeconds <= 2_000_000)) {
    throw new ArgumentError({
      argument: 'timeoutSeconds',
      expected: 'a number > 0',
      received: show(timeoutSeconds),
    });
  }
  const hello = helloOf(adapter);
  let stopped = false;
  const fault = (question: Case, kind: Fault, message: string): Reply => ({
    kind: 'fault',
    fault: kind,
    message: `case ${question.id} (${question.operation}): ${message}`,
    stderr: '',
  });

  async function run(question: Case): Promise<Reply> {
    const operation = operationOf(question, operations);
    if (stopped) return fault(question, 'not-started', 'it has been stopped');
    const answer = Object.hasOwn(adapter.operations, operation.name) && adapter.operations[operation.name];
    if (!answer) return { kind: 'unsupported', message: `${operation.name} is not among its operations` };
    const inputs: AdapterInputs = Object.fromEntries(
      Object.entries(question.inputs).map(([name, { data }]) => [name, data.slice()]),
    );
    const { dtype, sizes, settings } = structuredClone({
      dtype: question.dtype,
      sizes: question.sizes,
      settings: question.settings,
    });
    const begun = performance.now();
    let given: AdapterAnswer | typeof TIMED_OUT;
    try {
      given = await settled((async () => answer(inputs, { dtype, sizes, settings }))(), timeoutSeconds);
    } catch (error) {
      const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      return { kind: 'error', message: printable(message, LONGEST_MESSAGE) };
    }
    const seconds = (performance.now() - begun) / 1000;
    if (given === TIMED_OUT)
      return fault(question, 'timeout', `expected an answer within ${timeoutSeconds} s, received none`);
    if (isObject(given) && typeof given.unsupported === 'string') {
      return { kind: 'unsupported', message: printable(given.unsupported, LONGEST_MESSAGE) };
    }
    try {
      if (!isObject(given)) throw wrongAnswer('answer', 'an object of outputs by name', show(given));
      const { trace = {}, ...outputs }: Readonly<Record<string, unknown>> = { ...given };
      const expected = expectedAnswer(operation, question);
      return {
        kind: 'answer',
        outputs: toTensors('answer', expected.outputs, outputs, true),
        trace: toTensors('answer.trace', expected.trace, trace, false),
        seconds,
      };
    } catch (error) {
      if (error instanceof FlowproofError) return fault(question, 'malformed', error.message);
      throw error;
    }
  }

  return {
    hello: async () => hello,
    run,
    stop: async () => {
      stopped = true;
    },
  };
}

/** The adapter of a module file as a backend: `--module adapter.mjs`. */
export async function moduleBackend(path: string, options: InProcessOptions = {}): Promise<Backend> {
  return inProcessBackend(await loadAdapter(path), options);
}
