/**
 * The linear layer Y = X Wᵀ + b and its derivatives: X [rows, inputs], W [outputs, inputs], b [outputs],
 * Y [rows, outputs]. All products in the order of product-definition.ts.
 *
 * W and b lie at the offsets `weight` and `bias` of one flat buffer, as do their gradients.
 */
import { ACTIVATION_NUMBERS, type ActivationName, activate } from './activations.ts';
import { kernelsOf } from './heap.ts';
import { addProduct, NO_ACTIVATION, setProduct } from './product.ts';

/** Y[r, o] = b[o] + Σᵢ X[r, i] W[o, i], summed from the bias on, i ascending. */
export function linear(
  rows: number,
  inputs: number,
  outputs: number,
  x: Float32Array,
  params: Float32Array,
  weight: number,
  bias: number,
  y: Float32Array,
): void {
  if (inSimd(rows, inputs, outputs, x, params, weight, bias, NO_ACTIVATION, false, y, y)) return;
  fillRows(rows, outputs, params, bias, y);
  addProduct(rows, outputs, inputs, x, inputs, 1, params, inputs, 1, y, weight);
}

/** A hidden layer: z ← X Wᵀ + b, then a ← f(z) and z ← f′(z) (activations.ts); without `slopes`, z is left as it may be. */
export function hiddenLayer(
  rows: number,
  inputs: number,
  outputs: number,
  x: Float32Array,
  params: Float32Array,
  weight: number,
  bias: number,
  activation: ActivationName,
  slopes: boolean,
  z: Float32Array,
  a: Float32Array,
): void {
  const number = ACTIVATION_NUMBERS[activation];
  if (inSimd(rows, inputs, outputs, x, params, weight, bias, number, slopes, z, a)) return;
  linear(rows, inputs, outputs, x, params, weight, bias, z);
  activate(activation, rows * outputs, z, a);
}

function inSimd(
  rows: number,
  inputs: number,
  outputs: number,
  x: Float32Array,
  params: Float32Array,
  weight: number,
  bias: number,
  activation: number,
  slopes: boolean,
  z: Float32Array,
  a: Float32Array,
): boolean {
  const kernels = kernelsOf(z);
  const { buffer } = z;
  if (kernels === null || x.buffer !== buffer || params.buffer !== buffer || a.buffer !== buffer)
    return false;
  const { simd, scratch } = kernels;
  const theta = params.byteOffset;
  simd.product(
    rows,
    outputs,
    inputs,
    x.byteOffset,
    inputs,
    1,
    theta + 4 * weight,
    inputs,
    1,
    z.byteOffset,
    theta + 4 * bias,
    activation,
    a.byteOffset,
    slopes,
    scratch,
  );
  return true;
}

/** Tangent of the layer: dY[r, o] = Σᵢ dX[r, i] W[o, i], from zero, i ascending. */
export function linearTangent(
  rows: number,
  inputs: number,
  outputs: number,
  dx: Float32Array,
  params: Float32Array,
  weight: number,
  dy: Float32Array,
): void {
  setProduct(rows, outputs, inputs, dx, inputs, 1, params, inputs, 1, dy, weight);
}

/**
 * Input gradient: gX[r, i] = Σₒ gY[r, o] W[o, i], from zero, o ascending, for the first `columns` inputs only:
 * gX is [rows, columns].
 */
export function linearInputGradient(
  rows: number,
  inputs: number,
  outputs: number,
  gy: Float32Array,
  params: Float32Array,
  weight: number,
  columns: number,
  gx: Float32Array,
): void {
  setProduct(rows, columns, outputs, gy, outputs, 1, params, 1, inputs, gx, weight);
}

/** Parameter gradients: gW[o, i] = Σᵣ gY[r, o] X[r, i] and gb[o] = Σᵣ gY[r, o], from zero, r ascending. */
export function linearParameterGradient(
  rows: number,
  inputs: number,
  outputs: number,
  gy: Float32Array,
  x: Float32Array,
  gradient: Float32Array,
  weight: number,
  bias: number,
): void {
  setProduct(outputs, inputs, rows, gy, 1, outputs, x, 1, inputs, gradient, 0, weight);
  gradient.fill(0, bias, bias + outputs);
  addRows(rows, outputs, gy, gradient, bias);
}

/** y[r, o] ← b[o], b at `bias` of the parameters. */
function fillRows(rows: number, width: number, params: Float32Array, bias: number, y: Float32Array): void {
  for (let r = 0; r < rows; r++) {
    for (let o = 0; o < width; o++) y[r * width + o] = params[bias + o]!;
  }
}

/** s[o] ← (…(s[o] + y[0, o]) + y[1, o]) + …, s[o] = sum[at + o]. */
function addRows(rows: number, width: number, y: Float32Array, sum: Float32Array, at: number): void {
  const kernels = kernelsOf(sum);
  if (kernels !== null && y.buffer === sum.buffer) {
    kernels.simd.addRows(rows, width, y.byteOffset, sum.byteOffset + 4 * at);
    return;
  }
  for (let r = 0; r < rows; r++) {
    for (let o = 0; o < width; o++) sum[at + o] = Math.fround(sum[at + o]! + y[r * width + o]!);
  }
}
