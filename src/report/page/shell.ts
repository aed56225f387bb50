/** The frame of every page: title, abstract, contents, numbered sections. No external resource; a script only where a page brings one. */
import { escapeHtml, type Html, paragraphs } from './html.ts';
import { styleSheet } from './style.ts';

export interface PageSection {
  readonly id: string;
  readonly title: string;
  /** A remark under the heading. */
  readonly note?: string | undefined;
  readonly html: Html;
}

export interface Page {
  readonly title: string;
  readonly subtitle?: string | undefined;
  readonly abstract: readonly string[];
  readonly sections: readonly PageSection[];
  readonly footer: string;
  /** Between the contents and the first section. */
  readonly opening?: Html;
  /** Rules beside those of all pages. */
  readonly style?: string;
  /** Runs once the page is there; of this project, never of a user. */
  readonly script?: string;
}

/** The page as a string; all text is escaped. */
export function pageHtml(page: Page): string {
  const { title, subtitle, abstract, sections, footer, opening = '', style = '', script = '' } = page;
  const contents = sections.map(
    (section, i) =>
      `<li><a href="#${section.id}"><span class="n">${i + 1}</span>${escapeHtml(section.title)}</a></li>`,
  );
  const body = sections.map((section, i) => {
    const heading = `<h2><span class="n">${i + 1}</span>${escapeHtml(section.title)}</h2>`;
    const note = section.note ? paragraphs([section.note]) : '';
    return `<section id="${section.id}">${heading}\n${note}\n${section.html}</section>`;
  });
  const name = escapeHtml(title);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${name}</title>
<style>
${styleSheet}${style && `\n${style}`}
</style>
</head>
<body>
<header><h1>${name}</h1>${subtitle ? `<p class="subtitle">${escapeHtml(subtitle)}</p>` : ''}</header>
<main>
<div class="abstract">${paragraphs(abstract)}</div>
${sections.length > 1 ? `<nav aria-label="Contents"><ol>${contents.join('')}</ol></nav>` : ''}${opening && `\n${opening}`}
${body.join('\n')}
</main>
<footer>${escapeHtml(footer)}</footer>${script && `\n<script>\n${script}\n</script>`}
</body>
</html>
`;
}
