/** Words and classes that several parts of the page of `flowproof oracle` share. */

import type { OperationData } from '../../oracle/judge/report-data.ts';
import { verdicts } from '../../oracle/judge/verdict.ts';
import { formatScientific } from '../format.ts';
import { escapeHtml, type Html } from '../page/html.ts';
import { cellText } from './matrix.ts';

/** Verdicts by how good they are: what a cell is coloured by. */
export type Look = 'good' | 'open' | 'bad' | 'none';

const LOOKS: Readonly<Record<string, Look>> = {
  EXACT: 'good',
  PROVED: 'good',
  PLAUSIBLE: 'good',
  SUSPECT: 'open',
  'NO-POWER': 'open',
  REFUTED: 'bad',
};

export function lookOf(data: OperationData | undefined): Look {
  if (data === undefined) return 'none';
  const { verdict, faults, errors, expectation } = data;
  if (faults + errors > 0 || expectation === 'unexpected-pass') return 'bad';
  if (expectation === 'expected-failure') return 'open';
  return verdict === null ? 'none' : LOOKS[verdict]!;
}

/** What the verdict says, for a pointer that rests on it. */
const explanations = new Map<string, string>(verdicts.map(({ verdict, says }) => [verdict, says]));

/** The verdict in words on its colour. */
export function verdictChip(data: OperationData | undefined): Html {
  const says = data?.verdict ? explanations.get(data.verdict) : undefined;
  const title = says === undefined ? '' : ` title="${escapeHtml(says)}"`;
  return `<span class="verdict ${lookOf(data)}"${title}>${escapeHtml(cellText(data))}</span>`;
}

/** The place of an operation on the page. */
export const anchorOf = (operation: string): string => `op-${operation.replace(/[^a-z0-9]+/gi, '-')}`;

/** An operation's name as a link to its part of the page. */
export const operationLink = (operation: string): Html =>
  `<a href="#${anchorOf(operation)}">${escapeHtml(operation)}</a>`;

/** An element's place: `[2, 0]`, nothing for a scalar. */
export const indexText = (index: readonly number[]): string =>
  index.length === 0 ? '' : `[${index.join(', ')}]`;

/** A number with all of its digits, so that it can be compared. */
export const digits = (value: number): string =>
  Number.isFinite(value) ? String(value) : formatScientific(value);

/** Settings and sizes as `rows 3, dim 2, schedule {"kind":"vp"}`. */
export function settingsText(...records: readonly unknown[]): string {
  const words = records.flatMap((record) =>
    typeof record === 'object' && record !== null
      ? Object.entries(record).map(([name, value]) => {
          const text = typeof value === 'string' ? value : JSON.stringify(value);
          return `${name} ${text}`;
        })
      : [],
  );
  return words.join(', ');
}

/** A phrase as a sentence of its own. */
export const sentence = (phrase: string): string => {
  const text = phrase.trim();
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
};
