/** What grids do to errors: for each solver the geometric mean of rmse(grid) / rmse(first grid) over the step counts of both. */
import { exp, log } from '../../math/index.ts';
import { formatNumber } from '../format.ts';
import { type Cell, escapeHtml, type Html, htmlTable } from '../page/html.ts';
import type { Numbering } from '../page/numbering.ts';
import { byArithmetic } from './budgets.ts';
import { solverChip } from './key.ts';
import type { Looks } from './plots.ts';
import { atFloor, dtypeName, type Group, isAdaptive, isNumber, type Series } from './series.ts';

/** Below 1 the other grid is the better one; null where no step count compares, floors apart. */
export function gridFactor(first: Series, other: Series): number | null {
  const ratios = other.rows.flatMap((row) => {
    const beside = first.rows.find(({ steps }) => steps !== null && steps === row.steps);
    if (!beside || atFloor(row) || atFloor(beside) || !isNumber(row.rmse) || !isNumber(beside.rmse))
      return [];
    return row.rmse > 0 && beside.rmse > 0 ? [log(row.rmse) - log(beside.rmse)] : [];
  });
  return ratios.length > 0 ? exp(ratios.reduce((a, b) => a + b) / ratios.length) : null;
}

/** One table for each arithmetic that ran on more than one grid; the groups are those of one problem. */
export function gridTables(numbering: Numbering, groups: readonly Group[], looks: Looks): Html[] {
  const fixed = groups.filter((group) => !isAdaptive(group));
  return byArithmetic(fixed).flatMap((same) => {
    const [first, ...others] = same;
    if (!first || others.length === 0) return [];
    const rows = first.series.flatMap((series): Cell[][] => {
      const factors = others.map((group) => {
        const other = group.series.find(({ solver }) => solver === series.solver);
        return other ? gridFactor(series, other) : null;
      });
      if (!factors.some(isNumber)) return [];
      const best = Math.min(1, ...factors.filter(isNumber));
      const cell = (factor: number | null): Cell => {
        if (factor === null) return '–';
        const text = `${formatNumber(factor, 2)} ×`;
        return factor === best ? { html: `<b>${escapeHtml(text)}</b>` } : text;
      };
      return [[{ html: solverChip(series, looks) }, cell(1), ...factors.map(cell)]];
    });
    const columns = same.map(({ grid }) => ({ header: grid, numeric: true }));
    const table = htmlTable([{ header: 'solver' }, ...columns], rows);
    return [
      numbering.table(
        table.replace('<table>', '<table class="sortable">'),
        `Grids: ${dtypeName(first.dtype)}`,
        `The error on each grid as a multiple of that on the first one, ${first.grid}: the geometric mean over all step counts, runs at the floor left out. Bold: the best of a solver.`,
      ),
    ];
  });
}
