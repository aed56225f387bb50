/** Tables of the verify page: the laws at a glance, and all objects of each. */
import type { LawResult, Status } from '../../laws/core/result.ts';
import { formatNumber, formatScientific } from '../format.ts';
import { type Cell, escapeHtml, type Html, htmlTable } from '../page/html.ts';
import type { Numbering } from '../page/numbering.ts';
import { proseHtml } from './prose.ts';
import { ratioBar } from './ratio-bar.ts';
import type { LawOnObjects } from './verify-data.ts';

const VERDICTS: Record<Status, Html> = {
  holds: '<span class="good">✓ holds</span>',
  violated: '<span class="bad">✗ violated</span>',
  refused: '<span class="quiet">– refused</span>',
  faulty: '<span class="bad">✗ faulty</span>',
};

function figures({ residual, bound, ratio }: LawResult): Cell[] {
  if (bound === null) return ['–', '–', '–', ''];
  return [
    formatScientific(residual, 3),
    formatScientific(bound, 3),
    ratio === null ? '–' : formatNumber(ratio, 2),
    { html: ratioBar(ratio) },
  ];
}

const verdict = ({ status, tooLoose }: LawResult): Cell => ({
  html: `${VERDICTS[status]}${tooLoose ? '<span class="aside">loose</span>' : ''}`,
});

const columns = (first: string): { header: string; numeric?: boolean }[] => [
  { header: first },
  { header: 'residual', numeric: true },
  { header: 'bound', numeric: true },
  { header: 'ratio', numeric: true },
  { header: '10⁻⁴ … bound … 10⁴' },
  { header: 'verdict' },
];

/** On narrow screens the style turns each row into lines of its own, with the verdict beside the name. */
const lawTable = (first: string, rows: readonly Cell[][]): Html =>
  `<div class="laws">${htmlTable(columns(first), rows)}</div>`;

/** How many objects of each status, in words: '13 hold', '1 of 3 violated'. */
export function tally(results: readonly LawResult[]): string {
  const count = (status: Status): number => results.filter((result) => result.status === status).length;
  const parts = [
    [count('violated'), 'violated'],
    [count('faulty'), 'faulty'],
    [count('holds'), count('holds') === 1 ? 'holds' : 'hold'],
    [count('refused'), 'refused'],
  ] as const;
  return parts.flatMap(([n, word]) => (n > 0 ? [`${n} ${word}`] : [])).join(', ');
}

/** One row for each law, with its worst object. */
export function overviewTable(
  numbering: Numbering,
  laws: readonly LawOnObjects[],
  worst: (results: readonly LawResult[]) => LawResult,
): Html {
  const rows = laws.map(({ law, results, loose }) => {
    const result = worst(results);
    const name =
      `<a href="#law-${law.id}">${escapeHtml(law.id)}</a><span class="aside statement-cell">${escapeHtml(law.title)}</span>` +
      `<span class="aside">${escapeHtml(`${tally(results)}; worst: ${result.object}`)}${loose ? ' · <b>bound too loose</b>' : ''}</span>`;
    return [{ html: name }, ...figures(result), verdict(result)];
  });
  return numbering.table(
    lawTable('law', rows),
    'Laws',
    'A law holds when its residual is at most its bound, which is derived and not chosen. Shown is the worst of all random cases on the worst object; the bar is the ratio on a logarithmic scale.',
  );
}

/** All objects of each law, folded. */
export function objectTables(laws: readonly LawOnObjects[]): Html {
  return laws
    .map(({ law, results }) => {
      const rows = results.map((result): Cell[] => {
        const note = result.reason ?? result.worst;
        const name = `${escapeHtml(result.object)}${note ? `<span class="aside">${proseHtml(note)}</span>` : ''}`;
        return [{ html: name }, ...figures(result), verdict(result)];
      });
      const why = results.find((result) => result.why !== '')?.why;
      const about = [
        `Assumes: ${law.assumes.join('; ') || 'nothing'}.`,
        ...(why === undefined ? [] : [`Bound: ${why}.`]),
      ];
      const heading = `<b>${escapeHtml(law.id)}</b> <span class="quiet">${escapeHtml(tally(results))}</span> <span class="statement-cell">${escapeHtml(law.title)}</span>`;
      return (
        `<details id="law-${law.id}"><summary>${heading}</summary>` +
        `<p>${proseHtml(about.join(' '))}</p>${lawTable('object', rows)}</details>`
      );
    })
    .join('\n');
}
