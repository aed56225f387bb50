/** Laws: residual against bound. */
import { formatNumber, formatScientific } from '../format.ts';
import type { LawRow, LawsSection } from '../report-data.ts';
import { type Cell, type Html, htmlTable } from './html.ts';
import type { Numbering } from './numbering.ts';

/** A law holds when its residual is a number and not above the bound. */
export function lawHolds({ residual, bound }: LawRow): boolean {
  return residual !== null && residual <= bound;
}

export function lawsHtml(numbering: Numbering, { rows }: LawsSection): Html {
  const broken = rows.filter((row) => !lawHolds(row)).length;
  const verdict = (row: LawRow): Cell => ({
    html: lawHolds(row) ? '<span class="good">✓ holds</span>' : '<span class="bad">✗ broken</span>',
  });
  const table = htmlTable(
    [
      { header: 'law' },
      { header: 'checked on' },
      { header: 'residual', numeric: true },
      { header: 'bound', numeric: true },
      { header: 'ratio', numeric: true },
      { header: 'verdict' },
      { header: 'where the bound comes from' },
    ],
    rows.map((row) => [
      row.formula === undefined ? row.law : `${row.law}: ${row.formula}`,
      row.object,
      formatScientific(row.residual),
      formatScientific(row.bound),
      row.residual === null || row.bound === 0 ? '–' : formatNumber(row.residual / row.bound, 2),
      verdict(row),
      row.why,
    ]),
  );
  const outcome =
    broken === 0
      ? `All ${rows.length} hold.`
      : `${broken} of ${rows.length} ${broken === 1 ? 'is' : 'are'} broken.`;
  return numbering.table(
    table,
    'Laws',
    `A law holds when its residual is at most its bound, which is derived and not chosen. ${outcome}`,
  );
}
