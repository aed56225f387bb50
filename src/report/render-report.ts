/**
 * The report as one HTML page: no script, no external resource, light and dark, ready to print.
 *
 * Pure: the same data gives the same page, but for the bytes of embedded PNGs, which depend on Node's zlib.
 */
import { loadCanvas } from './charts/canvas.ts';
import { checkReport } from './check-report.ts';
import { fieldHtml, trajectoriesHtml } from './page/field-section.ts';
import { type Html, paragraphs } from './page/html.ts';
import { lawsHtml } from './page/laws-section.ts';
import { lossHtml } from './page/loss-section.ts';
import { createNumbering } from './page/numbering.ts';
import { methodHtml, runHtml } from './page/run-section.ts';
import { qualityHtml, samplesHtml } from './page/samples-section.ts';
import { type PageSection, pageHtml } from './page/shell.ts';
import { solverErrorsHtml } from './page/solver-section.ts';
import type { ReportData, Section } from './report-data.ts';

/**
 * The page as a string. Asynchronous because the drawing packages are loaded on first use.
 *
 * @throws ShapeError, ArgumentError for data that does not fit its form, see {@link checkReport}.
 *
 * @example
 * ```ts
 * import { renderReport } from 'flowproof/node';
 *
 * const page = await renderReport({
 *   version: 1,
 *   title: 'Two laws',
 *   laws: { rows: [{ law: 'ends', object: 'cond-ot', residual: 0, bound: 1e-15, why: 'exact at t = 0 and 1' }] },
 * });
 * console.log(page.startsWith('<!doctype html>')); // true
 * ```
 */
export async function renderReport(data: ReportData): Promise<string> {
  checkReport(data);
  return pageHtml({
    title: data.title,
    subtitle: data.subtitle,
    abstract: data.abstract ?? [],
    sections: await renderSections(data),
    footer: 'Made by flowproof. Every figure is drawn from the numbers in the JSON form of this report.',
  });
}

async function renderSections(data: ReportData): Promise<PageSection[]> {
  const numbering = createNumbering();
  const drawn = data.samples ?? data.field ?? data.trajectories ?? data.loss ?? data.solverErrors;
  const canvas = drawn ? await loadCanvas() : undefined;
  const sections: PageSection[] = [];
  function add<S extends object>(
    id: string,
    title: string,
    section: S | undefined,
    html: (s: S) => Html,
  ): void {
    if (section) sections.push({ id, title, note: (section as Section).note, html: html(section) });
  }
  add('method', 'Method', data.method, methodHtml);
  add('samples', 'Data and samples', data.samples, (s) => samplesHtml(canvas!, numbering, s));
  add('quality', 'Sample quality', data.quality, (s) => qualityHtml(numbering, s));
  add('loss', 'Training', data.loss, (s) => lossHtml(canvas!, numbering, s));
  add('field', 'Velocity field', data.field, (s) => fieldHtml(canvas!, numbering, s));
  add('trajectories', 'Trajectories', data.trajectories, (s) => trajectoriesHtml(canvas!, numbering, s));
  add('laws', 'Laws', data.laws, (s) => lawsHtml(numbering, s));
  for (const [i, problem] of (data.solverErrors ?? []).entries()) {
    const title = `Solver error against step count${i === 0 ? '' : `, problem ${i + 1}`}`;
    add(`solvers-${i + 1}`, title, problem, (s) => solverErrorsHtml(canvas!, numbering, s));
  }
  add('run', 'How to repeat this', data.run, runHtml);
  const remarks: (Section & { readonly texts: readonly string[] }) | undefined = data.remarks && {
    texts: data.remarks,
  };
  add('remarks', 'Remarks', remarks, (s) => paragraphs(s.texts));
  return sections;
}
