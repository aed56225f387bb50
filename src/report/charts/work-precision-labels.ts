/** Names beside a panel, each led to by a thin line from the end of its curve, moved apart where they would overlap. */
import { formatCoordinate } from '../format.ts';
import { escapeHtml } from '../page/html.ts';
import { label } from './compose.ts';
import type { Box } from './work-precision-axes.ts';
import type { Stroke } from './work-precision-colours.ts';

export interface LineEnd {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly stroke: Stroke;
}

const SIZE = 10.5;
const SPACE = 12.5;
const GAP = 12;

/** `solvers`: the texts are names of solvers, which the page can light up. */
export function endLabels(ends: readonly LineEnd[], box: Box, solvers: boolean): string {
  const sorted = [...ends].sort((a, b) => a.y - b.y);
  const heights = spread(
    sorted.map(({ y }) => y),
    box.top + SPACE / 2,
    box.bottom - SPACE / 2,
  );
  const left = box.right + GAP;
  return sorted
    .map(({ x, y, text, stroke }, i) => {
      const at = formatCoordinate(heights[i]!);
      const leader = `<path d="M${formatCoordinate(x)},${formatCoordinate(y)}L${box.right},${at}H${left - 3}" fill="none" stroke="${stroke.colour}" stroke-width="0.8" stroke-opacity="0.55"/>`;
      const name = label(left, heights[i]! + SIZE * 0.35, text, {
        size: SIZE,
        anchor: 'start',
        colour: stroke.words,
      });
      return `<g class="n"${solvers ? ` data-s="${escapeHtml(text)}"` : ''}>${leader}${name}</g>`;
    })
    .join('');
}

/** A name that ends at x and stays legible over lines. */
export function haloLabel(x: number, y: number, text: string): string {
  const halo = 'stroke="var(--paper, #ffffff)" stroke-width="3" stroke-linejoin="round" paint-order="stroke"';
  return label(x, y, text, { size: SIZE, anchor: 'end' }).replace('<text', `<text ${halo}`);
}

/**
 * Ascending heights, `SPACE` apart or as far as there is room, each near its wish: neighbours that would overlap form a block around the
 * mean of what they want (pool adjacent violators), then all are kept between the edges.
 */
export function spread(wishes: readonly number[], top: number, bottom: number): number[] {
  const space = wishes.length > 1 ? Math.min(SPACE, (bottom - top) / (wishes.length - 1)) : SPACE;
  const blocks: { sum: number; count: number }[] = [];
  // Shifted by its place in the order, a height must only not descend.
  for (const [i, wish] of wishes.entries()) {
    let block = { sum: Math.min(bottom, Math.max(top, wish)) - i * space, count: 1 };
    for (
      let last = blocks.at(-1);
      last && last.sum / last.count > block.sum / block.count;
      last = blocks.at(-1)
    ) {
      blocks.pop();
      block = { sum: block.sum + last.sum, count: block.count + last.count };
    }
    blocks.push(block);
  }
  const room = bottom - (wishes.length - 1) * space;
  return blocks
    .flatMap(({ sum, count }) =>
      Array.from({ length: count }, () => Math.max(top, Math.min(room, sum / count))),
    )
    .map((height, i) => height + i * space);
}
