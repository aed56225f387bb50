/** A configuration out of plain JSON: every field checked, the rest by default, and nothing that is not known. */
import { checkNames } from '../array/check-names.ts';
import { checkCount, checkNumber } from '../array/float-array.ts';
import { type NoiseKind, type NoiseSpec, noiseSchedule } from '../diffusion/index.ts';
import type { ArgumentError } from '../errors.ts';
import { condOT } from '../schedules/index.ts';
import { type ProfileName, profiles } from '../solvers/adaptive/profile.ts';
import { type GridSpec, gridSpec } from '../solvers/grids/grid-spec.ts';
import { cellsOf } from './cells.ts';
import { checkProblem, problemOfFields } from './check-problems.ts';
import { checkTableau } from './check-tableau.ts';
import { isRecord, numeric, type PlainRecord, refuse, shorthand } from './checks.ts';
import { type BenchmarkConfig, DTYPES, type SolverChoice } from './config.ts';
import { defaultConfig } from './default-config.ts';
import { METRICS, type MetricName } from './metric-names.ts';
import type { RowDtype } from './row.ts';
import { solverNamed } from './solver-table.ts';

const FIELDS = [
  '$schema',
  'problems',
  'name',
  'target',
  'schedule',
  'source',
  'start',
  'field',
  'model',
  'solvers',
  'steps',
  'tolerances',
  'grid',
  'grids',
  'dtype',
  'dtypes',
  'profile',
  'control',
  'maxSteps',
  'noise',
  'churn',
  'metrics',
  'seed',
];

/** Entries of a list at most: a slip of the pen shall not run for years. */
const LONGEST = 1000;

/** The configuration that `json` describes; throws ArgumentError naming the place, such as `steps[2]`. */
export function checkConfig(json: unknown): BenchmarkConfig {
  if (!isRecord(json)) refuse('configuration', 'an object { "target": …, "solvers": […], … }', json);
  checkNames('', json, FIELDS);
  const problem = problemOfFields(json);
  const config: BenchmarkConfig = {
    problems: problem ? [problem] : list(json, 'problems', defaultConfig.problems, checkProblem),
    solvers: list(json, 'solvers', defaultConfig.solvers, solver),
    steps: list(json, 'steps', defaultConfig.steps, stepCount, true),
    tolerances: list(json, 'tolerances', defaultConfig.tolerances, tolerance, true),
    grids: list(json, one(json, 'grid'), defaultConfig.grids, grid),
    dtypes: list(json, one(json, 'dtype'), defaultConfig.dtypes, dtype),
    profile: word(json, 'profile', Object.keys(profiles) as ProfileName[], defaultConfig.profile),
    control: word(json, 'control', ['batch', 'sample'] as const, defaultConfig.control),
    maxSteps: json.maxSteps === undefined ? defaultConfig.maxSteps : stepCount('maxSteps', json.maxSteps),
    noise: noise(json.noise),
    churn: checkNumber('churn', (json.churn ?? defaultConfig.churn) as number, 0),
    metrics: list(json, 'metrics', defaultConfig.metrics, metric, true),
    seed: checkCount('seed', (json.seed ?? defaultConfig.seed) as number),
  };
  if (cellsOf(config).length === 0) {
    refuse('steps', 'a step count, or a tolerance that one of the solvers takes', config.steps);
  }
  if (
    json.steps !== undefined &&
    config.steps.length > 0 &&
    config.grids.every(({ kind }) => kind === 'times')
  ) {
    const wayOut = 'leave steps out or empty, or name a grid that has any number of them';
    refuse('steps', 'none beside a grid of times, which are as many as they are', json.steps, wayOut);
  }
  return config;
}

/** The name that is used of a field with two. */
function one(json: PlainRecord, key: string): string {
  const plural = `${key}s`;
  if (json[plural] === undefined) return key;
  if (json[key] !== undefined) refuse(key, `no ${plural} beside it`, 'both', 'leave one out');
  return plural;
}

/** A list without repetitions; one value stands for a list of one. */
function list<T>(
  json: PlainRecord,
  key: string,
  standard: readonly T[],
  check: (at: string, value: unknown) => T,
  mayBeEmpty = false,
): readonly T[] {
  const given = json[key];
  if (given === undefined) return standard;
  const values: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (values.length === 0 && !mayBeEmpty) refuse(key, 'at least one', given, 'leave it out for the default');
  if (values.length > LONGEST) refuse(key, `at most ${LONGEST} of them`, values.length);
  const checked = values.map((value, i) => check(Array.isArray(given) ? `${key}[${i}]` : key, value));
  const texts = checked.map((value) => JSON.stringify(value));
  const twice = texts.findIndex((text, i) => texts.indexOf(text) < i);
  if (twice >= 0) refuse(`${key}[${twice}]`, 'each of them once', values[twice], 'leave one out');
  return checked;
}

function word<W extends string>(json: PlainRecord, key: string, words: readonly W[], standard: W): W {
  const given = json[key];
  if (given === undefined) return standard;
  return words.find((known) => known === given) ?? refuse(key, `one of ${words.join(', ')}`, given);
}

const stepCount = (at: string, value: unknown): number => checkCount(at, value as number, 1, 1e8);

const tolerance = (at: string, value: unknown): number => checkNumber(at, value as number, 1e-16, 1);

function solver(at: string, value: unknown): SolverChoice {
  if (isRecord(value)) return checkTableau(at, value);
  if (typeof value !== 'string') refuse(at, 'the name of a solver, or a tableau', value);
  try {
    return solverNamed(value).name;
  } catch (error) {
    const { expected, wayOut } = error as ArgumentError;
    refuse(at, expected, value, wayOut);
  }
}

function dtype(at: string, value: unknown): RowDtype {
  return DTYPES.find((known) => known === value) ?? refuse(at, `one of ${DTYPES.join(', ')}`, value);
}

function metric(at: string, value: unknown): MetricName {
  return METRICS.find((known) => known === value) ?? refuse(at, `one of ${METRICS.join(', ')}`, value);
}

/** Checked on a schedule that is there, as what it says does not depend on which. */
function noise(value: unknown): NoiseSpec {
  if (value === undefined) return defaultConfig.noise;
  const spec = shorthand(value, NOISE_WORDS);
  if (!isRecord(spec) || typeof spec.kind !== 'string' || !Object.hasOwn(NOISE_WORDS, spec.kind)) {
    const kinds = Object.keys(NOISE_WORDS).join(', ');
    refuse(
      'noise',
      `${kinds}, or one of them with its strength such as sigma:0.5`,
      value,
      constantNoise(value),
    );
  }
  checkNames('noise', spec, ['kind', 'strength']);
  noiseSchedule(spec as unknown as NoiseSpec, condOT);
  return spec as unknown as NoiseSpec;
}

/** For a number, which is w itself elsewhere: how to say it by ½w². */
function constantNoise(value: unknown): string | undefined {
  const w = typeof value === 'string' ? numeric(value) : value;
  return typeof w === 'number' && w >= 0 && w < 1e6
    ? `w(t) = ${w} is constant:${Number(((w * w) / 2).toPrecision(12))}`
    : undefined;
}

const STRENGTH = ['strength'];
const NOISE_WORDS: Readonly<Record<NoiseKind, readonly string[]>> = {
  none: STRENGTH,
  constant: STRENGTH,
  sigma: STRENGTH,
  'sigma-squared': STRENGTH,
  'sin-squared': STRENGTH,
  'pole-free': STRENGTH,
  ddpm: STRENGTH,
};

/** What the numbers of a grid in one word are, as in 'shift:3' or 'beta:0.5,0.7'. */
const GRID_WORDS = {
  'log-snr': ['sigmaMin', 'sigmaMax'],
  edm: ['rho', 'sigmaMin', 'sigmaMax'],
  shift: ['shift'],
  sway: ['s'],
  beta: ['alpha', 'beta'],
};

const grid = (at: string, value: unknown): GridSpec => gridSpec(shorthand(value, GRID_WORDS), at);
