/**
 * Noise is an input: standard normal numbers ξ, one per coordinate, for every step and draw.
 *
 * A source writes elements `first` … `first + out.length − 1` of the batch [rows, dim] for draw `draw` of step `step`. It must depend on
 * (step, draw, element) alone; then any tile of rows may be solved by itself, on any thread, with the same bits.
 */
import { allocate, checkFinite, dtypeOf, type FloatArray, isFloatArray } from '../../array/float-array.ts';
import { ArgumentError, ShapeError, show } from '../../errors.ts';

/** Writes the numbers that it is asked for. */
export type NoiseSource = (step: number, draw: number, first: number, out: FloatArray) => void;

/** The reader of the noise of one solve: writes the draws of a step to a buffer [draws, rows, dim]. */
export interface NoiseReader {
  readonly xi: FloatArray;
  read(step: number): void;
}

/**
 * A reader of `noise`: a source, or all numbers in a buffer [steps, draws, rows, dim].
 *
 * @throws {ShapeError} when the buffer has another length; its `read` throws ArgumentError for noise that is not finite.
 */
export function noiseReader(
  noise: NoiseSource | FloatArray,
  x: FloatArray,
  steps: number,
  draws: number,
  first: number,
): NoiseReader {
  const n = x.length;
  const xi = allocate(dtypeOf(x), draws * n);
  if (isFloatArray(noise)) {
    if (noise.length !== steps * draws * n) {
      throw new ShapeError({
        argument: 'noise',
        expected: `a buffer [steps, draws, rows · dim] = [${steps}, ${draws}, ${n}]`,
        received: show(noise),
      });
    }
    return {
      xi,
      read(step) {
        xi.set(noise.subarray(step * draws * n, (step + 1) * draws * n));
        checkFinite(`noise of step ${step + 1}`, xi);
      },
    };
  }
  if (typeof noise !== 'function') {
    throw new ArgumentError({
      argument: 'noise',
      expected: 'a function (step, draw, first, out) => void or a float buffer',
      received: show(noise),
      wayOut: 'normalNoise(key(7)) makes one from a key',
    });
  }
  const parts = Array.from({ length: draws }, (_, draw) => xi.subarray(draw * n, (draw + 1) * n));
  return {
    xi,
    read(step) {
      // What a source leaves unwritten shows as NaN, instead of as the noise of the step before.
      xi.fill(Number.NaN);
      for (let draw = 0; draw < draws; draw++) noise(step, draw, first, parts[draw]!);
      checkFinite(`noise of step ${step + 1}`, xi);
    },
  };
}
