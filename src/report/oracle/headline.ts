/** The first thing on the page: how much of the oracle the backend has passed, in numbers and as a bar. */
import type { OperationData, OracleData } from '../../oracle/judge/report-data.ts';
import { formatCount } from '../format.ts';
import { escapeHtml, type Html } from '../page/html.ts';
import { lookOf } from './cells.ts';

interface Part {
  readonly name: string;
  readonly count: number;
  readonly kind: string;
}

const EXIT_WORDS: Readonly<Record<number, string>> = {
  0: 'nothing is wrong',
  1: 'an operation is refuted',
  2: 'the backend failed to answer',
  3: 'nothing was verified',
  4: 'an expected failure passes',
};

function partsOf({ operations, summary }: OracleData): readonly Part[] {
  const count = (holds: (data: OperationData) => boolean): number => operations.filter(holds).length;
  const refuted = count(({ verdict }) => verdict === 'REFUTED');
  const open = count(({ verdict }) => verdict === 'SUSPECT' || verdict === 'NO-POWER');
  const judged = summary.verified + refuted + open;
  return [
    { name: 'verified', count: summary.verified, kind: 'good' },
    { name: 'suspect or without power', count: open, kind: 'open' },
    { name: 'refuted', count: refuted, kind: 'bad' },
    { name: 'claimed, not judged', count: Math.max(0, summary.claimed - judged), kind: 'none' },
    { name: 'not claimed', count: Math.max(0, summary.total - summary.claimed), kind: 'rest' },
  ].filter((part) => part.count > 0);
}

/** Three numbers, the bar that they are shares of, and what the exit code said. */
export function headlineHtml(data: OracleData): Html {
  const { verified, claimed, total, exitCode, cases } = data.summary;
  const parts = partsOf(data);
  const number = (value: number, name: string, kind: string): Html =>
    `<div><b class="${kind}">${formatCount(value)}</b><span>${name}</span></div>`;
  const bar = parts.map(({ count, kind }) => `<i class="${kind}" style="flex-grow: ${count}"></i>`);
  const key = parts.map(
    ({ name, count, kind }) =>
      `<span><i class="${kind}"></i>${escapeHtml(name)} ${formatCount(count)}</span>`,
  );
  const faults = data.operations.filter((o) => o.faults + o.errors > 0).length;
  const wrong = data.operations.some((operation) => lookOf(operation) === 'bad');
  const refuted = data.operations.filter(({ verdict }) => verdict === 'REFUTED').length;
  return [
    '<div class="tiles">',
    number(verified, 'verified', wrong ? '' : 'good-number'),
    number(claimed, 'claimed', ''),
    number(total, 'in all', ''),
    refuted > 0 ? number(refuted, 'refuted', 'bad-number') : '',
    faults > 0 ? number(faults, 'with errors or faults', 'bad-number') : '',
    '</div>',
    `<div class="bar" role="img" aria-label="${escapeHtml(data.summary.words)}">${bar.join('')}</div>`,
    `<p class="key">${key.join('')}</p>`,
    `<p class="counted">Counted: operations in each element type, from ${formatCount(cases)} cases. Exit code ${exitCode}: ${EXIT_WORDS[exitCode]}.</p>`,
  ].join('\n');
}
