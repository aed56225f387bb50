/** The table of winners: problems by budgets of evaluations. */
import { formatCount } from '../format.ts';
import { type Cell, escapeHtml, type Html, htmlTable } from '../page/html.ts';
import type { Numbering } from '../page/numbering.ts';
import { BUDGETS, byArithmetic, winnerAt } from './budgets.ts';
import { measured } from './cells.ts';
import { solverChip } from './key.ts';
import type { Looks } from './plots.ts';
import { dtypeName, type Group } from './series.ts';

/** Null where no run was within any budget. */
export function budgetTable(numbering: Numbering, groups: readonly Group[], looks: Looks): Html | null {
  const budgets = BUDGETS.filter((budget) => winnerAt(groups, budget) !== null);
  if (budgets.length === 0) return null;
  const grids = new Set(groups.map(({ grid }) => grid)).size;
  const rows = byArithmetic(groups).map((same): Cell[] => [
    {
      html: `${escapeHtml(same[0]!.problem)}<span class="aside">${escapeHtml(dtypeName(same[0]!.dtype))}</span>`,
    },
    ...budgets.map((budget): Cell => {
      const winner = winnerAt(same, budget);
      if (!winner) return '–';
      const grid = grids > 1 ? `<span class="aside">${escapeHtml(winner.row.grid)}</span>` : '';
      return {
        html: `${solverChip(winner.series, looks)}<span class="aside">${measured(winner.row.rmse, 2)}</span>${grid}`,
      };
    }),
  ]);
  const columns = [
    { header: 'problem' },
    ...budgets.map((budget, i) => ({ header: `${i === 0 ? 'NFE ' : ''}≤ ${formatCount(budget)}` })),
  ];
  return numbering.table(
    htmlTable(columns, rows),
    'The least error within a budget of evaluations',
    `For each problem and arithmetic the solver${grids > 1 ? ', and its grid,' : ''} with the least root mean square error at t = 1 among all runs that evaluated the field at most so many times.`,
  );
}
