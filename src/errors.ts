/**
 * Typed errors. Every error a user can cause says which argument, what was expected, what came, and the way out.
 *
 * Errors lose their class and fields when they cross a thread, so `toMessage` and `fromMessage` carry them as plain
 * data and build them again on the other side.
 */

/** What went wrong, as a stable string for programs; the class says the same for `instanceof`. */
export type ErrorCode =
  | 'argument'
  | 'shape'
  | 'pole'
  | 'format'
  | 'file'
  | 'worker'
  | 'object'
  | 'diverged'
  | 'interrupted'
  | 'usage';

/** The fields of a {@link FlowproofError}: all plain strings, so that they survive JSON and threads. */
export interface ErrorDetails {
  /** The argument, option, file or tensor at fault, as the caller wrote it. */
  readonly argument: string;
  /** What would have been right. */
  readonly expected: string;
  /** What came instead. */
  readonly received: string;
  /** What the caller can do about it. */
  readonly wayOut?: string;
}

/** A {@link FlowproofError} as structured-clonable data. */
export interface ErrorMessage extends ErrorDetails {
  readonly code: ErrorCode;
}

/** Written out, because minifiers rename classes. */
const names: Record<ErrorCode, string> = {
  argument: 'ArgumentError',
  shape: 'ShapeError',
  pole: 'PoleError',
  format: 'FormatError',
  file: 'FileError',
  worker: 'WorkerError',
  object: 'ObjectError',
  diverged: 'DivergenceError',
  interrupted: 'InterruptedError',
  usage: 'UsageError',
};

/** Base of all errors thrown on purpose. The message is one line: argument, expected, received, way out. */
export class FlowproofError extends Error implements ErrorDetails {
  readonly code: ErrorCode;
  readonly argument: string;
  readonly expected: string;
  readonly received: string;
  readonly wayOut: string;

  constructor(code: ErrorCode, details: ErrorDetails, options?: ErrorOptions) {
    const wayOut = details.wayOut ?? '';
    super(
      `${details.argument}: expected ${details.expected}, received ${details.received}${wayOut && `; ${wayOut}`}`,
      options,
    );
    this.code = code;
    this.argument = details.argument;
    this.expected = details.expected;
    this.received = details.received;
    this.wayOut = wayOut;
    this.name = names[code];
  }
}

/** An argument has the wrong type or lies outside its domain. */
export class ArgumentError extends FlowproofError {
  constructor(details: ErrorDetails, options?: ErrorOptions) {
    super('argument', details, options);
  }
}

/** An array has the wrong shape or length. */
export class ShapeError extends FlowproofError {
  constructor(details: ErrorDetails, options?: ErrorOptions) {
    super('shape', details, options);
  }
}

/** The mathematics has a pole here: no finite value exists at this time or point. */
export class PoleError extends FlowproofError {
  constructor(details: ErrorDetails, options?: ErrorOptions) {
    super('pole', details, options);
  }
}

/** The bytes of a file or message do not follow their format; `argument` names file and byte, row or field. */
export class FormatError extends FlowproofError {
  constructor(details: ErrorDetails, options?: ErrorOptions) {
    super('format', details, options);
  }
}

/** A file or folder cannot be read or written. */
export class FileError extends FlowproofError {
  constructor(details: ErrorDetails, options?: ErrorOptions) {
    super('file', details, options);
  }
}

/** A worker thread threw something unforeseen, exited, or ran out of memory. */
export class WorkerError extends FlowproofError {
  constructor(details: ErrorDetails, options?: ErrorOptions) {
    super('worker', details, options);
  }
}

/** An object under test does not do what its interface says: it throws, answers NaN, or writes too little. */
export class ObjectError extends FlowproofError {
  constructor(details: ErrorDetails, options?: ErrorOptions) {
    super('object', details, options);
  }
}

/** A computation left the finite numbers; `argument` names the step and the layer. */
export class DivergenceError extends FlowproofError {
  constructor(details: ErrorDetails, options?: ErrorOptions) {
    super('diverged', details, options);
  }
}

/** The user asked for the work to stop. */
export class InterruptedError extends FlowproofError {
  constructor(details: ErrorDetails, options?: ErrorOptions) {
    super('interrupted', details, options);
  }
}

/** A command line is wrong. */
export class UsageError extends FlowproofError {
  constructor(details: ErrorDetails, options?: ErrorOptions) {
    super('usage', details, options);
  }
}

const classes: Record<ErrorCode, new (details: ErrorDetails, options?: ErrorOptions) => FlowproofError> = {
  argument: ArgumentError,
  shape: ShapeError,
  pole: PoleError,
  format: FormatError,
  file: FileError,
  worker: WorkerError,
  object: ObjectError,
  diverged: DivergenceError,
  interrupted: InterruptedError,
  usage: UsageError,
};

/** Any thrown value as structured-clonable data; what is not ours becomes a `worker` error that keeps its message. */
export function toMessage(error: unknown): ErrorMessage {
  if (error instanceof FlowproofError) {
    const { code, argument, expected, received, wayOut } = error;
    return { code, argument, expected, received, wayOut };
  }
  const received = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { code: 'worker', argument: 'worker', expected: 'a result', received };
}

/** The typed error that {@link toMessage} took apart. */
export function fromMessage(message: ErrorMessage): FlowproofError {
  return new classes[message.code](message);
}

/** JSON escapes the control characters below U+0020; a terminal obeys those from U+007F on as well. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A value as it should appear in an error: strings quoted, arrays and objects cut short. */
export function show(value: unknown): string {
  if (typeof value === 'string') return quoted(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  if (typeof value === 'function') return `function ${value.name || '(anonymous)'}`;
  if (Object.is(value, -0)) return '-0';
  if (ArrayBuffer.isView(value)) return `${value.constructor.name}(${(value as Uint8Array).length})`;
  if (typeof value !== 'object' || value === null) return String(value);
  let text: string;
  try {
    text = JSON.stringify(value) ?? String(value);
  } catch {
    text = Object.prototype.toString.call(value);
  }
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
