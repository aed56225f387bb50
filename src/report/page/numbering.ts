/** Figures and tables, numbered in the order in which they appear. */
import { escapeHtml, type Html } from './html.ts';

export interface Numbering {
  /** A figure with its caption; `title` in bold, then what to look for. */
  figure(svg: string, title: string, caption: string): Html;
  table(table: Html, title: string, caption: string): Html;
}

export function createNumbering(): Numbering {
  let figures = 0;
  let tables = 0;
  const caption = (label: string, title: string, text: string): Html =>
    `<figcaption><b>${label}. ${escapeHtml(title)}.</b> ${escapeHtml(text)}</figcaption>`;
  return {
    figure(svg, title, text) {
      figures++;
      return `<figure id="figure-${figures}">${svg}${caption(`Figure ${figures}`, title, text)}</figure>`;
    },
    table(table, title, text) {
      tables++;
      return `<figure id="table-${tables}" class="table">${caption(`Table ${tables}`, title, text)}${table}</figure>`;
    },
  };
}
