/** The page of `flowproof solvers`: who wins at which price, error against evaluations and time, every row, what failed, and how. */
import { figureSvg } from '../charts/compose.ts';
import {
  contextPath,
  contextUse,
  PANEL_HEIGHT,
  PANEL_WIDTH,
  type WorkPanel,
  workPanel,
} from '../charts/work-precision.ts';
import { formatCount, formatDuration } from '../format.ts';
import { escapeHtml, type Html, paragraphs } from '../page/html.ts';
import { createNumbering, type Numbering } from '../page/numbering.ts';
import { type PageSection, pageHtml } from '../page/shell.ts';
import { FAMILIES } from './families.ts';
import type { SolversPage } from './page-data.ts';
import { domainOf, floorOf, groupPanel, plottedSeries, READABLE, type Strokes, strokesOf } from './plots.ts';
import { byProblem, chartGroups, type Group, groupName } from './series.ts';
import { solversStyle } from './style.ts';
import { budgetTable, failureTable, orderTable, rowTable } from './tables.ts';

/**
 * The page as a string: complete in itself, light and dark, wide and narrow.
 *
 * @example
 * ```ts
 * import { solversHtml } from 'flowproof/node';
 *
 * console.log(solversHtml({ rows: [], title: 'Nothing yet' }).startsWith('<!doctype html>')); // true
 * ```
 */
export function solversHtml(page: SolversPage): string {
  const { rows } = page;
  const numbering = createNumbering();
  const groups = chartGroups(rows);
  const strokes = strokesOf(rows);
  const sections: PageSection[] = [];
  const add = (id: string, title: string, html: Html, note?: string): void => {
    sections.push({ id, title, html, note });
  };
  const budgets = budgetTable(groups, strokes);
  if (budgets !== null) {
    add(
      'budgets',
      'Who wins at which price',
      numbering.table(
        budgets,
        'The least error within a budget of evaluations',
        'For each problem and arithmetic the solver with the least rmse at t = 1 among all runs that took at most so many evaluations of the field.',
      ),
    );
  }
  for (const [i, { problem, groups: own }] of byProblem(groups).entries()) {
    add(`problem-${i}`, problem, problemHtml(numbering, own, strokes, `p${i}`), page.problems?.[problem]);
  }
  const failures = failureTable(rows);
  if (failures !== null) add('failures', 'Runs that did not arrive', failures);
  add('run', 'How to repeat this', runHtml(page));
  return pageHtml({
    title: page.title ?? 'Solver error against evaluations',
    subtitle: subtitleOf(page),
    abstract: [],
    sections,
    footer: 'Made by flowproof solvers.',
    style: solversStyle,
  });
}

function subtitleOf({ rows }: SolversPage): string {
  const count = (of: (row: (typeof rows)[number]) => string): number => new Set(rows.map(of)).size;
  const counted = (n: number, one: string, many: string = `${one}s`): string =>
    `${formatCount(n)} ${n === 1 ? one : many}`;
  return [
    counted(
      count((row) => row.problem),
      'problem',
    ),
    counted(
      count((row) => row.solver),
      'solver',
    ),
    counted(
      count((row) => row.dtype),
      'arithmetic',
    ),
    counted(rows.length, 'run'),
  ].join(' · ');
}

function panelSvg(panel: WorkPanel): Html {
  return `<div>${figureSvg({ width: PANEL_WIDTH, height: PANEL_HEIGHT, title: panel.title }, workPanel(panel))}</div>`;
}

function problemHtml(numbering: Numbering, groups: readonly Group[], strokes: Strokes, id: string): Html {
  const domain = domainOf(groups, 'evaluations');
  const times = domainOf(groups, 'seconds');
  const main = groups.map((group) =>
    panelSvg(groupPanel(group, { work: 'evaluations', domain, strokes, title: groupName(group) })),
  );
  const clock = groups.map((group) =>
    panelSvg(groupPanel(group, { work: 'seconds', domain: times, strokes, title: groupName(group) })),
  );
  const parts = [
    numbering.figure(`<div class="panels">${main.join('')}</div>`, 'Error against evaluations', ''),
    ...groups.map((group, g) => familiesHtml(numbering, group, strokes, domain, `${id}-${g}`)),
    numbering.figure(`<div class="panels">${clock.join('')}</div>`, 'Error against wall clock', ''),
    ...groups.map((group) =>
      numbering.table(orderTable(group, strokes), `Orders and floors: ${groupName(group)}`, ''),
    ),
    ...groups.map(
      (group) =>
        `<details><summary>All runs: ${escapeHtml(groupName(group))}</summary>${rowTable(group)}</details>`,
    ),
  ];
  return parts.join('\n');
}

/** A panel for each family, the others pale behind it; none where one panel can name all. */
function familiesHtml(
  numbering: Numbering,
  group: Group,
  strokes: Strokes,
  domain: WorkPanel['domain'],
  id: string,
): Html {
  const all = plottedSeries(group.series, 'evaluations', strokes);
  if (all.length <= READABLE) return '';
  const shared = `<svg width="0" height="0" aria-hidden="true" style="position:absolute"><defs>${contextPath(all, domain, id)}</defs></svg>`;
  const panels = FAMILIES.flatMap(({ name }, family) => {
    const members = group.series.filter((series) => series.family === family);
    const series = plottedSeries(members, 'evaluations', strokes);
    if (series.length === 0) return [];
    return [
      panelSvg({
        title: name,
        work: 'evaluations',
        domain,
        series,
        names: true,
        floor: floorOf(members),
        context: contextUse(id),
        yName: 'rmse at t = 1',
      }),
    ];
  });
  return numbering.figure(
    `${shared}<div class="panels">${panels.join('')}</div>`,
    `Family by family: ${groupName(group)}`,
    '',
  );
}

function runHtml({ command, config, versions = {}, threads, seconds }: SolversPage): Html {
  const facts = [
    ...Object.entries(versions).map(([name, version]) => `${name} ${version}`),
    ...(threads === undefined ? [] : [`${threads} ${threads === 1 ? 'thread' : 'threads'}`]),
    ...(seconds === undefined ? [] : [formatDuration(seconds)]),
  ];
  return [
    command === undefined ? '' : `<pre><code>${escapeHtml(command)}</code></pre>`,
    facts.length > 0 ? paragraphs([`${facts.join(', ')}.`]) : '',
    config === undefined
      ? ''
      : `<details><summary>Configuration</summary><pre><code>${escapeHtml(JSON.stringify(config, null, 2))}</code></pre></details>`,
  ].join('\n');
}
