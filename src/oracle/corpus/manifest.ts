/**
 * A frozen set of cases with their true answers, as data: what stands in corpus/<version>/manifest.json.
 *
 * Questions and answers stand in one safetensors file for each group of operations:
 *
 *   <case>/in/<input>     the input, as its dtype says
 *   <case>/out/<output>   float64 [3, …shape]: the true value v, its radius r, the bound b
 *
 * The mathematical answer lies in [v − r, v + r]; an implementation in IEEE arithmetic of the case's dtype, in any order of
 * summation, answers within [v − b, v + b]. ∞ stands where a rounding of the inputs decides the answer, or where a certificate
 * does.
 */

/** Of the form of the manifest; SemVer: a reader of 1.x reads every 1.y with y ≥ x by leaving out what it does not know. */
export const SCHEMA = '1.0.0';

/** Calendar version of the cases: year and month. A frozen version never changes; mistakes in it are listed in ERRATA.md. */
export const CORPUS = '2026.11';

/** Which cases a conforming implementation must have right. */
export type CorpusTier =
  /** Chosen so that every known mistake shows: for everybody. */
  | 'required'
  /** More of the settings' values. */
  | 'recommended'
  /** Ends of the domain, single rows, single dimensions. */
  | 'optional';

/** What a certificate demands where answers are not unique: |value| ≤ bound. */
export interface CorpusCondition {
  readonly name: string;
  readonly bound: number;
  readonly reason: string;
}

/** One case. */
export interface CorpusCase {
  /** Never used again for another question, in no version. */
  readonly id: string;
  readonly operation: string;
  readonly revision: number;
  readonly dtype: 'float32' | 'float64';
  readonly tier: CorpusTier;
  /** The case is draw number `index` of the manifest's seed for this operation and dtype. */
  readonly index: number;
  readonly sizes: Readonly<Record<string, number>>;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Ids of the mistakes whose answer lies at least ten bounds from the true one. */
  readonly flags: readonly string[];
  /** For outputs that are not unique. */
  readonly certificate?: readonly CorpusCondition[];
}

/** A tensor of an operation. */
export interface CorpusField {
  readonly name: string;
  readonly type: 'float' | 'int';
  readonly shape: readonly (string | number)[];
  readonly meaning: string;
}

/** What all cases of an operation share. */
export interface CorpusOperation {
  readonly name: string;
  readonly revision: number;
  readonly formula: string;
  readonly conventions: readonly string[];
  readonly source: string;
  readonly inputs: readonly CorpusField[];
  readonly outputs: readonly CorpusField[];
  /** Outputs that are held to a certificate instead of to values. */
  readonly certified: readonly string[];
  /** The group's file. */
  readonly file: string;
}

/** What a flag says: the mistake, and its effect. */
export interface CorpusFlag {
  readonly title: string;
  readonly right: string;
  readonly wrong: string;
  readonly effect: string;
}

export interface CorpusManifest {
  readonly kind: 'oracle-corpus';
  readonly schema: string;
  readonly version: string;
  readonly licence: 'MIT';
  readonly seed: number;
  readonly conventions: readonly string[];
  /** How radius and bound are derived. */
  readonly radius: string;
  readonly bound: string;
  readonly operations: readonly CorpusOperation[];
  readonly flags: Readonly<Record<string, CorpusFlag>>;
  readonly cases: readonly CorpusCase[];
  /** SHA-256 of each file, ... */
  readonly files: Readonly<Record<string, string>>;
  /** ... and of this manifest's text with this field left out: of the whole. */
  readonly sha256: string;
}

export const conventions: readonly string[] = [
  'tensors are dense, row-major and little-endian; a scalar has shape []',
  'batches are [rows, dim]; weights are [outputs, inputs]',
  'time runs from t = 0 (source, noise) to t = 1 (target, data); σ is a standard deviation',
  'losses are means over rows of sums over dims',
  'numbers in the settings are decimal: 0.1 is a tenth',
];

export const RADIUS =
  'running error analysis of the float64 evaluation whose value is given (Higham 2002, § 3.3), elementary functions correctly rounded';
export const BOUND =
  'running error analysis of the formula in the arithmetic of the dtype, sums in any order with γₙ, elementary functions within 4 units in the last place; the largest over the equivalent forms of each formula, wherever it is used, plus the radius';
