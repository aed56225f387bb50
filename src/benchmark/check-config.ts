/** A configuration out of plain JSON: every field checked, the rest by default, and nothing that is not known. */
import { checkCount, checkNumber } from '../array/float-array.ts';
import { ArgumentError, show } from '../errors.ts';
import type { StartSpec } from '../problems/problem.ts';
import type { ScheduleSpec } from '../schedules/schedule.ts';
import type { Tableau } from '../solvers/tableau.ts';
import type { TargetSpec } from '../targets/target.ts';
import { anchor } from './anchor.ts';
import { type BenchmarkConfig, type BenchmarkProblem, DTYPES, type SolverChoice } from './config.ts';
import { defaultConfig } from './default-config.ts';
import type { GridSpec } from './grids.ts';
import { problemOf } from './problem-of.ts';
import type { RowDtype } from './row.ts';
import { solverNamed } from './solver-table.ts';

type Record_ = Readonly<Record<string, unknown>>;

const KEYS = [
  'problems',
  'target',
  'schedule',
  'source',
  'start',
  'solvers',
  'steps',
  'tolerances',
  'grid',
  'grids',
  'dtype',
  'dtypes',
];

/** Most entries of a list, and most cells: a slip of the pen shall not run for years. */
const LONGEST = 1000;

function refuse(argument: string, expected: string, received: unknown, wayOut?: string): never {
  throw new ArgumentError({ argument, expected, received: show(received), ...(wayOut && { wayOut }) });
}

export const isRecord = (value: unknown): value is Record_ =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The configuration that `json` describes; throws ArgumentError naming the place, such as `steps[2]`. */
export function checkConfig(json: unknown): BenchmarkConfig {
  if (!isRecord(json)) refuse('configuration', 'an object { "target": …, "solvers": […], … }', json);
  for (const key of Object.keys(json)) {
    if (!KEYS.includes(key)) refuse(key, `one of the fields ${KEYS.join(', ')}`, `a field ${show(key)}`);
  }
  oneOf(json, 'grid', 'grids');
  oneOf(json, 'dtype', 'dtypes');
  return {
    problems: problemsOf(json),
    solvers: list(json, 'solvers', defaultConfig.solvers, solver),
    steps: list(
      json,
      'steps',
      defaultConfig.steps,
      (at, value) => checkCount(at, value as number, 1, 1e7),
      true,
    ),
    tolerances: list(json, 'tolerances', defaultConfig.tolerances, tolerance, true),
    grids: list(json, json.grids === undefined ? 'grid' : 'grids', defaultConfig.grids, grid),
    dtypes: list(json, json.dtypes === undefined ? 'dtype' : 'dtypes', defaultConfig.dtypes, dtype),
  };
}

function oneOf(json: Record_, one: string, other: string): void {
  if (json[one] !== undefined && json[other] !== undefined)
    refuse(one, `no ${other} beside it`, 'both', 'leave one out');
}

/** A list without repetitions; one value stands for a list of one. */
function list<T>(
  json: Record_,
  key: string,
  standard: readonly T[],
  check: (at: string, value: unknown) => T,
  mayBeEmpty = false,
): readonly T[] {
  const given = json[key];
  if (given === undefined) return standard;
  const values = Array.isArray(given) ? given : [given];
  if (values.length === 0 && !mayBeEmpty) refuse(key, 'at least one', '[]', 'leave it out for the default');
  if (values.length > LONGEST) refuse(key, `at most ${LONGEST} of them`, `${values.length}`);
  const checked = values.map((value, i) => check(Array.isArray(given) ? `${key}[${i}]` : key, value));
  const texts = checked.map((value) => JSON.stringify(value));
  const twice = texts.findIndex((text, i) => texts.indexOf(text) < i);
  if (twice >= 0) refuse(`${key}[${twice}]`, 'each of them once', values[twice]);
  return checked;
}

const tolerance = (at: string, value: unknown): number => checkNumber(at, value as number, 1e-16, 1);

function solver(at: string, value: unknown): SolverChoice {
  if (isRecord(value)) return value as unknown as Tableau;
  if (typeof value !== 'string') refuse(at, 'the name of a solver, or a tableau', value);
  try {
    return solverNamed(value).name;
  } catch (error) {
    const { expected, wayOut } = error as ArgumentError;
    refuse(at, expected, value, wayOut);
  }
}

function dtype(at: string, value: unknown): RowDtype {
  const found = DTYPES.find((one) => one === value);
  return found ?? refuse(at, `one of ${DTYPES.join(', ')}`, value);
}

function grid(at: string, value: unknown): GridSpec {
  const spec = shorthand(value);
  if (!isRecord(spec) || spec.kind !== 'uniform') refuse(at, 'a grid such as { "kind": "uniform" }', value);
  return spec as unknown as GridSpec;
}

/** `'shift:3'` for `{ kind: 'shift', … }` where the kind alone says it all. */
function shorthand(value: unknown): unknown {
  return typeof value === 'string' ? { kind: value } : value;
}

const FLOW = ['target', 'schedule', 'source', 'start'];

function problemsOf(json: Record_): readonly BenchmarkProblem[] {
  const parts = FLOW.filter((key) => json[key] !== undefined);
  if (json.problems !== undefined) {
    if (parts.length > 0) refuse(parts[0]!, 'no problems beside it', 'both', 'leave one out');
    return list(json, 'problems', defaultConfig.problems, problem);
  }
  if (parts.length === 0) return defaultConfig.problems;
  if (json.target === undefined)
    refuse('target', 'the target of the flow', 'none', 'leave out its schedule and start, too');
  const {
    target,
    schedule = { kind: 'cond-ot' },
    source,
    start = { kind: 'normal-quantiles', count: 200 },
  } = json;
  const spec: BenchmarkProblem = {
    kind: 'flow',
    target: target as TargetSpec,
    schedule: shorthand(schedule) as ScheduleSpec,
    ...(source !== undefined && { source: source as { mean: number[] } }),
    start: start as StartSpec,
  };
  problemOf(spec);
  return [spec];
}

function problem(at: string, value: unknown): BenchmarkProblem {
  if (value === 'anchor') return anchor;
  if (!isRecord(value)) refuse(at, 'the name of a problem, or { "kind": "flow", … }', value);
  const spec = value as unknown as BenchmarkProblem;
  problemOf(spec);
  return spec;
}
