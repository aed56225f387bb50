/** Tables of the page: observed orders, failures, and every run. */

import type { Row } from '../../benchmark/row.ts';
import { formatCount, formatDuration, formatNumber } from '../format.ts';
import { type Cell, escapeHtml, type Html, type HtmlColumn, htmlTable } from '../page/html.ts';
import {
  effortText,
  measured,
  reasonsOf,
  STATUS_WORDS,
  slopeText,
  windowRange,
  windowText,
} from './cells.ts';
import { solverChip } from './key.ts';
import type { Looks } from './plots.ts';
import { metricsOf, type Quantity, quantityOf } from './quantities.ts';
import {
  atFloor,
  dtypeName,
  evaluationFormula,
  type Group,
  isNumber,
  type NumberedRow,
  windowOf,
} from './series.ts';

/** One line for each solver of a group: order in its window, floor, cost, best error. */
export function orderTable(group: Group, looks: Looks): Html {
  const columns: HtmlColumn[] = [
    { header: 'solver' },
    { header: 'NFE', numeric: true },
    { header: 'order seen', numeric: true },
    { header: 'between', numeric: true },
    { header: 'least rmse', numeric: true },
    { header: 'at NFE', numeric: true },
    { header: 'floor', numeric: true },
    { header: 'time there', numeric: true },
  ];
  const rows = group.series.map((series): Cell[] => {
    const window = windowOf(series);
    const arrived = series.rows.filter((row) => row.status === 'ok' && isNumber(row.rmse));
    const best = arrived.length > 0 ? arrived.reduce((a, b) => (b.rmse! < a.rmse! ? b : a)) : null;
    return [
      { html: solverChip(series, looks) },
      evaluationFormula(series) ?? (series.adaptive ? 'by tolerance' : '–'),
      windowText(window) || '–',
      window ? `${series.adaptive ? 'NFE ' : 'N = '}${windowRange(window)}` : '–',
      measured(best?.rmse ?? null),
      best && isNumber(best.nfe) ? formatCount(best.nfe) : '–',
      measured(best?.floor ?? null, 2),
      best && isNumber(best.seconds) ? formatDuration(best.seconds) : '–',
    ];
  });
  return htmlTable(columns, rows).replace('<table>', '<table class="sortable">');
}

/** Every row of a group, with its metrics; the charts refer to them by number. */
export function rowTable(group: Group): Html {
  const metrics = metricsOf(group.series.flatMap(({ rows }) => rows));
  const head = [
    'solver',
    'N or tolerance',
    'NFE',
    'steps',
    'rejected',
    'rmse',
    'max',
    'slope',
    'floor',
    ...metrics,
    'time',
    'IQR',
    'status',
  ].map((name, j) => `<th scope="col"${j > 0 ? ' class="number"' : ''}>${escapeHtml(name)}</th>`);
  const body = group.series.flatMap(({ rows }) => rows.map((row) => rowHtml(row, metrics)));
  return `<div class="scroll"><table class="rows sortable"><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('\n')}</tbody></table></div>`;
}

function rowHtml(row: NumberedRow, metrics: readonly Quantity[]): Html {
  const count = (value: number | null): string => (isNumber(value) ? formatNumber(value, 6) : '–');
  const time = (seconds: number | null): string => (isNumber(seconds) ? formatDuration(seconds) : '–');
  const cells: Cell[] = [
    effortText(row),
    count(row.nfe),
    count(row.accepted),
    count(row.rejected),
    `${measured(row.rmse)}${atFloor(row) ? '*' : ''}`,
    measured(row.max),
    slopeText(row.slope) || '–',
    measured(row.floor, 2),
    ...metrics.map((name) => measured(quantityOf(row, name))),
    time(row.seconds),
    time(row.secondsIqr),
    row.status === 'ok' ? 'ok' : { html: `<span class="bad">${STATUS_WORDS[row.status]}</span>` },
  ];
  const inner = cells.map((cell) => `<td>${typeof cell === 'string' ? escapeHtml(cell) : cell.html}</td>`);
  return `<tr id="r${row.index}"><th scope="row">${escapeHtml(row.solver)}</th>${inner.join('')}</tr>`;
}

/** Runs that did not arrive, by reason; null where all did. */
export function failureTable(rows: readonly Row[]): Html | null {
  const reasons = reasonsOf(rows.filter(({ status }) => status !== 'ok'));
  if (reasons.length === 0) return null;
  const body = reasons.map(({ status, reason, rows: found }): Cell[] => [
    { html: `<span class="bad">${STATUS_WORDS[status]}</span>` },
    reason,
    { html: found.map((row) => escapeHtml(runName(row))).join('<br>') },
  ]);
  return htmlTable([{ header: 'status' }, { header: 'reason' }, { header: 'runs' }], body);
}

function runName(row: Row): string {
  const effort =
    row.steps !== null ? `N = ${row.steps}` : row.tolerance !== null ? `tolerance ${effortText(row)}` : '';
  return [`${row.problem}: ${row.solver}`, effort, dtypeName(row.dtype), row.grid]
    .filter((text) => text !== '')
    .join(', ');
}
