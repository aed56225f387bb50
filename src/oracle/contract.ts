/**
 * What an operation asks for and answers, as data: from one declaration come the documentation, the JSON Schema, the cases, the
 * check of replies and the skeletons of adapters.
 *
 * Tensors are dense and row-major. A `float` tensor has the element type of the run (float32 or float64), an `int` tensor is int32.
 * A scalar has shape []. Batches are [rows, dim]. Time runs from t = 0 (source, noise) to t = 1 (target, data).
 */
import type { Tracked } from './arithmetic/tracked.ts';

/** A tensor as it crosses to a backend. */
export interface Tensor {
  readonly dtype: 'float32' | 'float64' | 'int32';
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Int32Array;
}

/** Extent of an axis: the name of a size, a number, or a setting's own length (`layers`). */
export type Extent = string | number;

/** Where the values of an input lie; drawn values avoid what cannot tell mistakes apart (t = ½, σ = 0 or 1, x₀ = ±x₁). */
export type Domain =
  | { readonly kind: 'normal'; readonly scale?: number; readonly shift?: number }
  | { readonly kind: 'uniform'; readonly from: number; readonly to: number }
  /** Times in [0, 1]; `ends` says which ends an edge case may take, where the formula is finite. */
  | { readonly kind: 'time'; readonly ends: readonly (0 | 1)[] }
  /** > 0, log-uniform. */
  | { readonly kind: 'positive'; readonly from: number; readonly to: number }
  /** Last axis: weights > 0 of sum 1, up to rounding. */
  | { readonly kind: 'simplex' }
  /** Last axis: a unit vector, up to rounding. */
  | { readonly kind: 'direction' }
  | { readonly kind: 'signs' }
  /** Integers 0 … below − 1. */
  | { readonly kind: 'index'; readonly below: Extent };

export interface Field {
  readonly name: string;
  readonly type: 'float' | 'int';
  readonly shape: readonly Extent[];
  readonly meaning: string;
}

export interface InputField extends Field {
  readonly domain: Domain;
}

/** Plain data beside the tensors: a schedule, a solver, a choice. JSON. */
export interface Setting {
  readonly name: string;
  readonly meaning: string;
  /** The values that cases take; a backend may answer `unsupported` to some of them. */
  readonly values: readonly unknown[];
}

/** One question to a backend. */
export interface Case {
  /** Never used again for another question. */
  readonly id: string;
  readonly operation: string;
  readonly dtype: 'float32' | 'float64';
  readonly sizes: Readonly<Record<string, number>>;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly inputs: Readonly<Record<string, Tensor>>;
}

/** A case, opened for the formulas: floats as the machine holds them, integers as they are. */
export interface OpenCase {
  readonly sizes: Readonly<Record<string, number>>;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly floats: Readonly<Record<string, readonly Tracked[]>>;
  readonly ints: Readonly<Record<string, Int32Array>>;
  /**
   * An intermediate result: it is judged, and where the backend's own values of it are known the rest is computed from those, so that
   * each stretch is judged from the backend's own numbers.
   */
  readonly probe: (name: string, values: readonly Tracked[]) => readonly Tracked[];
}

/** Row-major elements of each output. */
export type Outcome = Readonly<Record<string, readonly Tracked[]>>;

/** One condition of a certificate, for answers that are not unique: |value| ≤ bound, both derived in `reason`. */
export interface Condition {
  readonly name: string;
  readonly value: number;
  readonly bound: number;
  readonly reason: string;
}

/** What a backend can be asked. */
export interface Operation {
  /** Group and name, such as `path.sample`. */
  readonly name: string;
  /** Raised when the meaning changes; old corpora stay judged by their own revision. */
  readonly revision: number;
  readonly summary: string;
  /** The mathematics, in one or a few lines. */
  readonly formula: string;
  /** What is a matter of convention and is so here. */
  readonly conventions: readonly string[];
  readonly source: string;
  /** Least and largest extent of each named size in a drawn case. */
  readonly sizes: Readonly<Record<string, readonly [least: number, most: number]>>;
  readonly settings: readonly Setting[];
  readonly inputs: readonly InputField[];
  readonly outputs: readonly Field[];
  /** Intermediate results that a backend may send along. */
  readonly trace: readonly Field[];
  /** Makes drawn inputs fit each other, such as a label that names a class; the identity where none need to. */
  readonly arrange?: (drawn: Case) => Case;
  readonly evaluate: (open: OpenCase) => Outcome;
  /** For outputs that are not unique: what any right answer fulfils. Outputs named here are not compared. */
  readonly certify?: (open: OpenCase, outputs: Readonly<Record<string, Tensor>>) => readonly Condition[];
  readonly certified?: readonly string[];
  /**
   * It feeds its results back: errors return by many ways and meet again, so that their variances say nothing. No statistical bound
   * then, the proven one alone.
   */
  readonly iterates?: true;
}
