/** The configuration of a run: a JSON file, with the flags over it. */
import { dirname, resolve } from 'node:path';
import { checkConfig } from '../../benchmark/check-config.ts';
import { isRecord, numeric, type PlainRecord } from '../../benchmark/checks.ts';
import type { BenchmarkConfig } from '../../benchmark/config.ts';
import { FlowproofError, show, UsageError } from '../../errors.ts';
import { readJsonFile } from '../json-file.ts';
import { shorten } from '../shorten.ts';
import { fieldModule } from './field-module.ts';
import type { SolversFlags } from './flags.ts';
import { modelProblem } from './model-problem.ts';
import { tableauFile } from './tableau-file.ts';

const MAX_BYTES = 64 * 1024 * 1024;

/** Flags that give a field of the configuration, and how their text is read. */
const FIELDS = {
  problems: 'words',
  name: 'spec',
  target: 'spec',
  schedule: 'spec',
  source: 'spec',
  start: 'spec',
  field: 'path',
  model: 'path',
  solvers: 'words',
  steps: 'numbers',
  tolerances: 'numbers',
  grid: 'words',
  dtype: 'words',
  profile: 'spec',
  control: 'spec',
  maxSteps: 'number',
  noise: 'spec',
  churn: 'number',
  metrics: 'words',
  seed: 'number',
} as const satisfies Partial<Record<keyof SolversFlags, 'words' | 'spec' | 'number' | 'numbers' | 'path'>>;

type Field = keyof typeof FIELDS;

/** What a problem in a flag puts aside of the file. */
const REPLACED: Readonly<Partial<Record<Field, readonly string[]>>> = {
  problems: ['name', 'target', 'schedule', 'source', 'start', 'field', 'model'],
  target: ['name', 'problems', 'source', 'start', 'field', 'model'],
  field: ['name', 'problems', 'target', 'source', 'start', 'model'],
  model: ['name', 'problems', 'target', 'schedule', 'source', 'start', 'field'],
};

/** Throws UsageError naming the flag, or the file and the place in it. */
export function readConfig(flags: SolversFlags): BenchmarkConfig {
  const { config: path } = flags;
  const given = (Object.keys(FIELDS) as Field[]).filter((field) => flags[field] !== undefined);
  const merged: Record<string, unknown> = path === undefined ? {} : { ...withFiles(readJson(path), path) };
  for (const field of given) {
    for (const replaced of REPLACED[field] ?? [`${field}s`]) delete merged[replaced];
  }
  for (const field of given) merged[field] = fromText(field, flags[field]!);
  try {
    return checkConfig(merged);
  } catch (error) {
    if (!(error instanceof FlowproofError)) throw error;
    const { argument, expected, received, wayOut } = error;
    const flagged = path === undefined || given.includes(argument.split(/[.[]/)[0]! as Field);
    throw new UsageError({
      // Of words between commas, what was received says which.
      argument: flagged ? `--${kebab(argument.replace(/\[\d+\]/, ''))}` : `${shorten(path)}: ${argument}`,
      expected,
      received,
      wayOut,
    });
  }
}

/** 'maxSteps' is --max-steps; what stands behind a point is a field of JSON and keeps its name. */
export const kebab = (name: string): string => {
  const [flag, ...fields] = name.split('.');
  return [flag!.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), ...fields].join('.');
};

function readJson(path: string): PlainRecord {
  const value = readJsonFile('--config', path, {
    wayOut: 'schemas/solvers-config.schema.json says what it may hold',
    maxBytes: MAX_BYTES,
  });
  if (isRecord(value)) return value;
  throw new UsageError({
    argument: `--config ${shorten(path)}`,
    expected: 'an object { "target": …, "solvers": […], … }',
    received: show(value),
  });
}

/** Files that a file names lie beside it, wherever the command runs. */
function withFiles(json: PlainRecord, path: string): PlainRecord {
  const module = (at: string, file: unknown): unknown =>
    typeof file === 'string' ? fieldModule(`${shorten(path)}: ${at}`, resolve(dirname(path), file)) : file;
  const model = (file: unknown): unknown =>
    typeof file === 'string' ? modelProblem(resolve(dirname(path), file)) : file;
  const { field, problems, solvers } = json;
  return {
    ...json,
    ...(field !== undefined && { field: module('field', field) }),
    ...(json.model !== undefined && { model: model(json.model) }),
    ...(Array.isArray(solvers) && {
      solvers: solvers.map((solver: unknown, i) =>
        solverOf(`${shorten(path)}: solvers[${i}]`, solver, dirname(path)),
      ),
    }),
    ...(Array.isArray(problems) && {
      problems: problems.map((problem: unknown, i) => {
        if (!isRecord(problem)) return problem;
        const { field: file, model: trained, ...rest } = problem;
        if (trained !== undefined) return { ...(model(trained) as PlainRecord), ...rest };
        if (file === undefined) return problem;
        const loaded = module(`problems[${i}].field`, file);
        return { ...(isRecord(loaded) ? loaded : { url: loaded }), ...rest, kind: 'module' };
      }),
    }),
  };
}

function fromText(field: Field, text: string): unknown {
  if (field === 'model') return modelProblem(text);
  if (FIELDS[field] === 'path') return fieldModule(`--${field}`, resolve(text));
  const value = wordOrJson(field, text);
  if (typeof value !== 'string' || FIELDS[field] === 'spec') return value;
  if (FIELDS[field] === 'number') return numeric(value);
  if (value.trim() === '') return [];
  if (field === 'solvers') return value.split(',').map((word) => solverOf('--solvers', word.trim(), '.'));
  // A comma before a digit belongs to the word, as in beta:0.6,0.6.
  return FIELDS[field] === 'numbers'
    ? value.split(',').map(numeric)
    : value.split(/,(?!\s*[\d.])/).map((word) => word.trim());
}

/** The name of a solver, or the tableau in a file. */
const solverOf = (argument: string, solver: unknown, folder: string): unknown =>
  typeof solver === 'string' && /\.json$/i.test(solver)
    ? tableauFile(argument, resolve(folder, solver))
    : solver;

/** A value that is JSON when it begins like it, and words otherwise. */
function wordOrJson(field: string, text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError({
      argument: `--${field}`,
      expected: 'words or JSON',
      received: (error as Error).message,
      wayOut: `quote it for the shell: --${field} '{ "kind": … }'`,
    });
  }
}
