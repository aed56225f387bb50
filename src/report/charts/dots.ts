/** Many points as few `<path>` elements: about 11 bytes a point. */
import { type Canvas, drawing, element, type Frame, type Scales, type SvgElement } from './canvas.ts';

/** Overlapping dots within one path do not darken each other, so a cloud is split into this many layers. */
const LAYERS = 6;

const tenth = (value: number): number => Math.round(value * 10) / 10;

/** Columns `i` and `j` of the points [n, dim] as dots; points outside the frame are left out. */
export function dots(
  canvas: Canvas,
  points: readonly number[],
  {
    dim,
    i = 0,
    j = 1,
    colour,
    radius = 1.6,
    opacity = 0.55,
  }: {
    dim: number;
    i?: number;
    j?: number;
    colour: string;
    radius?: number;
    opacity?: number;
  },
): ReturnType<typeof drawing> {
  return drawing((scales: Scales, frame: Frame): SvgElement => {
    const paths: string[] = Array.from({ length: LAYERS }, () => '');
    for (let row = 0; row * dim < points.length; row++) {
      const x = tenth(scales.x(points[row * dim + i]!));
      const y = tenth(scales.y(points[row * dim + j]!));
      if (x < frame.left || x > frame.right || y < frame.top || y > frame.bottom) continue;
      // A line of length 0 with round caps is a disc.
      paths[row % LAYERS] += `M${x},${y}h0`;
    }
    return element(
      canvas,
      'g',
      {
        fill: 'none',
        stroke: colour,
        'stroke-opacity': opacity,
        'stroke-width': 2 * radius,
        'stroke-linecap': 'round',
      },
      paths.filter((d) => d !== '').map((d) => element(canvas, 'path', { d })),
    );
  });
}
