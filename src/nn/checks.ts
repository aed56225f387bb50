import { checkCount, isFloatArray } from '../array/float-array.ts';
import { ArgumentError, ShapeError, show } from '../errors.ts';
import type { Mlp } from './mlp.ts';
import type { MlpWorkspace } from './workspace.ts';

/** Throws unless `array` is a float buffer of at least `length` elements: buffers outlive the tile that uses them. */
export function checkCapacity(argument: string, array: Float32Array, length: number): void {
  if (!isFloatArray(array) || array.length < length) {
    throw new ShapeError({
      argument,
      expected: `a Float32Array of at least ${length} elements`,
      received: show(array),
    });
  }
}

export function checkParameters(argument: string, mlp: Mlp, params: Float32Array): void {
  if (!isFloatArray(params) || params.length !== mlp.parameterCount) {
    throw new ShapeError({
      argument,
      expected: `a Float32Array of ${mlp.parameterCount} parameters`,
      received: show(params),
    });
  }
}

export function checkRows(rows: number, workspace: MlpWorkspace): void {
  checkCount('rows', rows, 0, workspace.maxRows);
}

/** Labels are −1 (no class) or in [0, classes). */
export function checkLabels(mlp: Mlp, rows: number, labels: Int32Array | null): void {
  if (labels === null) return;
  const { classes = 0 } = mlp.config;
  if (!(labels instanceof Int32Array) || labels.length < rows) {
    throw new ShapeError({
      argument: 'labels',
      expected: `an Int32Array of at least ${rows} elements, or null`,
      received: show(labels),
    });
  }
  for (let r = 0; r < rows; r++) {
    if (labels[r]! < -1 || labels[r]! >= classes) {
      throw new ArgumentError({
        argument: `labels[${r}]`,
        expected: classes === 0 ? '-1, the network has no classes' : `an integer in [-1, ${classes - 1}]`,
        received: show(labels[r]),
      });
    }
  }
}
