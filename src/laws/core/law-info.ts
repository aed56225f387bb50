/** What a law is, apart from what it does. */

/** The kinds of objects that laws speak of; also the names a module exports its objects under. */
export type SubjectKind =
  | 'schedule'
  | 'path'
  | 'field'
  | 'matching'
  | 'loss'
  | 'parametrization'
  | 'generator'
  | 'network'
  | 'solver'
  | 'density'
  | 'coupling'
  | 'run';

/** Its name and statement, what it assumes, and how often it is tried. */
export interface LawInfo {
  /** Name for the command line, kebab-case: 'continuity-weak'. */
  readonly id: string;
  /** Number in the list of laws of docs/theory.md, 1 to 14. */
  readonly number: number;
  /** The statement as a formula in one line. */
  readonly title: string;
  readonly kind: SubjectKind;
  /** What the object must be for the law to mean anything: smoothness, support, dimension. */
  readonly assumes: readonly string[];
  /** Name under which `flowproof/laws` exports it: 'continuityWeak'. */
  readonly export: string;
  /** Cases tried by default. */
  readonly runs: number;
}
