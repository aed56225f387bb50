/**
 * The input row of the network: [x₁ … x_dim, time features, one-hot class].
 *
 * Time is one column t, or 2F Fourier columns sin(π2ʲt), j = 0 … F − 1, then cos(π2ʲt), j = 0 … F − 1. The lowest
 * frequency makes half a turn, so that t = 0 and t = 1 differ; the argument t·2ʲ⁻¹ counts turns and is exact in float32.
 * Label −1, or no labels, leaves the class columns zero.
 */
import { sinCosTurns } from '../kernels/scalar-math.ts';
import type { Mlp } from './mlp.ts';

/** Writes the input rows [rows, inputs of the first layer] of x [rows, dim], t [rows] and labels [rows]. */
export function writeInputs(
  mlp: Mlp,
  rows: number,
  x: Float32Array,
  t: Float32Array,
  labels: Int32Array | null,
  inputs: Float32Array,
): void {
  const { dim, time, classes = 0 } = mlp.config;
  const width = mlp.layers[0]!.inputs;
  for (let r = 0; r < rows; r++) {
    const row = r * width;
    for (let i = 0; i < dim; i++) inputs[row + i] = x[r * dim + i]!;
    if (time.kind === 'input') inputs[row + dim] = t[r]!;
    // A batch at one time has the same columns in every row.
    else if (r > 0 && Object.is(t[r], t[r - 1])) {
      for (let j = 0; j < 2 * time.frequencies; j++) inputs[row + dim + j] = inputs[row - width + dim + j]!;
    } else writeFourier(time.frequencies, t[r]!, inputs, row + dim);
    const firstClass = row + width - classes;
    for (let c = 0; c < classes; c++) inputs[firstClass + c] = 0;
    if (labels !== null && labels[r]! >= 0) inputs[firstClass + labels[r]!] = 1;
  }
}

function writeFourier(frequencies: number, t: number, inputs: Float32Array, at: number): void {
  for (let j = 0, turns = 0.5 * t; j < frequencies; j++, turns *= 2) {
    sinCosTurns(turns, inputs, at + j, at + frequencies + j);
  }
}

const PI: number = Math.fround(3.141592653589793);

/**
 * Writes the tangent of the input rows: dx [rows, dim] and dt [rows], null for zero.
 *
 * The derivatives of sin and cos are read off the input rows themselves: (sin ωt)′ = ω cos ωt, (cos ωt)′ = −ω sin ωt.
 */
export function writeInputTangents(
  mlp: Mlp,
  rows: number,
  inputs: Float32Array,
  dx: Float32Array,
  dt: Float32Array | null,
  tangents: Float32Array,
): void {
  const { dim, time } = mlp.config;
  const width = mlp.layers[0]!.inputs;
  tangents.fill(0, 0, rows * width);
  for (let r = 0; r < rows; r++) {
    const row = r * width;
    for (let i = 0; i < dim; i++) tangents[row + i] = dx[r * dim + i]!;
    if (dt === null) continue;
    if (time.kind === 'input') {
      tangents[row + dim] = dt[r]!;
      continue;
    }
    const F = time.frequencies;
    for (let j = 0, omega = PI; j < F; j++, omega *= 2) {
      const sin = row + dim + j;
      const rate = Math.fround(omega * dt[r]!);
      tangents[sin] = Math.fround(rate * inputs[sin + F]!);
      tangents[sin + F] = -Math.fround(rate * inputs[sin]!);
    }
  }
}
