/** What was no answer: errors that the backend raised, faults of its process, and what it printed. */
import type { OperationData, OracleData } from '../../oracle/judge/report-data.ts';
import { escapeHtml, type Html, htmlTable } from '../page/html.ts';
import type { Numbering } from '../page/numbering.ts';
import { operationLink, settingsText } from './cells.ts';
import { byOperation } from './matrix.ts';
import { smallestHtml } from './smallest.ts';

type Failed = OracleData['operations'][number]['failed'][number];

/** A message without what differs from case to case: cases that failed alike are told once. */
const kindOf = ({ status, message }: Failed): string =>
  `${status} ${message.replace(/case \S+/g, 'case').replace(/\d+/g, '#')}`;

/** The first line says what happened; what follows is what the backend wrote to stderr. */
function caseHtml(
  name: string,
  cells: readonly OperationData[],
  group: readonly Failed[],
  smallest: Html,
): Html {
  const { id, status, message, settings, sizes } = group[0]!;
  const [first = '', ...rest] = message.split('\n');
  const stderr = rest.join('\n').trim();
  const counts = cells.map(({ dtype, errors, faults, asked }) => {
    const count = status === 'error' ? errors : faults;
    return `${count} of ${asked} cases in ${dtype}`;
  });
  const log = stderr === '' ? '' : `<p>It wrote to stderr:</p><pre><code>${escapeHtml(stderr)}</code></pre>`;
  return [
    `<article class="broken"><h3>${operationLink(name)}: <span class="bad">${status}</span> in ${counts.join(', ')}</h3>`,
    `<p>${escapeHtml(first)}</p>${log}`,
    `<p class="quiet-text">First in case <code>${escapeHtml(id)}</code>: ${escapeHtml(settingsText(settings, sizes))}</p>`,
    `${smallest}</article>`,
  ].join('\n');
}

function casesHtml(name: string, cells: readonly OperationData[], smallest: Html): Html {
  const groups = new Map<string, Failed[]>();
  for (const { failed } of cells) {
    for (const one of failed) {
      if (one.status === 'refuted') continue;
      const kind = kindOf(one).replaceAll(/float#/g, '');
      groups.set(kind, [...(groups.get(kind) ?? []), one]);
    }
  }
  return [...groups.values()]
    .map((group, i) => caseHtml(name, cells, group, i === 0 ? smallest : ''))
    .join('\n');
}

/** Equal lines once, with their number. */
function counted(lines: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return [...counts].map(([line, n]) => (n === 1 ? line : `${line}   (${n} times)`)).join('\n');
}

export function troubleHtml(data: OracleData): Html {
  const { remarks, otherRevisions, unknownOperations } = data;
  const cases = byOperation(data).map(({ name, cells }) => casesHtml(name, cells, smallestHtml(data, name)));
  const line = (text: string, names: readonly string[]): Html =>
    names.length === 0
      ? ''
      : `<p>${text}: ${names.map((n) => `<code>${escapeHtml(n)}</code>`).join(', ')}.</p>`;
  const notes =
    remarks.length === 0 ? '' : `<p>Notes:</p><pre><code>${escapeHtml(counted(remarks))}</code></pre>`;
  return [
    ...cases,
    line('Claimed in a revision that is not judged here', otherRevisions),
    line('Claimed, but unknown to the oracle', unknownOperations),
    notes,
  ]
    .filter((html) => html !== '')
    .join('\n');
}

const OUTCOMES: Readonly<Record<string, Html>> = {
  'expected-failure': '<span class="verdict open">refuted, as expected</span>',
  'unexpected-pass': '<span class="verdict bad">✗ passes</span>',
  'other-failure': '<span class="verdict bad">✗ refuted by something else</span>',
};

export function expectationsHtml(numbering: Numbering, { expectations }: OracleData): Html {
  if (expectations.length === 0) return '';
  const rows = expectations.map(({ expectation, dtype, outcome, found }) => [
    `${expectation.operation} (${dtype})`,
    { html: OUTCOMES[outcome]! },
    expectation.reason + (expectation.link === undefined ? '' : ` (${expectation.link})`),
    expectation.diagnosis ?? '–',
    found.join(', ') || '–',
  ]);
  const columns = ['operation', 'outcome', 'reason', 'expected diagnosis', 'found'];
  const table = htmlTable(
    columns.map((header) => ({ header })),
    rows,
  );
  return numbering.table(
    `<div class="wide">${table}</div>`,
    'Expected failures',
    'A failure that is expected counts neither as verified nor as refuted; one that passes, or fails for another reason, is a finding.',
  );
}
