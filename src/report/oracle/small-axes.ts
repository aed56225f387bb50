/** Frame, ticks and names of the page's small charts, written as SVG text: a page may hold two hundred of them. */

import { label } from '../charts/compose.ts';
import { formatCoordinate as c } from '../format.ts';

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Tick {
  /** Pixels. */
  readonly at: number;
  readonly text: string;
}

export interface SmallAxes {
  readonly box: Box;
  readonly x: readonly Tick[];
  readonly y: readonly Tick[];
  readonly xName: string;
  /** Over the frame, on the left. */
  readonly title: string;
}

export function smallAxes({ box, x, y, xName, title }: SmallAxes): string {
  const { left, right, top, bottom } = box;
  const grid = y.map(({ at }) => `M${left},${c(at)}H${right}`).join('');
  const ticks = x.map(({ at }) => `M${c(at)},${bottom}v3`).join('');
  return [
    `<path d="${grid}" fill="none" stroke="currentColor" stroke-opacity="0.09"/>`,
    `<path d="M${left},${top}H${right}V${bottom}H${left}Z${ticks}" fill="none" stroke="currentColor" stroke-opacity="0.3"/>`,
    ...x.map(({ at, text }) => label(at, bottom + 15, text, { size: 11 })),
    ...y.map(({ at, text }) => label(left - 6, at + 4, text, { size: 11, anchor: 'end' })),
    label((left + right) / 2, bottom + 31, xName, { size: 11 }),
    label(left, top - 8, title, { size: 12, anchor: 'start', weight: '600' }),
  ].join('');
}
