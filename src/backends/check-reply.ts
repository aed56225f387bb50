/** The reply to one case, held to the contract of its operation. */
import { printable, show } from '../io/printable.ts';
import type { Reply } from '../oracle/backend.ts';
import type { Tensor } from '../oracle/contract.ts';
import { checkNames, type ExpectedAnswer, type ExpectedTensor, wrongAnswer } from './expected.ts';
import { decodeTensor, type FetchStored } from './wire-tensor.ts';

type Fields = Readonly<Record<string, unknown>>;

const KINDS = ['out', 'unsupported', 'error'];
const LONGEST_MESSAGE = 2000;

function decodeTensors(
  place: string,
  expected: readonly ExpectedTensor[],
  value: unknown,
  all: boolean,
  fetchStored: FetchStored,
): Record<string, Tensor> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrongAnswer(place, 'an object of tensors by name', show(value));
  }
  const received = value as Fields;
  checkNames(place, expected, Object.keys(received), all);
  const tensors: Record<string, Tensor> = {};
  for (const tensor of expected) {
    if (!Object.hasOwn(received, tensor.name)) continue;
    tensors[tensor.name] = decodeTensor(
      `${place}.${tensor.name}`,
      tensor,
      received[tensor.name],
      fetchStored,
    );
  }
  return tensors;
}

/** A reply whose id has been seen to be the right one; throws a FormatError where it is not what the contract says. */
export function checkReply(
  place: string,
  expected: ExpectedAnswer,
  message: Fields,
  fetchStored: FetchStored,
  seconds: number,
): Reply {
  const kinds = KINDS.filter((kind) => Object.hasOwn(message, kind));
  const [kind] = kinds;
  if (kinds.length !== 1) {
    throw wrongAnswer(
      place,
      'one of out, unsupported, error',
      kinds.join(' and ') || show(Object.keys(message)),
    );
  }
  const allowed = kind === 'out' ? ['id', 'out', 'trace'] : ['id', kind];
  const unknown = Object.keys(message).find((field) => !allowed.includes(field));
  if (unknown !== undefined) {
    throw wrongAnswer(place, `the fields ${allowed.join(', ')}`, `also ${show(unknown)}`, 'leave it out');
  }
  if (kind !== 'out') {
    const reason = message[kind!];
    if (typeof reason !== 'string') throw wrongAnswer(`${place}.${kind}`, 'a message', show(reason));
    return { kind: kind as 'unsupported' | 'error', message: printable(reason, LONGEST_MESSAGE) };
  }
  return {
    kind: 'answer',
    outputs: decodeTensors(`${place}.out`, expected.outputs, message.out, true, fetchStored),
    trace: decodeTensors(`${place}.trace`, expected.trace, message.trace ?? {}, false, fetchStored),
    seconds,
  };
}
