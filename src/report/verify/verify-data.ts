/** What the page of `flowproof verify` shows. */
import type { LawInfo } from '../../laws/core/law-info.ts';
import type { LawResult } from '../../laws/core/result.ts';
import type { ResidualMap } from '../../laws/residual-map.ts';

export interface LawOnObjects {
  readonly law: LawInfo;
  readonly results: readonly LawResult[];
  /** No result used more than 1e-3 of its bound. */
  readonly loose: boolean;
}

export interface ResidualPicture {
  readonly law: string;
  readonly object: string;
  readonly map: ResidualMap;
}

export interface VerifyPage {
  readonly title: string;
  readonly subtitle: string;
  readonly abstract: readonly string[];
  readonly laws: readonly LawOnObjects[];
  /** The command line that meets the counterexample of a result again. */
  readonly replay: (result: LawResult) => string | null;
  readonly pictures: readonly ResidualPicture[];
}

/** One mistake and what each law sees of it. */
export interface PowerPageRow {
  readonly id: string;
  readonly kind: string;
  readonly formula: string;
  readonly mistake: string;
  readonly cells: readonly {
    readonly law: string;
    readonly kills: boolean;
    readonly threshold: number | null;
  }[];
}

export interface PowerPage {
  readonly title: string;
  readonly subtitle: string;
  readonly abstract: readonly string[];
  readonly rows: readonly PowerPageRow[];
}
