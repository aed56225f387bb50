/** The float64 twins of kernels/, nn/ and losses/ (float64-twin.ts), with the types of the originals widened. */

import type * as updates from '../../src/kernels/parameter-updates.ts';
import * as updates64 from '../../src/kernels/parameter-updates.ts?f64';
import type * as product from '../../src/kernels/product.ts';
import * as product64 from '../../src/kernels/product.ts?f64';
import type * as losses from '../../src/losses/index.ts';
import * as losses64 from '../../src/losses/index.ts?f64';
import type * as nn from '../../src/nn/index.ts';
import * as nn64 from '../../src/nn/index.ts?f64';

/** A type with Float64Array where the original has Float32Array. */
export type Widened<T> = T extends Float32Array
  ? Float64Array
  : T extends Int32Array | string | number | boolean | null | undefined
    ? T
    : T extends (...args: infer A) => infer R
      ? (...args: { [K in keyof A]: Widened<A[K]> }) => Widened<R>
      : T extends object
        ? { [K in keyof T]: Widened<T[K]> }
        : T;

export const twin: Widened<typeof nn> &
  Widened<typeof losses> &
  Widened<typeof product> &
  Widened<typeof updates> = {
  ...nn64,
  ...losses64,
  ...product64,
  ...updates64,
};
