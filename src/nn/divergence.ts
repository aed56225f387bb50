/**
 * Divergence of the field in x, row by row: exactly, as the trace of the Jacobian from dim Jacobian-vector products, or
 * by Hutchinson's estimate E[εᵀ(∂v/∂x)ε] with E[εεᵀ] = I (Hutchinson 1990; Grathwohl et al. 2019, eq. 7).
 *
 * Both read what the last `forward` on the workspace left. Float32, sums in ascending order.
 */
import { checkCount } from '../array/float-array.ts';
import { checkCapacity, checkRows } from './checks.ts';
import { jvp } from './jvp.ts';
import type { Mlp } from './mlp.ts';
import type { MlpWorkspace } from './workspace.ts';

const fround = Math.fround;

/** out [rows] ← Σᵢ ∂vᵢ/∂xᵢ. Costs `dim` evaluations. */
export function divergence(
  mlp: Mlp,
  params: Float32Array,
  rows: number,
  workspace: MlpWorkspace,
  out: Float32Array,
): void {
  const { dim } = mlp.config;
  const { probe, response } = workspace;
  checkRows(rows, workspace);
  checkCapacity('out', out, rows);
  out.fill(0, 0, rows);
  for (let i = 0; i < dim; i++) {
    probe.fill(0, 0, rows * dim);
    for (let r = 0; r < rows; r++) probe[r * dim + i] = 1;
    jvp(mlp, params, rows, workspace, probe, null, response);
    for (let r = 0; r < rows; r++) out[r] = fround(out[r]! + response[r * dim + i]!);
  }
}

/** out [rows] ← mean over `count` probes of εᵀ(∂v/∂x)ε; probes [count, rows, dim] (draw them with `drawProbes`). */
export function hutchinsonDivergence(
  mlp: Mlp,
  params: Float32Array,
  rows: number,
  workspace: MlpWorkspace,
  probes: Float32Array,
  count: number,
  out: Float32Array,
): void {
  const { dim } = mlp.config;
  const { probe, response } = workspace;
  checkRows(rows, workspace);
  checkCount('count', count, 1);
  checkCapacity('probes', probes, count * rows * dim);
  checkCapacity('out', out, rows);
  out.fill(0, 0, rows);
  for (let p = 0; p < count; p++) {
    const first = p * rows * dim;
    for (let i = 0; i < rows * dim; i++) probe[i] = probes[first + i]!;
    jvp(mlp, params, rows, workspace, probe, null, response);
    for (let r = 0; r < rows; r++) {
      let form = 0;
      for (let i = r * dim; i < (r + 1) * dim; i++) form = fround(form + fround(probe[i]! * response[i]!));
      out[r] = fround(out[r]! + form);
    }
  }
  for (let r = 0; r < rows; r++) out[r] = fround(out[r]! / count);
}
