/**
 * Where charts are drawn: Observable Plot over a document without a browser.
 *
 * Both packages take about 0.4 s to load, so they are loaded on first use and passed to every chart. Charts use Plot
 * for scales, axes and lines, and write dense marks (dots, arrows, path segments) as one `<path>` each, which keeps a
 * page with thousands of points small. Colours are CSS variables with a light default, so that one SVG serves light
 * and dark pages and also stands alone.
 */
import { formatCoordinate } from '../format.ts';

type PlotModule = typeof import('@observablehq/plot');

/** The little of the DOM that charts use; the project compiles without the DOM's types. */
export interface SvgElement {
  setAttribute(name: string, value: string): void;
  appendChild(child: SvgElement): unknown;
  readonly outerHTML: string;
  textContent: string | null;
}

export interface Canvas {
  readonly Plot: PlotModule;
  readonly document: { createElementNS(namespace: string, name: string): unknown };
}

let loaded: Promise<Canvas> | undefined;

/** Loads Plot and the document once. */
export function loadCanvas(): Promise<Canvas> {
  loaded ??= (async () => {
    const [Plot, { Window }] = await Promise.all([import('@observablehq/plot'), import('happy-dom')]);
    return { Plot, document: new Window().document as unknown as Canvas['document'] };
  })();
  return loaded;
}

const SVG = 'http://www.w3.org/2000/svg';

/** An SVG element with attributes; numbers are rounded to two decimals, text is escaped by the document. */
export function element(
  canvas: Canvas,
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content: string | readonly SvgElement[] = [],
): SvgElement {
  const node = canvas.document.createElementNS(SVG, name) as SvgElement;
  for (const [key, value] of Object.entries(attributes)) {
    node.setAttribute(key, typeof value === 'number' ? formatCoordinate(value) : value);
  }
  if (typeof content === 'string') node.textContent = content;
  else for (const child of content) node.appendChild(child);
  return node;
}

/** The scales that a drawing gets: data to pixels. */
export interface Scales {
  x(value: number): number;
  y(value: number): number;
}

/** The frame inside the margins, in pixels. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A Plot mark that draws freely in data coordinates. */
// biome-ignore lint/suspicious/noExplicitAny: Plot's own type of a function mark needs the DOM's types
export function drawing(draw: (scales: Scales, frame: Frame) => SvgElement): any {
  return (
    _index: unknown,
    scales: Scales,
    _values: unknown,
    dimensions: { width: number; height: number } & Record<`margin${string}`, number>,
  ) =>
    draw(scales, {
      left: dimensions.marginLeft!,
      right: dimensions.width - dimensions.marginRight!,
      top: dimensions.marginTop!,
      bottom: dimensions.height - dimensions.marginBottom!,
    });
}

/** Plot's SVG as text: without its style sheet (the page has one) and with coordinates rounded. */
export function plotToSvg(canvas: Canvas, options: Parameters<PlotModule['plot']>[0]): string {
  const figure = canvas.Plot.plot({
    document: canvas.document as never,
    ...options,
    style: { fontSize: '11px', ...(options?.style as object) },
  }) as unknown as SvgElement;
  return tidy(figure.outerHTML);
}

/** Rounds every coordinate in `d` and `transform`, and drops what the page does not need. */
function tidy(svg: string): string {
  return svg
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/ class="plot-[^"]*"/, '')
    .replace(/ (d|transform|x|y|width|height|x1|x2|y1|y2)="([^"]*)"/g, (_, name: string, value: string) => {
      return ` ${name}="${value.replace(/-?\d*\.\d{3,}(e-?\d+)?/g, (n) => formatCoordinate(Number(n)))}"`;
    });
}
