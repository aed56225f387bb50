import type { FloatArray } from '../array/float-array.ts';

/**
 * All that a solver knows of a field: writes the velocities u(t, x) of a [rows, dim] batch to `out`, same shape and
 * type as `x`. It must not keep or change `x`, and must not read `out`.
 */
export type VelocityFunction = (t: number, x: FloatArray, out: FloatArray) => void;
