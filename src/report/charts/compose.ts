/** Panels side by side in one SVG, with a legend: what becomes a numbered figure. */
import { formatCoordinate } from '../format.ts';
import { escapeHtml } from '../page/html.ts';

export interface Panel {
  /** An SVG as plotToSvg makes it. */
  readonly svg: string;
  readonly x: number;
  readonly y: number;
}

/** Places an SVG inside another one. */
export function place({ svg, x, y }: Panel): string {
  return svg.replace('<svg', `<svg overflow="visible" x="${formatCoordinate(x)}" y="${formatCoordinate(y)}"`);
}

/** One line of text at (x, y). */
export function label(
  x: number,
  y: number,
  text: string,
  {
    size = 12,
    anchor = 'middle',
    weight = 'normal',
    colour = 'currentColor',
  }: {
    size?: number;
    anchor?: 'start' | 'middle' | 'end';
    weight?: 'normal' | '600';
    colour?: string;
  } = {},
): string {
  const [px, py] = [formatCoordinate(x), formatCoordinate(y)];
  const style = `font-size="${size}" text-anchor="${anchor}" font-weight="${weight}" fill="${colour}"`;
  return `<text x="${px}" y="${py}" ${style}>${escapeHtml(text)}</text>`;
}

/** Dots with names in a row, starting at (x, y). */
export function legend(x: number, y: number, entries: readonly { name: string; colour: string }[]): string {
  let left = x;
  return entries
    .map(({ name, colour }) => {
      const mark = `<circle cx="${formatCoordinate(left)}" cy="${formatCoordinate(y - 4)}" r="4.5" fill="${colour}"/>`;
      const text = label(left + 9, y, name, { anchor: 'start' });
      left += 28 + 6.6 * name.length;
      return mark + text;
    })
    .join('');
}

/** The outer SVG: scales with the page, named for screen readers, usable as a file of its own. */
export function figureSvg(
  { width, height, title }: { width: number; height: number; title: string },
  content: string,
): string {
  const name = escapeHtml(title);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${formatCoordinate(width)} ${formatCoordinate(height)}" ` +
    `width="${formatCoordinate(width)}" height="${formatCoordinate(height)}" role="img" aria-label="${name}" ` +
    `font-family="system-ui, sans-serif" fill="currentColor"><title>${name}</title>${content}</svg>`
  );
}
