/** Text into HTML, safely. */

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Text that is safe in elements and in quoted attributes. Control characters other than line breaks and tabs, which
 * HTML forbids, become the replacement character.
 */
export function escapeHtml(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '\ufffd')
      .replace(/[&<>"']/g, (c) => ENTITIES[c]!)
  );
}

/** A string that is HTML already. */
export type Html = string;

export interface HtmlColumn {
  readonly header: string;
  /** Numbers go to the right, in digits of equal width. */
  readonly numeric?: boolean;
}

/** A cell: text, or HTML made by this room. */
export type Cell = string | { readonly html: Html };

/** A table with a header row; every text is escaped. The first cell of each row heads its row. */
export function htmlTable(columns: readonly HtmlColumn[], rows: readonly (readonly Cell[])[]): Html {
  const kind = (j: number): string => (columns[j]!.numeric ? ' class="number"' : '');
  const inner = (cell: Cell): Html => (typeof cell === 'string' ? escapeHtml(cell) : cell.html);
  const head = columns.map((c, j) => `<th scope="col"${kind(j)}>${escapeHtml(c.header)}</th>`);
  const body = rows.map((row) => {
    const cells = row.map((cell, j) =>
      j === 0 ? `<th scope="row"${kind(j)}>${inner(cell)}</th>` : `<td${kind(j)}>${inner(cell)}</td>`,
    );
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<div class="scroll"><table><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`;
}

/** Paragraphs of escaped text. */
export function paragraphs(texts: readonly string[]): Html {
  return texts.map((text) => `<p>${escapeHtml(text)}</p>`).join('\n');
}
