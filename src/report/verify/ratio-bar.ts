/** residual / bound as a bar on a logarithmic scale from 1e-4 to 1e4, with the bound in the middle. */
import { log } from '../../math/index.ts';
import { formatCoordinate } from '../format.ts';
import type { Html } from '../page/html.ts';

const WIDTH = 96;
const DECADES = 4;
const LN10 = log(10);

/** The bar; empty where nothing was measured. */
export function ratioBar(ratio: number | null): Html {
  if (ratio === null || Number.isNaN(ratio)) return '';
  const decades = ratio > 0 ? log(ratio) / LN10 : -DECADES;
  const share = Math.min(1, Math.max(0, (decades + DECADES) / (2 * DECADES)));
  const colour = ratio <= 1 ? 'var(--good)' : 'var(--bad)';
  const cut = Math.abs(decades) > DECADES ? ' (beyond the scale)' : '';
  return (
    `<svg class="bar" viewBox="0 0 ${WIDTH} 10" width="${WIDTH}" height="10" role="img" aria-label="ratio ${ratio <= 1 ? 'at most' : 'above'} 1${cut}">` +
    `<rect x="0" y="2.5" width="${WIDTH}" height="5" fill="currentColor" fill-opacity="0.08"/>` +
    `<rect x="0" y="2.5" width="${formatCoordinate(Math.max(share * WIDTH, 1))}" height="5" fill="${colour}"/>` +
    `<path d="M${WIDTH / 2},0V10" stroke="currentColor" stroke-width="1"/></svg>`
  );
}
