/**
 * An implementation in JavaScript or TypeScript as plain functions, one for each operation.
 *
 *   ({ x0, x1, t }, { sizes, settings }) => ({ x })
 *
 * Inputs are dense row-major typed arrays, the function's own to change. Outputs are typed arrays of the run's element type,
 * arrays of numbers (each rounded once to it), numbers, or tensors { dtype, shape, data }; beside them, `trace` may hold
 * intermediate results.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ArgumentError, FileError } from '../errors.ts';
import { readBytes } from '../io/files.ts';
import { printable, show } from '../io/printable.ts';
import type { DeclaredArithmetic } from '../oracle/arithmetic/machine.ts';
import type { Hello } from '../oracle/backend.ts';
import type { Tensor } from '../oracle/contract.ts';
import { checkHello } from './check-hello.ts';
import { PROTOCOL } from './messages.ts';

/** What a function knows about its case beside the inputs. */
export interface CallContext {
  readonly dtype: 'float32' | 'float64';
  readonly sizes: Readonly<Record<string, number>>;
  // The settings of an operation are JSON of its own kind; the function that reads them knows which.
  // biome-ignore lint/suspicious/noExplicitAny: a plain function can then say `settings.schedule.kind`
  readonly settings: Readonly<Record<string, any>>;
}

/** One output: elements in row-major order, or a whole tensor. */
export type AdapterValue = number | ArrayLike<number> | Tensor;

/** Outputs by name, and `trace` with intermediate results; or why these settings are not supported. */
export type AdapterAnswer =
  | Readonly<Record<string, AdapterValue | Readonly<Record<string, AdapterValue>>>>
  | { readonly unsupported: string };

export type AdapterInputs = Readonly<Record<string, Tensor['data']>>;

/** One operation of a backend. It may throw: that is an answer, too. */
export type AdapterFunction = (
  inputs: AdapterInputs,
  context: CallContext,
) => AdapterAnswer | Promise<AdapterAnswer>;

/** A backend as plain functions by the names of the operations. */
export interface Adapter {
  readonly name: string;
  readonly version?: string;
  readonly language?: string;
  /** Default: float32. */
  readonly dtypes?: readonly ('float32' | 'float64')[];
  readonly arithmetic?: DeclaredArithmetic;
  readonly operations: Readonly<Record<string, AdapterFunction>>;
  /** Revisions of the operations that are followed, where they are not 1. */
  readonly revisions?: Readonly<Record<string, number>>;
}

const FIELDS = ['name', 'version', 'language', 'dtypes', 'arithmetic', 'operations', 'revisions'];

/** What an adapter declares; throws an ArgumentError where it is none. */
export function helloOf(adapter: Adapter, place = 'adapter'): Hello {
  const { operations, revisions = {} } = adapter ?? {};
  const wrong = (argument: string, expected: string, received: unknown): ArgumentError =>
    new ArgumentError({ argument: `${place}${argument}`, expected, received: show(received) });
  if (typeof operations !== 'object' || operations === null) {
    throw wrong('', '{ name, operations: { "path.sample": function, … } }', adapter);
  }
  const unknown = Object.keys(adapter).find((field) => !FIELDS.includes(field));
  if (unknown !== undefined) throw wrong('', `the fields ${FIELDS.join(', ')}`, unknown);
  const claimed: Record<string, number> = {};
  for (const [name, operation] of Object.entries(operations)) {
    if (typeof operation !== 'function') throw wrong(`.operations[${show(name)}]`, 'a function', operation);
    claimed[name] = revisions[name] ?? 1;
  }
  const { name, version, language = 'js', dtypes = ['float32'], arithmetic } = adapter;
  const message = {
    id: 0,
    protocol: PROTOCOL,
    name,
    language,
    operations: claimed,
    dtypes,
    ...(version === undefined ? {} : { version }),
    ...(arithmetic === undefined ? {} : { arithmetic }),
  };
  return checkHello(place, message).hello;
}

/** The adapter that a module exports as default or by name. Throws where the file cannot be loaded or exports something else. */
export async function loadAdapter(path: string): Promise<Adapter> {
  const file = resolve(path);
  let loaded: { readonly default?: unknown; readonly adapter?: unknown };
  readBytes(file);
  try {
    loaded = await import(pathToFileURL(file).href);
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    throw new FileError({
      argument: printable(path, 300),
      expected: 'a module that can be loaded',
      received: printable(`${name}: ${message.replace(/\s*\n\s*/g, ' ')}`, 300),
    });
  }
  const adapter = (loaded.default ?? loaded.adapter) as Adapter;
  helloOf(adapter, `${printable(path, 300)}: export default`);
  return adapter;
}
