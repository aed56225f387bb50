/** Rows of a benchmark in the groups that tables and charts show: problem × arithmetic × grid, and in each one series for each solver. */
import type { Row, RowDtype, SlopeWindow } from '../../benchmark/row.ts';
import { familyOf } from './families.ts';

/** A row and its place in the result, by which charts refer to tables. */
export interface NumberedRow extends Row {
  readonly index: number;
}

/** The runs of one solver that differ in their step count or tolerance alone, from coarse to fine. */
export interface Series {
  readonly solver: string;
  /** Index into FAMILIES. */
  readonly family: number;
  /** Runs with tolerances, which choose a grid of their own. */
  readonly adaptive: boolean;
  readonly rows: readonly NumberedRow[];
}

export interface Group {
  readonly problem: string;
  readonly dtype: RowDtype;
  readonly grid: string;
  readonly series: readonly Series[];
}

/** A number that is there and finite. */
export const isNumber = (value: number | null | undefined): value is number =>
  typeof value === 'number' && Number.isFinite(value);

/** The groups in the order in which they first appear, adaptive runs as groups of their own. */
export function groupRows(rows: readonly Row[]): Group[] {
  const groups = new Map<string, { row: Row; series: Map<string, NumberedRow[]> }>();
  for (const [index, row] of rows.entries()) {
    const adaptive = row.tolerance !== null;
    const key = JSON.stringify([row.problem, row.dtype, adaptive || row.grid]);
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { row, series: new Map() }));
    const numbered = group.series.get(row.solver);
    if (numbered) numbered.push({ ...row, index });
    else group.series.set(row.solver, [{ ...row, index }]);
  }
  return [...groups.values()].map(({ row, series }) => ({
    problem: row.problem,
    dtype: row.dtype,
    grid: row.grid,
    series: [...series].map(([solver, numbered]) => ({
      solver,
      family: familyOf(numbered[0]!),
      adaptive: numbered[0]!.tolerance !== null,
      rows: numbered.sort(coarseFirst),
    })),
  }));
}

/** Whether the runs of a group have tolerances. */
export const isAdaptive = ({ series }: Group): boolean => series[0]!.adaptive;

/**
 * Groups for charts: the adaptive runs of a problem and arithmetic stand beside those on each of its grids, as both pay in
 * evaluations; alone where there is no grid.
 */
export function chartGroups(rows: readonly Row[]): Group[] {
  const groups = groupRows(rows);
  const same = (a: Group, b: Group): boolean => a.problem === b.problem && a.dtype === b.dtype;
  const merged = groups
    .filter((group) => !isAdaptive(group))
    .map((group) => {
      const beside = groups.filter((other) => isAdaptive(other) && same(other, group));
      return { ...group, series: [...group.series, ...beside.flatMap(({ series }) => series)] };
    });
  const alone = groups.filter((group) => isAdaptive(group) && !merged.some((other) => same(other, group)));
  return [...merged, ...alone];
}

function coarseFirst(a: Row, b: Row): number {
  return (a.steps ?? 0) - (b.steps ?? 0) || (b.tolerance ?? 0) - (a.tolerance ?? 0);
}

/** Groups of one problem, in order. */
export function byProblem(groups: readonly Group[]): { problem: string; groups: Group[] }[] {
  const problems = [...new Set(groups.map(({ problem }) => problem))];
  return problems.map((problem) => ({ problem, groups: groups.filter((g) => g.problem === problem) }));
}

/** 'float64, uniform grid'. */
export function groupName({ dtype, grid }: Pick<Group, 'dtype' | 'grid'>): string {
  return `${dtypeName(dtype)}, ${grid === 'adaptive' ? 'adaptive steps' : `${grid} grid`}`;
}

export function dtypeName(dtype: RowDtype): string {
  return dtype === 'float32-compensated' ? 'float32, compensated' : dtype;
}

/** The window of a series, which all its rows share. */
export function windowOf({ rows }: Series): SlopeWindow | null {
  return rows.find(({ slopeWindow }) => slopeWindow !== null)?.slopeWindow ?? null;
}

/** Rounding or the radius of the truth makes up half or more of the mean square: rmse² ≤ 2 floor². */
export function atFloor({ rmse, floor }: Pick<Row, 'rmse' | 'floor'>): boolean {
  return isNumber(rmse) && isNumber(floor) && rmse <= Math.SQRT2 * floor;
}

/**
 * NFE of a fixed-step series in the number of steps: '4 N', 'N + 6', '2 N − 1' where a line with integers fits every row, else the range
 * of what a step took, '11–14.5 N'; null for tolerances.
 */
export function evaluationFormula({ rows, adaptive }: Series): string | null {
  const points = rows.flatMap(({ steps, nfe }) => (isNumber(steps) && isNumber(nfe) ? [{ steps, nfe }] : []));
  const [first] = points;
  const last = points.at(-1);
  if (adaptive || !first || !last) return null;
  const perStep =
    first.steps === last.steps
      ? first.nfe / first.steps
      : (last.nfe - first.nfe) / (last.steps - first.steps);
  const offset = first.nfe - perStep * first.steps;
  const fits = points.every(({ steps, nfe }) => perStep * steps + offset === nfe);
  if (!fits || !Number.isInteger(perStep) || !Number.isInteger(offset) || perStep < 1) {
    return evaluationRange(points);
  }
  const sign = offset === 0 ? '' : ` ${offset > 0 ? '+' : '−'} ${Math.abs(offset)}`;
  return `${perStep === 1 ? '' : `${perStep} `}N${sign}`;
}

function evaluationRange(points: readonly { steps: number; nfe: number }[]): string {
  const perStep = points.map(({ steps, nfe }) => Number((nfe / steps).toFixed(1)));
  const least = perStep.reduce((a, b) => Math.min(a, b));
  const most = perStep.reduce((a, b) => Math.max(a, b));
  return `${least === most ? least : `${least}–${most}`} N`;
}
