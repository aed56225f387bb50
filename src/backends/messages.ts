/**
 * The messages to a backend, one JSON object a line: docs/oracle/protocol.md.
 */
import { ArgumentError, show } from '../errors.ts';
import type { Case, Operation } from '../oracle/contract.ts';
import { operations } from '../oracle/registry.ts';
import type { ExchangeFolder } from './exchange-folder.ts';
import { encodeInline, type WireTensor } from './wire-tensor.ts';

/** Versions of the protocol that this program speaks. */
export const PROTOCOL = 1;

export const helloRequest = (id: number, folder: string): string =>
  JSON.stringify({ id, cmd: 'hello', protocol: [PROTOCOL], folder });

export const stopRequest = (id: number): string => JSON.stringify({ id, cmd: 'stop' });

/** The operation of a case, among those given or all that there are. */
export function operationOf(question: Case, known: readonly Operation[] = operations): Operation {
  const operation = known.find(({ name }) => name === question.operation);
  if (!operation) {
    throw new ArgumentError({
      argument: `case ${show(question.id)}`,
      expected: 'an operation of the registry',
      received: show(question.operation),
    });
  }
  return operation;
}

/** A case as a request; tensors of more than `inlineBytes` go through the folder, where there is one. */
export function runRequest(
  id: number,
  operation: Operation,
  question: Case,
  inlineBytes: number,
  folder: ExchangeFolder | undefined,
): string {
  const inputs: Record<string, WireTensor> = {};
  const large = Object.entries(question.inputs).filter(([, { data }]) => data.byteLength > inlineBytes);
  const stored = folder && large.length > 0 ? folder.store(id, Object.fromEntries(large)) : {};
  for (const [name, tensor] of Object.entries(question.inputs)) {
    inputs[name] = stored[name] ?? encodeInline(tensor);
  }
  const { dtype, sizes, settings } = question;
  return JSON.stringify({
    id,
    cmd: 'run',
    op: operation.name,
    revision: operation.revision,
    dtype,
    sizes,
    settings,
    in: inputs,
  });
}
