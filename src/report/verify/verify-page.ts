/** The page of `flowproof verify`: findings, laws at a glance, pictures of residuals, all objects. Pure, as all pages are. */
import type { LawResult, Status } from '../../laws/core/result.ts';
import { type Canvas, loadCanvas } from '../charts/canvas.ts';
import { escapeHtml, type Html } from '../page/html.ts';
import { createNumbering, type Numbering } from '../page/numbering.ts';
import { type PageSection, pageHtml } from '../page/shell.ts';
import { findingsHtml } from './findings.ts';
import { objectTables, overviewTable } from './law-tables.ts';
import { proseHtml } from './prose.ts';
import { BANDS } from './ratio-bands.ts';
import { bandLegend, residualChart } from './residual-chart.ts';
import type { VerifyPage } from './verify-data.ts';
import { verifyStyle } from './verify-style.ts';

/** Asynchronous because the drawing packages are loaded on first use. */
export async function renderVerifyPage(
  page: VerifyPage,
  worst: (results: readonly LawResult[]) => LawResult,
): Promise<string> {
  const numbering = createNumbering();
  const canvas = page.pictures.length > 0 ? await loadCanvas() : undefined;
  const results = page.laws.flatMap((law) => law.results);
  const with_ = (...statuses: Status[]): LawResult[] =>
    results.filter(({ status }) => statuses.includes(status));
  const found = with_('violated', 'faulty');
  const refused = with_('refused');
  const sections: PageSection[] = [];
  const add = (id: string, title: string, html: Html): void => {
    if (html !== '') sections.push({ id, title, html });
  };
  add('findings', 'Findings', findingsHtml(canvas, numbering, page, found));
  add('laws', 'Laws', overviewTable(numbering, page.laws, worst));
  add(
    'residuals',
    'Residuals over time and space',
    canvas ? smallMultiples(canvas, numbering, page, found) : '',
  );
  add('refused', 'What could not be judged', refused.map(refusalHtml).join('\n'));
  add('objects', 'All objects', objectTables(page.laws));
  return pageHtml({
    title: page.title,
    subtitle: page.subtitle,
    abstract: page.abstract,
    sections,
    footer:
      'Made by flowproof verify. A law that is not refuted is not proved; its bounds say how much it can see.',
    style: verifyStyle,
  });
}

function refusalHtml({ law, object, reason = '' }: LawResult): Html {
  return `<p><b>${escapeHtml(law)}</b> on ${escapeHtml(object)}: ${proseHtml(reason)}.</p>`;
}

/** Pictures of what holds; those of findings stand beside them. */
function smallMultiples(
  canvas: Canvas,
  numbering: Numbering,
  { pictures }: VerifyPage,
  found: readonly LawResult[],
): Html {
  const rest = pictures.filter((p) => !found.some((f) => f.law === p.law && f.object === p.object));
  if (rest.length === 0) return '';
  const maps = rest.map(({ law, object, map }, i) => {
    const panel = { title: `${law} · ${object}`, map };
    return `<div>${residualChart(canvas, panel, { width: 400, height: 210, id: `hatch-all-${i}`, bands: BANDS })}</div>`;
  });
  return numbering.figure(
    `<div class="maps">${maps.join('')}</div>${bandLegend(BANDS)}`,
    'Residuals of laws that held in every case tried',
    'Each law on its worst object that can be drawn: the residual as a share of its bound, over t and a point of the line, or over t alone. Dark blue comes close to the bound. Red is a place that the cases missed and the picture shows: try more cases there.',
  );
}
