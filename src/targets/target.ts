/**
 * A target is a distribution on ℝᵈ to sample from. Row i of a sample depends on (key, i) alone, so that any tile of a
 * sample can be drawn by itself, on any thread.
 */
import type { FloatArray } from '../array/float-array.ts';
import type { Key } from '../random/key.ts';

export interface Target {
  readonly name: string;
  readonly dim: number;
  /** Writes rows `first` … `first + out.length / dim − 1` of the sample named by `key`. */
  sampleInto(key: Key, first: number, out: FloatArray): void;
}
