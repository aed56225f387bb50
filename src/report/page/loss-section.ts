/** Loss curves. */
import type { Canvas } from '../charts/canvas.ts';
import { lossChart, SMOOTHING } from '../charts/loss.ts';
import type { LossSection } from '../report-data.ts';
import type { Html } from './html.ts';
import type { Numbering } from './numbering.ts';

export function lossHtml(canvas: Canvas, numbering: Numbering, loss: LossSection): Html {
  const text = [
    `Training loss of each step (light) and its centred mean over 1/${Math.round(1 / SMOOTHING)} of all steps (strong).`,
    ...(loss.heldOut
      ? ['Held-out loss on data that training never sees; a gap that opens means overfitting.']
      : []),
    ...(loss.floor ? [floorText(loss.floor.standardError)] : []),
    'Early values above the frame are cut at its edge.',
  ];
  return numbering.figure(lossChart(canvas, loss), 'Loss against training step', text.join(' '));
}

function floorText(standardError: number | undefined): string {
  const kind = standardError
    ? 'estimated, with a band of two standard errors on either side'
    : 'known exactly';
  return `Dashed: the smallest loss that any model can reach, which is not zero because many pairs (noise, data) meet at the same point (${kind}).`;
}
