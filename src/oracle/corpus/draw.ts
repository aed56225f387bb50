/** The cases of a corpus from its seed: each is a draw of its own, so that one can be made again without the others. */
import { fold, type Key, key } from '../../random/index.ts';
import type { Case, Operation } from '../contract.ts';
import { drawCase } from '../generate.ts';
import type { CorpusTier } from './manifest.ts';

/** Of all draws of this version. */
export const SEED = 202611;

/** Which case: the draw, and the settings it was given. */
export interface CorpusDraw {
  readonly operation: string;
  readonly dtype: 'float32' | 'float64';
  readonly tier: CorpusTier;
  readonly index: number;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** One key for each operation and dtype: to leave one out changes no other. */
export function corpusKey(operation: string, dtype: string, seed: number = SEED): Key {
  let hash = 0;
  for (const character of `${operation} ${dtype}`) {
    hash = (Math.imul(hash, 31) + character.codePointAt(0)!) | 0;
  }
  return fold(key(seed), hash >>> 0);
}

export const corpusId = (
  version: string,
  { operation, dtype, index }: Pick<CorpusDraw, 'operation' | 'dtype' | 'index'>,
): string => `${version}-${operation}-${dtype}-${index}`;

/** The case of a draw. */
export function corpusCase(operation: Operation, version: string, draw: CorpusDraw): Case {
  const { dtype, tier, index, settings } = draw;
  return drawCase(operation, fold(corpusKey(operation.name, dtype), index), {
    id: corpusId(version, draw),
    dtype,
    tier: tier === 'optional' ? 'edge' : 'main',
    settings,
  });
}
