/** Mistakes as data: what is wrong, what was meant, how it shows, and the wrong formula itself. */
import type { Replacement } from '../formula.ts';

/** A mistake that people make. */
export interface Mistake {
  /** Group and name, such as `path.time-reversed`; never used again for another mistake. */
  readonly id: string;
  /** What was done, in one line. */
  readonly title: string;
  /** The formula as it should be ... */
  readonly right: string;
  /** ... and as it was computed. */
  readonly wrong: string;
  /** What one sees of it: where it is loud, where it cannot be seen, and what it does to training or sampling. */
  readonly looksLike: string;
  /** The operations whose answers it changes, the root first: the one that holds nothing but this formula. */
  readonly operations: readonly string[];
  readonly replace: readonly Replacement[];
}
