/** What the page of a benchmark shows. Everything but the rows may be missing. */
import type { Row } from '../../benchmark/row.ts';

export interface SolversPage {
  readonly rows: readonly Row[];
  readonly title?: string;
  /** The command line that makes this result again. */
  readonly command?: string;
  /** The configuration, as the command reads it. */
  readonly config?: unknown;
  /** Names and versions, such as { flowproof: '0.1.0', node: 'v20.19.0' }. */
  readonly versions?: Readonly<Record<string, string>>;
  readonly threads?: number;
  /** Wall clock of the whole run. */
  readonly seconds?: number;
  /** Remarks on the problems, such as where their truth comes from, by problem. */
  readonly problems?: Readonly<Record<string, string>>;
}
