/** The smallest case on which a backend fails, as the report shows it. */

/** A failing case, shrunk. */
export interface SmallestData {
  readonly operation: string;
  readonly dtype: 'float32' | 'float64';
  readonly settings: unknown;
  readonly sizes: unknown;
  /** Questions that the search took. */
  readonly asked: number;
  readonly shrinks: number;
  /** Seed and path of the search. */
  readonly replay: string;
  /** Of an error or a fault. */
  readonly message: string;
  /** Error over bound. */
  readonly ratio: number;
  /** The case in the backend's own language; null where it is too large to read. */
  readonly snippet: string | null;
}
