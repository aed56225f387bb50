/** Names at the ends of lines instead of a legend, moved apart where they would overlap. */
import { label } from './compose.ts';

export interface DirectLabel {
  readonly y: number;
  readonly text: string;
  readonly colour: string;
}

/**
 * Labels at x, each as close to its y as a line height allows. Pool-adjacent-violators: overlapping neighbours form a
 * block around the mean of what they want.
 */
export function directLabels(
  x: number,
  labels: readonly DirectLabel[],
  { size = 11, top = 0, bottom = Infinity }: { size?: number; top?: number; bottom?: number } = {},
): string {
  const height = size * 1.25;
  const sorted = [...labels].sort((a, b) => a.y - b.y);
  const blocks: { centre: number; count: number }[] = [];
  for (const { y } of sorted) {
    let block = { centre: y, count: 1 };
    for (let last = blocks.at(-1); last; last = blocks.at(-1)) {
      if (block.centre - last.centre >= ((block.count + last.count) / 2) * height) break;
      blocks.pop();
      const count = block.count + last.count;
      block = { centre: (block.centre * block.count + last.centre * last.count) / count, count };
    }
    const half = (block.count * height) / 2;
    blocks.push({ ...block, centre: Math.min(Math.max(block.centre, top + half), bottom - half) });
  }
  const positions = blocks.flatMap(({ centre, count }) =>
    Array.from({ length: count }, (_, i) => centre + (i - (count - 1) / 2) * height),
  );
  return sorted
    .map(({ text, colour }, i) =>
      label(x, positions[i]! + size * 0.35, text, { anchor: 'start', size, colour }),
    )
    .join('');
}
