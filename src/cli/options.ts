/**
 * Option values: strict parsers that name the option, and the options which all commands share.
 *
 * A number is what JSON or a C programmer would call one: `10`, `-2`, `0.5`, `1e-3`. Hexadecimal, blanks, NaN and
 * infinities are refused, where Number() would take ' ', '0x10' and 'Infinity'.
 */
import { Option } from 'commander';
import { show, UsageError } from '../errors.ts';

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

export interface Range {
  readonly min?: number;
  readonly max?: number;
}

function rangeText({ min = -Infinity, max = Infinity }: Range): string {
  if (min === -Infinity && max === Infinity) return '';
  return ` in ${min === -Infinity ? '(-∞' : `[${min}`}, ${max === Infinity ? '∞)' : `${max}]`}`;
}

function inRange(value: number, { min = -Infinity, max = Infinity }: Range): boolean {
  return value >= min && value <= max;
}

function refuse(argument: string, expected: string, received: string, wayOut: string): never {
  throw new UsageError({ argument, expected, received: show(received), wayOut });
}

/** The integer that `text` spells, in [min, max]; `flag` names the option in the error. */
export function parseInteger(flag: string, text: string, range: Range = {}): number {
  const value = DECIMAL.test(text) ? Number(text) : Number.NaN;
  if (!(Number.isSafeInteger(value) && inRange(value, range))) {
    refuse(
      flag,
      `an integer${rangeText(range)}`,
      text,
      `write it in digits, such as ${flag} ${exampleIn(range)}`,
    );
  }
  return value;
}

/** The finite number that `text` spells, in [min, max]. */
export function parseNumber(flag: string, text: string, range: Range = {}): number {
  const value = DECIMAL.test(text) ? Number(text) : Number.NaN;
  if (!(Number.isFinite(value) && inRange(value, range))) {
    refuse(flag, `a number${rangeText(range)}`, text, `write it like ${flag} 0.5 or ${flag} 1e-3`);
  }
  return value;
}

/** A list of integers such as `64,64,64`. */
export function parseIntegers(
  flag: string,
  text: string,
  range: Range & { maxLength?: number } = {},
): number[] {
  const parts = text.split(',');
  const maxLength = range.maxLength ?? 1000;
  if (parts.length > maxLength) {
    refuse(flag, `at most ${maxLength} integers`, text, 'shorten the list');
  }
  return parts.map((part) => {
    if (!DECIMAL.test(part) || !Number.isSafeInteger(Number(part)) || !inRange(Number(part), range)) {
      const one = exampleIn(range);
      refuse(
        flag,
        `integers${rangeText(range)} separated by commas`,
        text,
        `write it like ${flag} ${one},${one}`,
      );
    }
    return Number(part);
  });
}

/** One of a few words. */
export function parseChoice<Choice extends string>(
  flag: string,
  text: string,
  choices: readonly Choice[],
): Choice {
  const choice = choices.find((c) => c === text);
  if (choice === undefined) refuse(flag, `one of ${choices.join(', ')}`, text, 'choose one of these');
  return choice;
}

function exampleIn({ min = -Infinity, max = Infinity }: Range): number {
  return Math.max(min, Math.min(max, 10));
}

/** `--json FILE`; the file is written whole or not at all (output-file.ts). */
export function jsonOption(): Option {
  return new Option('--json <file>', 'write the result as JSON to this file');
}

/** `--seed N`, an integer in [0, 2⁵³ − 1]. */
export function seedOption(defaultSeed: number = 0): Option {
  return new Option('--seed <n>', 'seed of all random numbers; the same seed gives the same bits')
    .default(defaultSeed)
    .argParser((text: string) => parseInteger('--seed', text, { min: 0, max: Number.MAX_SAFE_INTEGER }));
}

/** `--threads N` in [1, 256]; left out, `undefined`, which means one thread per core. */
export function threadsOption(): Option {
  return new Option(
    '--threads <n>',
    'worker threads; any number gives the same bits (default: one per core)',
  ).argParser((text: string) => parseInteger('--threads', text, { min: 1, max: 256 }));
}

/** `--quiet`: no progress and no prose on a terminal; results and errors only. */
export function quietOption(): Option {
  return new Option('--quiet', 'no progress bar and no remarks');
}
