/** A backend as the judge sees it, whether it runs in this process, behind a pipe, or was asked by files. */
import type { DeclaredArithmetic } from './arithmetic/machine.ts';
import type { Case, Tensor } from './contract.ts';

/** What a backend says about itself when it is greeted. */
export interface Hello {
  readonly name: string;
  readonly version?: string;
  /** `python`, `js`, …: the language of the snippets that replay a failure. */
  readonly language?: string;
  /** Operations it claims to have, with the revision it follows. */
  readonly operations: Readonly<Record<string, number>>;
  readonly dtypes: readonly ('float32' | 'float64')[];
  readonly arithmetic: DeclaredArithmetic;
}

/** How a backend can fail to answer. */
export type Fault = 'timeout' | 'crash' | 'malformed' | 'too-large' | 'out-of-order' | 'not-started';

/** What came of one case. */
export type Reply =
  | {
      readonly kind: 'answer';
      readonly outputs: Readonly<Record<string, Tensor>>;
      readonly trace: Readonly<Record<string, Tensor>>;
      readonly seconds: number;
    }
  /** It claims the operation, but not with these settings. */
  | { readonly kind: 'unsupported'; readonly message: string }
  /** It raised an error of its own and goes on. */
  | { readonly kind: 'error'; readonly message: string }
  /** It hung, died, or broke the protocol; it has been started again where that is possible. */
  | { readonly kind: 'fault'; readonly fault: Fault; readonly message: string; readonly stderr: string };

export interface Backend {
  hello(): Promise<Hello>;
  /** Never rejects for what the backend did; one case never ends the run. */
  run(question: Case): Promise<Reply>;
  stop(): Promise<void>;
}
