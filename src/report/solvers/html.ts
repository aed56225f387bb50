/** The page of `flowproof solvers`: who wins at which price, error against evaluations and time, every run, what failed, and how. */
import { formatCount, formatDuration } from '../format.ts';
import { escapeHtml, type Html, paragraphs } from '../page/html.ts';
import { createNumbering } from '../page/numbering.ts';
import { type PageSection, pageHtml } from '../page/shell.ts';
import { budgetTable } from './budget-table.ts';
import { solverKey } from './key.ts';
import { methodHtml } from './method-notes.ts';
import type { SolversPage } from './page-data.ts';
import { pageScript } from './page-script.ts';
import { looksOf } from './plots.ts';
import { problemHtml } from './problem-section.ts';
import { byProblem, chartGroups, groupRows } from './series.ts';
import { solversStyle } from './style.ts';
import { failureTable } from './tables.ts';

/**
 * The page as a string: complete in itself, light and dark, wide and narrow. A short script in it shows the values of a point and
 * sorts tables; without scripts the page says the same in its tables.
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
  const tables = groupRows(rows);
  const looks = looksOf(rows);
  const sections: PageSection[] = [];
  const add = (id: string, title: string, html: Html | null, note?: string): void => {
    if (html !== null) sections.push({ id, title, html, note });
  };
  add('budgets', 'Who wins at which price', budgetTable(numbering, groups, looks));
  for (const [i, { problem, groups: own }] of byProblem(groups).entries()) {
    const html = problemHtml(
      numbering,
      own,
      tables.filter((group) => group.problem === problem),
      looks,
      `p${i}`,
    );
    add(`problem-${i}`, problem, html, page.problems?.[problem]);
  }
  add('failures', 'Runs that did not arrive', failureTable(rows));
  add('method', 'How to read this', methodHtml(rows));
  add('run', 'How to repeat this', runHtml(page));
  return pageHtml({
    title: page.title ?? 'Solver error against evaluations',
    subtitle: subtitleOf(page),
    abstract: [
      'Every run starts from the same states and is compared with where they truly arrive at t = 1. Lower is more exact, further left is cheaper.',
    ],
    opening: solverKey(groups, looks),
    sections,
    footer: 'Made by flowproof solvers. Every figure is drawn from the rows in the tables.',
    style: solversStyle,
    script: pageScript,
  });
}

function subtitleOf({ rows }: SolversPage): string {
  const count = (of: (row: (typeof rows)[number]) => string): number => new Set(rows.map(of)).size;
  const counted = (n: number, one: string): string => `${formatCount(n)} ${one}${n === 1 ? '' : 's'}`;
  const arrived = rows.filter(({ status }) => status === 'ok').length;
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
    `${counted(rows.length, 'run')}${arrived === rows.length ? '' : `, ${formatCount(rows.length - arrived)} of which did not arrive`}`,
  ].join(' · ');
}

function runHtml({ command, config, versions = {}, threads, seconds }: SolversPage): Html | null {
  const facts = [
    ...Object.entries(versions).map(([name, version]) => `${name} ${version}`),
    ...(threads === undefined ? [] : [`${threads} ${threads === 1 ? 'thread' : 'threads'}`]),
    ...(seconds === undefined ? [] : [`${formatDuration(seconds)} in all`]),
  ];
  const parts = [
    command === undefined ? '' : `<pre><code>${escapeHtml(command)}</code></pre>`,
    facts.length > 0 ? paragraphs([`${facts.join(', ')}.`]) : '',
    config === undefined
      ? ''
      : `<details><summary>Configuration</summary><pre><code>${escapeHtml(JSON.stringify(config, null, 2))}</code></pre></details>`,
  ].filter((html) => html !== '');
  return parts.length > 0 ? parts.join('\n') : null;
}
