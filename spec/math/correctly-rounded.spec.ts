/**
 * Every function against the tables of scripts/math-tables.py: not one of 20,480 inputs each may be rounded wrongly. The
 * tables hold no NaN and no zero output whose sign matters; those are in special-values.spec.ts.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  cos,
  erf,
  erfc,
  exp,
  expm1,
  log,
  log1p,
  normalCdf,
  normalQuantile,
  sin,
  tanh,
} from '../../src/math/index.ts';

const functions: Record<string, (x: number) => number> = {
  exp,
  expm1,
  log,
  log1p,
  tanh,
  sin,
  cos,
  erf,
  erfc,
  Phi: normalCdf,
  quantile: normalQuantile,
};

function readTable(name: string): Float64Array {
  const bytes = gunzipSync(readFileSync(new URL(`./tables/${name}.f64.gz`, import.meta.url)));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: bytes.byteLength / 8 }, (_, i) => view.getFloat64(8 * i, true));
}

function hex(x: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  return `0x${view.getBigUint64(0).toString(16).padStart(16, '0')} (${x})`;
}

describe('0 wrongly rounded values', () => {
  for (const [name, f] of Object.entries(functions)) {
    it(`${name} on its table`, () => {
      const table = readTable(name);
      expect(table.length / 2).toBeGreaterThanOrEqual(20_000);
      const wrong: string[] = [];
      for (let i = 0; i < table.length; i += 2) {
        const got = f(table[i]!);
        if (!(got === table[i + 1]!)) {
          wrong.push(`${name}(${hex(table[i]!)}) = ${hex(got)}, correctly rounded ${hex(table[i + 1]!)}`);
        }
      }
      expect(wrong).toEqual([]);
    });
  }
});
