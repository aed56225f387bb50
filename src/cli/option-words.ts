/** What the library calls its arguments, in the words of the command line: errors name the option that a user can type. */
import type { ErrorDetails } from '../errors.ts';

const flags: Readonly<Record<string, string>> = {
  array: '--array',
  averageDecay: '--average-decay',
  batch: '--batch',
  clipNorm: '--clip-norm',
  columns: '--columns',
  delimiter: '--delimiter',
  frequencies: '--frequencies',
  header: '--no-header',
  heldOutFraction: '--held-out',
  imageSize: '--image-size',
  kernels: '--kernels',
  labelDropout: '--label-dropout',
  labels: '--labels',
  learningRate: '--learning-rate',
  loss: '--loss',
  missing: '--missing',
  normalisation: '--normalisation',
  optimizer: '--optimizer',
  schedule: '--schedule',
  seed: '--seed',
  steps: '--steps',
  timeSampler: '--times',
  warmup: '--warmup',
};

/** Advice that is written in code. */
const phrases: readonly (readonly [RegExp, string])[] = [
  [/\bset network\.classes to the number of classes/g, 'add --classes'],
  [/\bpass missing: 'drop'/g, 'add --missing drop'],
  [/\bpass header: false/g, 'add --no-header'],
  [/\bpass normalisation: 'global'/g, 'add --normalisation global'],
  [/\bcolumns: \[\.\.\.\]/g, '--columns'],
  [/\blower batch, or raise tileRows/g, 'lower --batch'],
  // Words that are no English can be nothing but arguments.
  [/\b[a-z]+[A-Z][A-Za-z]*\b/g, ''],
];

/** The option for an argument of the library, or the argument as it is. */
export function optionWord(argument: string): string {
  return Object.hasOwn(flags, argument) ? flags[argument]! : argument;
}

/** Argument and advice in the words of the command line; what was received stays as it came. */
export function inOptionWords({ argument, expected, received, wayOut = '' }: ErrorDetails): ErrorDetails {
  const advice = phrases.reduce(
    (text, [phrase, words]) => text.replace(phrase, (found) => words || optionWord(found)),
    wayOut,
  );
  return { argument: optionWord(argument), expected, received, wayOut: advice };
}
