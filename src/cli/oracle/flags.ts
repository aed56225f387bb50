/** The flags of `flowproof oracle check` and `judge`, as commander hands them over. */
export interface JudgeFlags {
  readonly operation?: readonly string[];
  readonly dtype?: 'float32' | 'float64';
  readonly seed: number;
  readonly expect?: string;
  readonly compare?: string;
  readonly json?: string;
  readonly junit?: string;
  readonly html?: string;
  readonly quiet?: boolean;
}

export interface CheckFlags extends JudgeFlags {
  readonly module?: string;
  readonly timeout: number;
}
