/** All panels of a result as one SVG file: a row for each problem, a column for each arithmetic and grid. */
import type { Row } from '../../benchmark/row.ts';
import { figureSvg, label } from '../charts/compose.ts';
import { workPanel } from '../charts/work-precision.ts';
import { PANEL_HEIGHT, PANEL_WIDTH } from '../charts/work-precision-geometry.ts';
import { domainOf, groupPanel, looksOf, type Work } from './plots.ts';
import { byProblem, chartGroups, groupName } from './series.ts';

/**
 * The figure, error against evaluations or against wall clock, readable by itself.
 *
 * @example
 * ```ts
 * import { solversSvg } from 'flowproof/node';
 *
 * console.log(solversSvg([], { against: 'seconds' }).startsWith('<svg')); // true
 * ```
 */
export function solversSvg(
  rows: readonly Row[],
  { against = 'evaluations' }: { readonly against?: Work } = {},
): string {
  const plot = { work: against, quantity: 'rmse', looks: looksOf(rows) };
  const problems = byProblem(chartGroups(rows));
  const columns = Math.max(1, ...problems.map(({ groups }) => groups.length));
  const size = { width: columns * PANEL_WIDTH, height: Math.max(1, problems.length) * PANEL_HEIGHT };
  const title = `Error against ${against === 'seconds' ? 'wall clock' : 'evaluations'}`;
  const content = problems.flatMap(({ problem, groups }, row) => {
    const domain = domainOf(groups, plot);
    return groups.map((group, column) => {
      const name = `${problem} · ${groupName(group)}`;
      const panel = workPanel(groupPanel(group, plot, { domain, title: name }));
      return `<g transform="translate(${column * PANEL_WIDTH},${row * PANEL_HEIGHT})">${panel}</g>`;
    });
  });
  const empty = label(size.width / 2, size.height / 2, 'no runs');
  return figureSvg({ ...size, title }, content.length > 0 ? content.join('\n') : empty);
}
