/** One problem on the page: error against evaluations, family by family, error against time, tables. */
import { figureSvg } from '../charts/compose.ts';
import { contextPath, contextUse, workPanel } from '../charts/work-precision.ts';
import {
  PANEL_HEIGHT,
  PANEL_WIDTH,
  type WorkDomain,
  type WorkPanel,
} from '../charts/work-precision-geometry.ts';
import { escapeHtml, type Html } from '../page/html.ts';
import type { Numbering } from '../page/numbering.ts';
import { byArithmetic } from './budgets.ts';
import { FAMILIES } from './families.ts';
import { gridTables } from './grid-table.ts';
import { domainOf, floorOf, groupPanel, type Looks, type Plot, plottedSeries, READABLE } from './plots.ts';
import { metricsOf, quantityName } from './quantities.ts';
import { type Group, groupName, type NumberedRow, type Series } from './series.ts';
import { orderTable, rowTable } from './tables.ts';

/** `groups`: for the charts; `tables`: the same runs, each once. `id`: unique on the page. */
export function problemHtml(
  numbering: Numbering,
  groups: readonly Group[],
  tables: readonly Group[],
  looks: Looks,
  id: string,
): Html {
  const errors: Plot = { work: 'evaluations', quantity: 'rmse', looks };
  const clock: Plot = { ...errors, work: 'seconds' };
  const domain = domainOf(groups, errors);
  const crowded = groups.some(({ series }) => series.length > READABLE);
  const timed = groups.some((group) => plottedSeries(group.series, clock).length > 0);
  const parts = [
    numbering.figure(
      panels(groups, errors),
      'Error against evaluations',
      crowded
        ? 'Thick: the best of each family; thin: its members; broad and pale, with names in its corner: what no solver beats. Shaded: the floor, below which rounding and the error of the truth decide.'
        : 'A method of order p falls along a line of slope −p; each triangle has the slope that its number says. Grey beside a line: the 95 % confidence band of its slope. Shaded: the floor, below which rounding and the error of the truth decide.',
    ),
    ...gridTables(numbering, tables, looks),
    ...firstGrids(groups).map((group, g) => {
      const figure = familiesHtml(numbering, group, errors, domain, `${id}-${g}`);
      return g === 0 || figure === '' ? figure : folded(`Family by family: ${groupName(group)}`, figure);
    }),
    ...(timed
      ? [
          numbering.figure(
            panels(groups, clock),
            'Error against wall clock',
            'Medians of repeated runs; the pale bar through a point is their interquartile range, where it is wide enough to see. The time of another machine is another figure.',
          ),
        ]
      : []),
    ...metricsOf(groups.flatMap(rowsOf)).map((quantity) =>
      numbering.figure(
        panels(groups, { ...errors, quantity }),
        `${capital(quantityName(quantity))} against evaluations`,
        groups.some(({ series }) => floorOf(series, quantity) !== null)
          ? 'Shaded: the floor, what two samples of the target of the same size are apart. Below it nothing can be told.'
          : '',
      ),
    ),
    ...tables.map((group) =>
      numbering.table(
        orderTable(group, looks),
        `Orders: ${groupName(group)}`,
        'The slope of log error against log N (log NFE for tolerances) by least squares over the finest runs above the floor, as far back as their local slopes agree, with its 95 % confidence interval.',
      ),
    ),
    ...tables.map((group) => folded(`All runs: ${groupName(group)}`, rowTable(group))),
  ];
  return parts.join('\n');
}

const rowsOf = ({ series }: Group): NumberedRow[] => series.flatMap(({ rows }) => rows);

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The groups on the first grid of each arithmetic: on the others, the lines of the families look much alike. */
const firstGrids = (groups: readonly Group[]): Group[] => byArithmetic(groups).map(([first]) => first!);

const folded = (title: string, html: Html): Html =>
  `<details><summary>${escapeHtml(title)}</summary>${html}</details>`;

function panelHtml(panel: WorkPanel): Html {
  const title = `${panel.title}: error against ${panel.work}`;
  return `<div>${figureSvg({ width: PANEL_WIDTH, height: PANEL_HEIGHT, title }, workPanel(panel))}</div>`;
}

function panels(groups: readonly Group[], plot: Plot): Html {
  const domain = domainOf(groups, plot);
  const drawn = groups.map((group) =>
    panelHtml(groupPanel(group, plot, { domain, title: groupName(group) })),
  );
  return `<div class="panels">${drawn.join('')}</div>`;
}

/** Panels in which every line has its name, the others pale behind them; none where one panel can name all. */
function familiesHtml(numbering: Numbering, group: Group, plot: Plot, domain: WorkDomain, id: string): Html {
  const all = plottedSeries(group.series, plot);
  if (all.length <= READABLE) return '';
  const shared = `<svg class="shared" width="0" height="0" aria-hidden="true"><defs>${contextPath(all, domain, id)}</defs></svg>`;
  const drawn = packed(group.series).flatMap((members) => {
    const series = plottedSeries(members, plot);
    if (series.length === 0) return [];
    const panel = groupPanel({ ...group, series: members }, plot, {
      domain,
      title: [...new Set(members.map(({ family }) => FAMILIES[family]!.name))].join(' · '),
    });
    return [panelHtml({ ...panel, context: contextUse(id) })];
  });
  return numbering.figure(
    `${shared}<div class="panels">${drawn.join('')}</div>`,
    `Family by family: ${groupName(group)}`,
    'Each solver by name, all others pale behind it. Each triangle has the slope that its number says; grey beside a line: the 95 % confidence band of its slope.',
  );
}

/** Families in their order, as many together as one panel can name; a family that is too large by itself is cut. */
function packed(series: readonly Series[]): Series[][] {
  const packs: Series[][] = [];
  for (const family of FAMILIES.keys()) {
    const members = series.filter((one) => one.family === family);
    const last = packs.at(-1);
    if (last && last.length + members.length <= READABLE) last.push(...members);
    else for (let i = 0; i < members.length; i += READABLE) packs.push(members.slice(i, i + READABLE));
  }
  return packs;
}
