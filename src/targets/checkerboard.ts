/**
 * Checkerboard: uniform on the cells (i, j) with i + j even of a cells × cells grid over [−halfWidth, halfWidth]².
 *
 * Column i covers x₁ in [−halfWidth + i·side, −halfWidth + (i + 1)·side], side = 2·halfWidth / cells; row j likewise in x₂.
 */
import { checkCount } from '../array/float-array.ts';
import { ArgumentError, show } from '../errors.ts';
import { type UniformBoxes, uniformBoxes } from './uniform-boxes.ts';

/** Options of {@link checkerboard}. */
export interface CheckerboardOptions {
  /** Cells along each side, ≥ 1; default 4, that is 8 occupied cells. */
  readonly cells?: number;
  /** Half the side of the board, > 0; default 4. */
  readonly halfWidth?: number;
}

/**
 * The checkerboard in two dimensions.
 *
 * ```ts
 * import { checkerboard } from 'flowproof';
 * checkerboard().count; // 8 cells of side 2
 * ```
 */
export function checkerboard({ cells = 4, halfWidth = 4 }: CheckerboardOptions = {}): UniformBoxes {
  checkCount('cells', cells, 1, 256);
  if (!(typeof halfWidth === 'number' && halfWidth > 0 && halfWidth < Infinity)) {
    throw new ArgumentError({
      argument: 'halfWidth',
      expected: 'a finite number > 0',
      received: show(halfWidth),
    });
  }
  const edge = (i: number): number => ((2 * i - cells) / cells) * halfWidth;
  const lower: number[][] = [];
  const upper: number[][] = [];
  for (let i = 0; i < cells; i++) {
    for (let j = i % 2; j < cells; j += 2) {
      lower.push([edge(i), edge(j)]);
      upper.push([edge(i + 1), edge(j + 1)]);
    }
  }
  return uniformBoxes({
    name: 'checkerboard',
    spec: { kind: 'checkerboard', cells, halfWidth },
    lower,
    upper,
  });
}
