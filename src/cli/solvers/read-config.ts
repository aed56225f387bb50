/** The configuration of a run: a JSON file, with the flags over it. */
import { checkConfig } from '../../benchmark/check-config.ts';
import type { BenchmarkConfig } from '../../benchmark/config.ts';
import { type ArgumentError, FlowproofError, show, UsageError } from '../../errors.ts';
import { readBytes } from '../../io/files.ts';
import type { SolversFlags } from './flags.ts';
import { shorten } from './shorten.ts';

const MAX_BYTES = 64 * 1024 * 1024;

/** Flags that give a field of the configuration, and how its text is read. */
const FIELDS = {
  problems: 'list',
  target: 'spec',
  schedule: 'spec',
  source: 'spec',
  start: 'spec',
  solvers: 'list',
  steps: 'numbers',
  tolerances: 'numbers',
  grid: 'list',
  dtype: 'list',
} as const satisfies Partial<Record<keyof SolversFlags, 'list' | 'spec' | 'numbers'>>;

type Field = keyof typeof FIELDS;

/** Throws UsageError naming the flag, or the file and the place in it. */
export function readConfig(flags: SolversFlags): BenchmarkConfig {
  const fromFile = flags.config === undefined ? {} : readJson(flags.config);
  const given = (Object.keys(FIELDS) as Field[]).filter((field) => flags[field] !== undefined);
  const merged: Record<string, unknown> = { ...fromFile };
  for (const field of given) {
    // One name for one thing and several: a flag replaces both.
    delete merged[`${field}s`];
    merged[field] = FIELDS[field] === 'spec' ? json(field, flags[field]!) : items(field, flags[field]!);
  }
  try {
    return checkConfig(merged);
  } catch (error) {
    if (!(error instanceof FlowproofError)) throw error;
    const top = error.argument.split(/[.[]/)[0]!;
    const flagged = given.includes(top as Field);
    const { expected, received, wayOut } = error as ArgumentError;
    throw new UsageError({
      argument:
        flagged || flags.config === undefined
          ? `--${error.argument}`
          : `${shorten(flags.config)}: ${error.argument}`,
      expected,
      received,
      wayOut,
    });
  }
}

function readJson(path: string): Record<string, unknown> {
  const text = new TextDecoder().decode(readBytes(path, { maxBytes: MAX_BYTES }));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError({
      argument: `--config ${shorten(path)}`,
      expected: 'JSON',
      received: (error as Error).message,
      wayOut: 'see schemas/solvers-config.schema.json',
    });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError({
      argument: `--config ${shorten(path)}`,
      expected: 'an object { "target": …, "solvers": […], … }',
      received: show(value),
    });
  }
  return value as Record<string, unknown>;
}

/** A value that is JSON when it begins like it, and a word otherwise. */
function json(field: string, text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError({
      argument: `--${field}`,
      expected: 'a word or JSON',
      received: (error as Error).message,
      wayOut: `quote it for the shell: --${field} '{ "kind": … }'`,
    });
  }
}

/** Words between commas, numbers where they are such; or JSON. */
function items(field: Field, text: string): unknown {
  const value = json(field, text);
  if (typeof value !== 'string') return value;
  if (value === '') return [];
  const words = value.split(',').map((word) => word.trim());
  return FIELDS[field] === 'numbers' ? words.map((word) => number(word)) : words;
}

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** What is no number stays a word, which the check of the configuration then names. */
const number = (word: string): unknown => (DECIMAL.test(word) ? Number(word) : word);
