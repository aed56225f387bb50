/** A law and its object, as the runner sees them. */
import type fc from 'fast-check';
import type { CallLog } from './call-log.ts';
import type { LawInfo } from './law-info.ts';
import type { ObjectCode } from './snippet.ts';

export interface Held<C, M> {
  readonly law: LawInfo;
  readonly object: string;
  readonly code?: (at: C) => ObjectCode;
  /** What `at` of the law takes, for snippets. */
  caseOf(at: C): unknown;
  refuses(): string | null;
  cases(): fc.Arbitrary<C>;
  measure(at: C): M;
  words(at: C): string;
  /** The same on the object behind a proxy that notes its calls. */
  watched(log: CallLog): Held<C, M>;
}
