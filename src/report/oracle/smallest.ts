/** Failing cases, shrunk: what they are, and as a program in the backend's own language. */
import type { OracleData } from '../../oracle/judge/report-data.ts';
import type { SmallestData } from '../../oracle/judge/smallest-data.ts';
import { formatCount } from '../format.ts';
import { escapeHtml, type Html } from '../page/html.ts';
import { operationLink, settingsText } from './cells.ts';
import { ratioText } from './ratio-text.ts';

/** One case behind a line that says how small it is. */
function caseHtml({ dtype, settings, sizes, asked, message, ratio, snippet, replay }: SmallestData): Html {
  const what = message === '' ? `error/bound ${ratioText(ratio)}` : message.split('\n')[0]!;
  const program =
    snippet === null
      ? '<p class="quiet-text">It is too large to be printed.</p>'
      : `<pre><code>${escapeHtml(snippet)}</code></pre>`;
  return [
    `<details class="smallest"><summary>Smallest failing case (${dtype}): ${escapeHtml(settingsText(settings, sizes))}</summary>`,
    program,
    `<p class="quiet-text">${escapeHtml(what)}. Found in ${formatCount(asked)} questions, replay <code>${escapeHtml(replay)}</code>.</p></details>`,
  ].join('\n');
}

/** Whether the chosen cases passed what this one fails: neither refuted nor in error. */
function isBeyond({ operations }: OracleData, { operation, dtype }: SmallestData): boolean {
  const judged = operations.find((o) => o.operation === operation && o.dtype === dtype);
  return judged !== undefined && judged.verdict !== 'REFUTED' && judged.errors + judged.faults === 0;
}

/** The cases of one operation that the chosen cases refuted. */
export const smallestHtml = (data: OracleData, operation: string): Html =>
  data.smallest
    .filter((one) => one.operation === operation && !isBeyond(data, one))
    .map(caseHtml)
    .join('\n');

/** Operations that failed only when more cases were drawn. */
export const beyondHtml = (data: OracleData): Html =>
  data.smallest
    .filter((one) => isBeyond(data, one))
    .map(
      (one) =>
        `<article class="broken"><h3>${operationLink(one.operation)}: fails on a case that chance has drawn</h3>${caseHtml(one)}</article>`,
    )
    .join('\n');
