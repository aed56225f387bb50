/** The options of `flowproof verify`, as parsed. */
export interface VerifyFlags {
  readonly runs?: number;
  readonly effort?: number;
  readonly seed: number;
  readonly path?: string;
  readonly object?: string;
  readonly replay?: string;
  readonly threads?: number;
  readonly timeout?: number;
  readonly all?: boolean;
  readonly list?: boolean;
  readonly power?: boolean;
  readonly markdown?: string;
  readonly json?: string;
  readonly html?: string;
  readonly quiet?: boolean;
}
