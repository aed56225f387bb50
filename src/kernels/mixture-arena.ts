/**
 * The heap in which this thread evaluates mixture fields in SIMD, one call at a time: it holds nothing from one call to the next but the table of the
 * exponential. A call that needs more room replaces it by one of twice the size at least.
 */
import { kernelChoice } from './choice.ts';
import { EXP_TABLE_LENGTH, fillExpTable } from './exp-table.ts';
import { kernelsOf, together } from './heap.ts';
import type { SimdExports } from './simd-module.ts';

export interface MixtureArena {
  readonly simd: SimdExports;
  /** Address of a cell. */
  readonly address: (cell: number) => number;
  /** The table of the exponential, then room for the caller. */
  readonly cells: Float64Array;
  /** The same memory as 32-bit words. */
  readonly words: Int32Array;
  /** A number for the coefficients that lie here, which who wrote them chose; 0 for none. */
  contents: number;
}

/** The first cell that is free. */
export const ARENA_START: number = EXP_TABLE_LENGTH;

/** 256 MB: beyond, the definition computes. */
const MOST_CELLS = 33554432;

let arena: MixtureArena | null = null;
/** No memory of so many cells could be had. */
let refused = Infinity;

function build(length: number): MixtureArena | null {
  const cells = together((heap) => heap.float64(length));
  const kernels = kernelsOf(cells);
  if (kernels === null) return null;
  fillExpTable(cells);
  const base = cells.byteOffset;
  return {
    simd: kernels.simd,
    address: (cell) => base + 8 * cell,
    cells,
    words: new Int32Array(cells.buffer, base, 2 * length),
    contents: 0,
  };
}

/** An arena with room for `cells` numbers from ARENA_START on, or null: then the definition computes. */
export function mixtureArena(cells: number): MixtureArena | null {
  if (kernelChoice() === 'scalar') return null;
  const needed = ARENA_START + cells;
  if (arena !== null && arena.cells.length >= needed) return arena;
  if (needed >= refused || needed > MOST_CELLS) return null;
  const built = build(Math.max(needed, 2 * (arena?.cells.length ?? 0), 32768));
  if (built === null) refused = needed;
  else arena = built;
  return built;
}
