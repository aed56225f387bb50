/** Triangles that show what the slope of an order looks like, under the lines that should have it. */
import { label } from './compose.ts';
import { quietColour } from './palette.ts';
import { BOX, type Scales, tenth, type WorkSeries } from './work-precision-geometry.ts';
import type { Band } from './work-precision-points.ts';

/** One triangle for each order in the panel, under its lowest line: its long side has the slope that its number says. */
export function triangles(series: readonly WorkSeries[], scales: Scales): string {
  const orders = [...new Set(series.flatMap(({ order }) => (order === null ? [] : [order])))];
  const taken: Triangle[] = [];
  for (const order of orders.sort((a, b) => a - b)) {
    const place = placesForTriangle(series, order, scales).find(
      (one) => !taken.some((other) => overlap(one, other)),
    );
    if (place) taken.push(place);
  }
  return taken
    .map(
      ({ left, top, run, fall, order }) =>
        `<path d="M${left},${top}v${fall}h${run}Z" fill="${quietColour}" fill-opacity="0.14" stroke="${quietColour}" stroke-width="0.8"/>` +
        label(left - 4, top + fall / 2 + 4, String(order), {
          size: 10.5,
          anchor: 'end',
          colour: quietColour,
        }),
    )
    .join('');
}

interface Triangle {
  readonly left: number;
  readonly top: number;
  readonly run: number;
  readonly fall: number;
  readonly order: number;
}

/** Their boxes, with the number at the left. */
function overlap(a: Triangle, b: Triangle): boolean {
  const besides = a.left + a.run < b.left - 12 || b.left + b.run < a.left - 12;
  return !besides && a.top < b.top + b.fall && b.top < a.top + a.fall;
}

/** Under the lowest line of an order, where there is room: from the middle of its band to its ends. */
function placesForTriangle(all: readonly WorkSeries[], order: number, { x, y }: Scales): Triangle[] {
  const candidates = all.filter((series) => series.order === order && series.band.length > 0);
  const middle = ({ band }: WorkSeries): Band => band[Math.floor(band.length / 2)]!;
  const [lowest] = candidates.sort((a, b) => middle(a).middle - middle(b).middle);
  if (!lowest) return [];
  const octave = y.at(y.domain[1] / 2) - y.at(y.domain[1]);
  const centre = Math.floor(lowest.band.length / 2);
  return [...lowest.band.slice(0, centre + 1).reverse(), ...lowest.band.slice(centre + 1)].flatMap(
    ({ work, middle: error }) => {
      const run = tenth(x.at(2 * work) - x.at(work));
      const fall = tenth(order * octave);
      const [left, top] = [tenth(x.at(work) - run / 2), tenth(y.at(error) + 9)];
      const inside = left >= BOX.left + 10 && left + run <= BOX.right && top + fall <= BOX.bottom - 2;
      return inside && fall >= 4 ? [{ left, top, run, fall, order }] : [];
    },
  );
}
