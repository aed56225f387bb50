/** The page of `flowproof verify --power`: for each kind of object, mistakes by laws. */

import { log } from '../../math/index.ts';
import { escapeHtml, type Html } from '../page/html.ts';
import { createNumbering, type Numbering } from '../page/numbering.ts';
import { pageHtml } from '../page/shell.ts';
import type { PowerPage, PowerPageRow } from './verify-data.ts';
import { verifyStyle } from './verify-style.ts';

const LN10 = log(10);

export function renderPowerPage({ title, subtitle, abstract, rows }: PowerPage): string {
  const numbering = createNumbering();
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  return pageHtml({
    title,
    subtitle,
    abstract,
    sections: kinds.map((kind) => ({
      id: kind,
      title: `Mistakes in a ${kind}`,
      html: matrix(
        numbering,
        kind,
        rows.filter((row) => row.kind === kind),
      ),
    })),
    footer: 'Made by flowproof verify --power.',
    style: verifyStyle,
  });
}

function matrix(numbering: Numbering, kind: string, rows: readonly PowerPageRow[]): Html {
  const laws = [...new Set(rows.flatMap(({ cells }) => cells.map(({ law }) => law)))];
  const head = laws.map((law) => `<th scope="col" class="tilted"><span>${escapeHtml(law)}</span></th>`);
  const body = rows.map((row) => {
    const cells = laws.map((law) => cellHtml(row, law));
    const survives = row.cells.some(({ kills }) => kills) ? '' : ' <span class="bad">✗ survives</span>';
    const name =
      `${escapeHtml(row.id)}${survives}<span class="aside statement-cell">${escapeHtml(row.formula)}</span>` +
      `<span class="aside statement-cell">✗ ${escapeHtml(row.mistake)}</span>`;
    return `<tr><th scope="row">${name}</th>${cells.join('')}</tr>`;
  });
  const table = `<div class="scroll"><table><thead><tr><th scope="col">mistake: right, and wrong</th>${head.join('')}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`;
  return numbering.table(
    table,
    `Mistakes in a ${kind}`,
    'In each cell the smallest size of the mistake that the law still sees, 1 being the mistake as written; the darker, the smaller. A dash: not seen at size 1.',
  );
}

function cellHtml(row: PowerPageRow, law: string): Html {
  const cell = row.cells.find((one) => one.law === law);
  if (cell === undefined) return '<td class="size"></td>';
  if (!cell.kills) return '<td class="size quiet">–</td>';
  const size = cell.threshold ?? 1;
  const strength = Math.round(12 + (48 * Math.min(16, -log(size) / LN10)) / 16);
  const text = size >= 1e-3 ? String(size) : size.toExponential(0);
  return `<td class="size" style="background: color-mix(in srgb, var(--good) ${strength}%, transparent)">${text.replace('-', '−')}</td>`;
}
