/** The page of `flowproof oracle`: headline, verdicts, findings, fields, every operation, what failed, how to read it. Pure. */
import type { OracleData } from '../../oracle/judge/report-data.ts';
import { escapeHtml, type Html } from '../page/html.ts';
import { createNumbering } from '../page/numbering.ts';
import { type PageSection, pageHtml } from '../page/shell.ts';
import { definitionsHtml } from './definitions.ts';
import { fieldsHtml } from './fields-section.ts';
import { findingsHtml } from './findings-section.ts';
import { headlineHtml } from './headline.ts';
import { operationsHtml } from './operation-section.ts';
import { oracleStyle } from './style.ts';
import { expectationsHtml, troubleHtml } from './trouble-section.ts';
import { verdictTable } from './verdict-table.ts';

/** The page as a string: complete in itself, light and dark, wide and narrow, without a script. */
export function oraclePage(data: OracleData): string {
  const numbering = createNumbering();
  const sections: PageSection[] = [];
  const add = (id: string, title: string, html: Html, note?: string): void => {
    if (html !== '') sections.push({ id, title, html, note });
  };
  add('findings', 'What is wrong', findingsHtml(data));
  add('verdicts', 'Verdicts', data.operations.length === 0 ? '' : verdictTable(numbering, data));
  add('fields', 'Velocity field', fieldsHtml(numbering, data.fields));
  add('expectations', 'Expected failures', expectationsHtml(numbering, data));
  add('trouble', 'What was no answer', troubleHtml(data));
  add('operations', 'Every operation', operationsHtml(data));
  add('definitions', 'How to read this', definitionsHtml());
  add('run', 'How to repeat this', runHtml(data));
  return pageHtml({
    title: `${data.backend.name} against the truth`,
    subtitle: subtitleOf(data),
    abstract: [abstractOf(data)],
    opening: headlineHtml(data),
    sections,
    footer:
      'Made by flowproof oracle. What is not refuted is not proved right everywhere: the power tables say what these cases could see.',
    style: oracleStyle,
  });
}

function subtitleOf({ backend, flowproof }: OracleData): string {
  const { version, language } = backend;
  return [
    ...(version === null ? [] : [`version ${version}`]),
    ...(language === null ? [] : [language]),
    declaredText(backend.arithmetic),
    `flowproof ${flowproof}`,
  ].join(' · ');
}

function declaredText(arithmetic: OracleData['backend']['arithmetic']): string {
  const declared = Object.entries(arithmetic).map(([field, value]) => `${field} ${value}`);
  return declared.length === 0 ? 'IEEE 754 arithmetic' : `declares ${declared.join(', ')}`;
}

function abstractOf({ findings, summary, operations }: OracleData): string {
  const refuted = operations.filter(({ verdict }) => verdict === 'REFUTED').length;
  const silent = operations.filter(({ errors, faults }) => errors + faults > 0).length;
  const count = findings.length;
  const causes = count === 1 ? 'one cause' : `${count} causes`;
  return [
    `${summary.verified} of ${summary.claimed} claimed operations, counted once for each element type, agree with the truth as far as their arithmetic allows.`,
    ...(refuted > 0 ? [`${refuted} ${refuted === 1 ? 'does' : 'do'} not, for ${causes}.`] : []),
    ...(silent > 0 ? [`${silent} ended in errors or faults.`] : []),
  ].join(' ');
}

function runHtml({ command, unclaimed }: OracleData): Html {
  const rest =
    unclaimed.length === 0
      ? ''
      : `<details><summary>${unclaimed.length} ${unclaimed.length === 1 ? 'operation' : 'operations'} that the backend does not claim</summary><p>${unclaimed.map((name) => `<code>${escapeHtml(name)}</code>`).join(' ')}</p></details>`;
  const line =
    command === null ? '' : `<pre><code>flowproof oracle check ${escapeHtml(command)}</code></pre>`;
  return `${line}<p>The cases depend on the seed, the operation and the element type alone: the same seed asks the same questions of every backend.</p>${rest}`;
}
