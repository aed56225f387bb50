/** Specs of the fields in fixtures/fields.mjs, and comparison by bits. */
import type { FloatArray } from '../../src/array/float-array.ts';

export const FIELDS: string = new URL('./fixtures/fields.mjs', import.meta.url).href;

export interface ModuleSpec {
  readonly kind: 'module';
  readonly url: string;
  readonly export: string;
  readonly args?: unknown;
}

export function fieldModule(name: string, args?: unknown): ModuleSpec {
  return { kind: 'module', url: FIELDS, export: name, ...(args !== undefined && { args }) };
}

export function bits(a: FloatArray): Uint8Array {
  return new Uint8Array(a.buffer, a.byteOffset, a.byteLength);
}

/** Rows on a lattice of irrational slope: no two alike, all in [−1, 1). */
export function lattice(
  Type: Float32ArrayConstructor | Float64ArrayConstructor,
  rows: number,
  dim: number,
): FloatArray {
  const x = new Type(rows * dim);
  for (let i = 0; i < x.length; i++) x[i] = 2 * ((i * 0.6180339887498949) % 1) - 1;
  return x;
}

/** What a promise was rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('the promise was not rejected');
}
