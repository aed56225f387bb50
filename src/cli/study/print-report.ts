/** The report on a terminal: the laws, the sample quality and the error tables. */
import {
  formatScientific,
  lawHolds,
  localSlope,
  type ReportData,
  type SolverPoint,
  terminalTable,
} from '../../report/index.ts';
import type { Context } from '../context.ts';

export function printReport(context: Context, report: ReportData): void {
  const print = (text: string): unknown => context.stdout.write(`${text}\n`);
  for (const paragraph of report.abstract ?? []) print(`${paragraph}\n`);
  if (report.laws) {
    print('Laws');
    print(
      terminalTable(
        [
          { header: 'law' },
          { header: 'residual', align: 'right' },
          { header: 'bound', align: 'right' },
          { header: 'holds' },
        ],
        report.laws.rows.map((row) => [
          row.law,
          formatScientific(row.residual),
          formatScientific(row.bound),
          lawHolds(row) ? 'yes' : 'NO',
        ]),
      ),
    );
  }
  if (report.quality) {
    print('Sample quality');
    print(
      terminalTable(
        [{ header: 'metric' }, { header: 'samples', align: 'right' }, { header: 'floor', align: 'right' }],
        report.quality.metrics.map((m) => [
          m.name,
          formatScientific(m.value),
          `${formatScientific(m.floor)} ± ${formatScientific(m.floorSpread ?? 0, 2)}`,
        ]),
      ),
    );
  }
  for (const { problem, norm, arithmetics } of report.solverErrors ?? []) {
    print(`Solver error: ${problem}\n${norm}; below each error the local slope`);
    for (const { dtype, solvers } of arithmetics) {
      const steps = solvers[0]!.points.map((p) => p.steps);
      const columns = [
        { header: `${dtype}, N` },
        ...steps.map((n) => ({ header: String(n), align: 'right' as const })),
      ];
      const rows = solvers.flatMap(({ name, points }) => [
        [name, ...points.map((p) => formatScientific(p.error))],
        ['', ...points.map((p, i) => slopeText(points[i - 1], p))],
      ]);
      print(terminalTable(columns, rows));
    }
  }
}

function slopeText(before: SolverPoint | undefined, after: SolverPoint): string {
  const slope = before ? localSlope(before, after) : null;
  return slope === null ? '' : slope.toFixed(2);
}
