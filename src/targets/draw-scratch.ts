/**
 * Draws on their way to the rows of a target, in blocks of bounded size: sampling a million rows takes no more room beside them than
 * sampling a few, and sampling tile after tile of one size allocates nothing.
 */
export const BLOCK_ROWS = 256;

export interface DrawScratch {
  /** [rows] */
  readonly chosen: Int32Array;
  /** [rows] */
  readonly uniforms: Float64Array;
  /** [rows, width] */
  readonly values: Float64Array;
}

/** Gives scratch for that many rows, at most {@link BLOCK_ROWS}; what it gave before is then no longer in use. */
export function drawScratch(width: number): (rows: number) => DrawScratch {
  let room = allocated(0, width);
  let given = room;
  return (rows) => {
    if (given.chosen.length === rows) return given;
    if (room.chosen.length < rows) room = allocated(rows, width);
    given = {
      chosen: room.chosen.subarray(0, rows),
      uniforms: room.uniforms.subarray(0, rows),
      values: room.values.subarray(0, rows * width),
    };
    return given;
  };
}

function allocated(rows: number, width: number): DrawScratch {
  return {
    chosen: new Int32Array(rows),
    uniforms: new Float64Array(rows),
    values: new Float64Array(rows * width),
  };
}
