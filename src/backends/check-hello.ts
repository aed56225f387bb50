/** The greeting of a backend, held to the protocol. */
import { show } from '../io/printable.ts';
import { type DeclaredArithmetic, formats } from '../oracle/arithmetic/machine.ts';
import type { Hello } from '../oracle/backend.ts';
import type { Operation } from '../oracle/contract.ts';
import { operations as registered } from '../oracle/registry.ts';
import { wrongAnswer } from './expected.ts';
import { PROTOCOL } from './messages.ts';

/** A greeting, and whether the backend can be sent tensors by reference. */
export interface Greeting {
  readonly hello: Hello;
  readonly files: boolean;
}

type Fields = Readonly<Record<string, unknown>>;
type Check = readonly [expected: string, fits: (value: unknown) => boolean];

const precision: Check = [
  `one of ${Object.keys(formats).join(', ')}`,
  (value) => typeof value === 'string' && Object.hasOwn(formats, value),
];
const flag: Check = ['true or false', (value) => typeof value === 'boolean'];
const text: Check = [
  'a string of 1 to 200 characters',
  (value) => typeof value === 'string' && value.length > 0 && value.length <= 200,
];

const arithmeticFields: Readonly<Record<keyof DeclaredArithmetic, Check>> = {
  precision,
  accumulate: precision,
  matmul: precision,
  flushToZero: flag,
  functionUlps: [
    'a number from 0.5 to 1e6',
    (value) => typeof value === 'number' && value >= 0.5 && value <= 1e6,
  ],
};

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const helloFields: Readonly<Record<string, Check>> = {
  id: ['the id of the request', Number.isSafeInteger],
  protocol: [String(PROTOCOL), (value) => value === PROTOCOL],
  name: text,
  operations: [
    'an object of names and revisions, such as { "path.sample": 1 }',
    (value) =>
      isObject(value) && Object.values(value).every((r) => Number.isSafeInteger(r) && (r as number) >= 1),
  ],
  dtypes: [
    '["float32"], ["float64"] or both',
    (value) =>
      Array.isArray(value) && value.length > 0 && value.every((d) => d === 'float32' || d === 'float64'),
  ],
};

const optionalFields: Readonly<Record<string, Check>> = {
  version: text,
  language: text,
  arithmetic: ['an object', isObject],
  files: flag,
};

function checkFields(
  place: string,
  value: Fields,
  required: Readonly<Record<string, Check>>,
  optional: Readonly<Record<string, Check>>,
): void {
  const known = { ...required, ...optional };
  for (const [name, field] of Object.entries(value)) {
    if (!Object.hasOwn(known, name)) {
      throw wrongAnswer(
        place,
        `the fields ${Object.keys(known).join(', ')}`,
        `also ${show(name)}`,
        'leave it out',
      );
    }
    const [expected, fits] = known[name]!;
    if (!fits(field)) throw wrongAnswer(`${place}.${name}`, expected, show(field));
  }
  for (const [name, [expected]] of Object.entries(required)) {
    if (!Object.hasOwn(value, name)) throw wrongAnswer(`${place}.${name}`, expected, 'nothing');
  }
}

/** What a backend declares about itself; throws a FormatError that says what is wrong with it. */
export function checkHello(place: string, message: Fields): Greeting {
  if (typeof message.error === 'string')
    throw wrongAnswer(place, 'a greeting', `the error ${show(message.error)}`);
  checkFields(place, message, helloFields, optionalFields);
  const { name, version, language, operations, dtypes, arithmetic = {}, files = false } = message;
  checkFields(`${place}.arithmetic`, arithmetic as Fields, {}, arithmeticFields);
  return {
    hello: {
      name: name as string,
      ...(version === undefined ? {} : { version: version as string }),
      ...(language === undefined ? {} : { language: language as string }),
      operations: operations as Hello['operations'],
      dtypes: [...new Set(dtypes as Hello['dtypes'])],
      arithmetic: arithmetic as DeclaredArithmetic,
    },
    files: files as boolean,
  };
}

/** Operations that a backend claims and that there are none of: misspelt, or of another version. */
export function unknownOperations(hello: Hello, known: readonly Operation[] = registered): readonly string[] {
  return Object.keys(hello.operations).filter((name) => !known.some((operation) => operation.name === name));
}
