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
      // SIMD is float32 by construction; its float64 twin is the plain blocks.
      const twin = id.includes('/product-simd.ts') ? 'export const simdProduct = () => null;' : widen(code);
      return { code: twin, map: null };
    },
  };
}

/** The float64 source of a float32 module. */
export function widen(code: string): string {
  return code
    .replaceAll('Math.fround', '((x: number): number => x)')
    .replaceAll('Float32Array', 'Float64Array')
    .replaceAll("'float32'", "'float64'")
    .replaceAll(/from '(?:\.|\.\.\/kernels)\/scalar-math\.ts'/g, `from '${scalarMath}'`)
    .replaceAll(/from '((?:\.|\.\.\/(?:kernels|nn|losses))\/[^']+\.ts)'/g, `from '$1${SUFFIX}'`);
}
