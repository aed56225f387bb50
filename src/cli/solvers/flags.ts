/** The options of `flowproof solvers`, as parsed. */
export interface SolversFlags {
  readonly config?: string;
  readonly problems?: string;
  readonly name?: string;
  readonly target?: string;
  readonly schedule?: string;
  readonly source?: string;
  readonly start?: string;
  readonly field?: string;
  readonly model?: string;
  readonly solvers?: string;
  readonly steps?: string;
  readonly tolerances?: string;
  readonly grid?: string;
  readonly dtype?: string;
  readonly profile?: string;
  readonly control?: string;
  readonly maxSteps?: string;
  readonly noise?: string;
  readonly churn?: string;
  readonly metrics?: string;
  readonly seed?: string;
  readonly timeout: number;
  readonly repeats: number;
  readonly threads?: number;
  readonly json?: string;
  readonly csv?: string;
  readonly svg?: string;
  readonly html?: string;
  readonly journal?: string;
  readonly resume?: boolean;
  readonly list?: boolean;
  readonly certify?: string;
  readonly quiet?: boolean;
}
