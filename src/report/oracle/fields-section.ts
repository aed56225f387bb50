/** Velocity fields overlaid: the backend's arrows on the truth's. */
import type { VelocityField } from '../../oracle/judge/velocity-fields.ts';
import type { Html } from '../page/html.ts';
import type { Numbering } from '../page/numbering.ts';
import { settingsText } from './cells.ts';
import { ratioText } from './ratio-text.ts';
import { fieldSpeed, insideColour, outsideColour, truthColour, velocityChart } from './velocity-chart.ts';

function captionOf({ operation, dtype, settings, target, panels }: VelocityField): string {
  const asked = `${operation} in ${dtype}, ${settingsText(settings)}, target ${target}.`;
  const silent = panels.find(({ received }) => received === null);
  if (silent) return `${asked} The backend did not answer: ${silent.message}`;
  const ratios = panels.flatMap((panel) => panel.ratios);
  const outside = ratios.filter((ratio) => !(ratio <= 1)).length;
  const worst = ratios.reduce((a, b) => Math.max(a, b), 0);
  const found =
    outside === 0
      ? `Every arrow lies inside the bound; the largest error is ${ratioText(worst)} of it.`
      : `${outside} of ${ratios.length} arrows lie outside the bound, the farthest ${worst === Infinity ? 'beyond any number' : `${ratioText(worst)} times`}.`;
  return `${asked} ${found} Arrows start at the points of a grid; long ones are cut. A cross stands for an answer that is no number.`;
}

const key = (): Html => {
  const entry = (colour: string, width: number, name: string): Html =>
    `<span><i style="border: none; height: ${width}px; vertical-align: middle; background: ${colour}"></i>${name}</span>`;
  return `<p class="key">${entry(truthColour, 4, 'truth')}${entry(insideColour, 1.5, 'backend, inside the bound')}${entry(outsideColour, 2, 'backend, outside the bound')}</p>`;
};

export function fieldsHtml(numbering: Numbering, fields: readonly VelocityField[] | null): Html {
  return (fields ?? [])
    .map((field) => {
      const speed = fieldSpeed(field);
      const panels = field.panels.map((panel) => `<div>${velocityChart(field, panel, speed)}</div>`);
      const drawn = `<div class="fields">${panels.join('')}</div>${key()}`;
      return numbering.figure(drawn, `${field.operation} on a grid`, captionOf(field));
    })
    .join('\n');
}
