/** Every operation in full: how far its answers lie from the truth, where in time, to which side, and what would have been seen. */
import type { FailedCase, OperationData, OracleData } from '../../oracle/judge/report-data.ts';
import { formatCount, formatNumber, formatScientific } from '../format.ts';
import { escapeHtml, type Html, htmlTable } from '../page/html.ts';
import { anchorOf, digits, indexText, lookOf, settingsText, verdictChip } from './cells.ts';
import { byOperation } from './matrix.ts';
import { powerHtml } from './power-table.ts';
import { ratioText } from './ratio-text.ts';
import { timeChart } from './time-chart.ts';
import { ulpChart } from './ulp-chart.ts';

/** With no more operations than this all of them stand open. */
const FEW = 4;

function chartsHtml(cells: readonly OperationData[]): Html {
  const charts = cells.flatMap(({ ulps, times, dtype, judged }) => [
    ...(judged > 0 && ulps.some((n) => n > 0) ? [ulpChart(ulps, `${dtype}: distance`)] : []),
    ...(times.length > 0 ? [timeChart(times, `${dtype}: error/bound`)] : []),
  ]);
  return charts.length === 0
    ? ''
    : `<div class="charts">${charts.map((chart) => `<div>${chart}</div>`).join('')}</div>`;
}

/** 'undecided' counts what did not become a verdict. */
function casesText({ asked, judged, unsupported, errors, faults }: OperationData): string {
  const rest = [
    ...(unsupported > 0 ? [`${unsupported} unsupported`] : []),
    ...(errors > 0 ? [`${errors} ${errors === 1 ? 'error' : 'errors'}`] : []),
    ...(faults > 0 ? [`${faults} ${faults === 1 ? 'fault' : 'faults'}`] : []),
  ];
  return `${judged} of ${asked}${rest.length > 0 ? ` (${rest.join(', ')})` : ''}`;
}

function worstText({ worst, verdict }: OperationData): string {
  if (!worst || verdict === null) return '–';
  const { part, index, received, expected, bound } = worst;
  return `${part}${indexText(index)} = ${digits(received)}, truth ${digits(expected)} ± ${formatScientific(bound, 2)}`;
}

function factsHtml(cells: readonly OperationData[]): Html {
  const table = htmlTable(
    [
      { header: 'type' },
      { header: 'verdict' },
      { header: 'cases judged' },
      { header: 'error/bound', numeric: true },
      { header: 'bias', numeric: true },
      { header: 'elements', numeric: true },
      { header: 'worst element' },
    ],
    cells.map((cell) => [
      cell.dtype,
      { html: verdictChip(cell) },
      casesText(cell),
      cell.verdict === null ? '–' : ratioText(cell.ratio),
      cell.verdict === null ? '–' : `${formatNumber(cell.bias, 2)}`,
      formatCount(cell.ulps.reduce((a, b) => a + b, 0)),
      worstText(cell),
    ]),
  );
  return `<div class="judged">${table}</div>`;
}

const failedLine = ({ id, status, settings, sizes, ratio, message }: FailedCase): Html => {
  const what =
    status === 'refuted' ? `error/bound ${ratioText(ratio)}` : `${status}: ${message.split('\n')[0]}`;
  return `<li><code>${escapeHtml(id)}</code> ${escapeHtml(what)} <span class="quiet-text">${escapeHtml(settingsText(settings, sizes))}</span></li>`;
};

function failedHtml(cells: readonly OperationData[]): Html {
  const failed = cells.flatMap((cell) => cell.failed);
  if (failed.length === 0) return '';
  return `<details><summary>The first ${failed.length === 1 ? 'case' : `${failed.length} cases`} that did not pass</summary><ul>${failed.map(failedLine).join('\n')}</ul></details>`;
}

function operationHtml(name: string, cells: readonly OperationData[], open: boolean): Html {
  const { formula, summary, revision } = cells[0]!;
  const chips = cells.map((cell) => `<span class="of">${cell.dtype}</span>${verdictChip(cell)}`);
  return [
    `<details class="op"${open ? ' open' : ''}>`,
    `<summary><b>${escapeHtml(name)}</b><span class="chips">${chips.join(' ')}</span></summary>`,
    `<div id="${anchorOf(name)}" class="op-body">`,
    `<p>${escapeHtml(`${summary} (revision ${revision})`)}</p>`,
    `<p class="statement">${formula.split('\n').map(escapeHtml).join('<br>')}</p>`,
    factsHtml(cells),
    chartsHtml(cells),
    powerHtml(cells),
    failedHtml(cells),
    '</div></details>',
  ]
    .filter((html) => html !== '')
    .join('\n');
}

export function operationsHtml(data: OracleData): Html {
  const all = byOperation(data);
  return all
    .map(({ name, cells }) =>
      operationHtml(
        name,
        cells,
        all.length <= FEW || cells.some((cell) => lookOf(cell) === 'bad' || lookOf(cell) === 'open'),
      ),
    )
    .join('\n');
}
