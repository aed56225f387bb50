/**
 * A vite plugin that builds the float32 rooms a second time in float64: importing a module of kernels/, nn/ or losses/
 * with `?f64` loads the same source without rounding (`Math.fround` is the identity), on Float64Array, with the same
 * done to what it imports from those rooms, and with float64 elementary functions for kernels/scalar-math.ts.
 *
 * So a formula can be told from its rounding: the twin must agree with an independent derivative to 1e-12.
 */
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vitest/config';

const SUFFIX = '?f64';
const scalarMath = fileURLToPath(new URL('./scalar-math-f64.ts', import.meta.url));

export function float64Twin(): Plugin {
  return {
    name: 'float64-twin',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith(SUFFIX)) return undefined;
      return { code: widen(code, id.slice(0, -SUFFIX.length)), map: null };
    },
  };
}

/** SIMD is float32 by construction: in float64 there is no heap, and the definitions compute. */
const NO_HEAP = `
  export const kernelsOf = () => null;
  export const together = (layout) =>
    layout({ float32: (n) => new Float64Array(n), float64: (n) => new Float64Array(n), int32: (n) => new Int32Array(n) });
`;

/** The float64 source of the float32 module in `file`. */
export function widen(code: string, file: string): string {
  if (file.endsWith('/kernels/heap.ts')) return NO_HEAP;
  return code
    .replaceAll('Math.fround', '((x: number): number => x)')
    .replaceAll('Float32Array', 'Float64Array')
    .replaceAll("'float32'", "'float64'")
    .replaceAll(/from '(?:\.|\.\.\/kernels)\/scalar-math\.ts'/g, `from '${scalarMath}'`)
    .replaceAll(/from '((?:\.|\.\.\/(?:kernels|nn|losses))\/[^']+\.ts)'/g, `from '$1${SUFFIX}'`);
}
