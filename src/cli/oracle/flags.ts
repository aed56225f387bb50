/** The flags of `flowproof oracle check`, `emit` and `judge`, as commander hands them over. */
export interface JudgeFlags {
  readonly operation?: readonly string[];
  readonly dtype?: 'float32' | 'float64';
  readonly expect?: string;
  readonly compare?: string;
  readonly json?: string;
  readonly junit?: string;
  readonly html?: string;
  readonly quiet?: boolean;
}

export interface CheckFlags extends JudgeFlags {
  readonly seed: number;
  readonly corpus?: boolean;
  readonly module?: string;
  readonly fuzz?: number;
  readonly save?: string;
  readonly cases?: string;
  readonly timeout: number;
}

export interface EmitFlags {
  readonly operation?: readonly string[];
  readonly dtype?: 'float32' | 'float64';
  readonly seed: number;
  readonly corpus?: boolean;
  readonly text?: boolean;
  readonly quiet?: boolean;
}
