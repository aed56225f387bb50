/**
 * The entry of a worker thread. It answers typed errors as data, because an error loses its class and its fields when
 * it crosses a thread.
 */
import { type ErrorMessage, toMessage } from '../errors.ts';
import { chooseKernels, type KernelChoice } from '../kernels/choice.ts';
import type { HandlerContext } from './handler.ts';
import { handlers } from './handlers/table.ts';
import { SessionCache } from './sessions.ts';

export interface Request {
  readonly handler: string;
  readonly message: unknown;
  /** The choice of the thread that asks. */
  readonly kernels: KernelChoice;
}

export type Answer = { readonly value: unknown } | { readonly error: ErrorMessage };

const context: HandlerContext = { sessions: new SessionCache(), pause: async () => {} };

export default async function work({ handler, message, kernels }: Request): Promise<Answer> {
  try {
    chooseKernels(kernels);
    return { value: await handlers[handler]!(message, context) };
  } catch (error) {
    return { error: toMessage(error) };
  }
}
