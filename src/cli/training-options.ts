/**
 * The options of a training run that `train` and `report` share; training-setup.ts makes a configuration of them. Imports
 * here are loaded with every command line, so they are few and small.
 */
import { type Command, Option } from 'commander';
import type { ActivationName } from '../nn/index.ts';
import type { ScheduleSpec } from '../schedules/index.ts';
import type { TimeSamplerSpec } from '../training/index.ts';
import { trainingDefaults } from '../training/training-defaults.ts';
import { parseChoice, parseInteger, parseIntegers, parseNumber } from './options.ts';

export interface TrainingFlags {
  readonly data: string;
  readonly steps?: number;
  readonly batch?: number;
  readonly hidden?: number[];
  readonly activation?: ActivationName;
  readonly frequencies?: number;
  readonly schedule?: ScheduleSpec;
  readonly loss?: 'cfm' | 'fm';
  readonly times?: TimeSamplerSpec;
  readonly optimizer?: 'adam' | 'adamw' | 'sgd';
  readonly learningRate?: number;
  readonly warmup?: number;
  readonly clipNorm?: number;
  readonly averageDecay?: number;
  readonly classes?: boolean;
  readonly labelDropout?: number;
  readonly heldOut?: number;
  readonly columns?: string;
  readonly labels?: string;
  readonly array?: string;
  readonly missing?: 'refuse' | 'drop';
  readonly imageSize?: number;
  /** False with --no-header. */
  readonly header: boolean;
  readonly delimiter?: ',' | ';' | '\t';
  readonly normalisation?: 'column' | 'global';
  readonly seed: number;
}

const activations = ['tanh', 'relu', 'silu', 'gelu', 'selu', 'softplus'] as const;

const schedules: Readonly<Record<string, ScheduleSpec>> = {
  'cond-ot': { kind: 'cond-ot' },
  ot: { kind: 'ot', sigmaMin: 1e-4 },
  polynomial: { kind: 'polynomial', n: 2 },
  vp: { kind: 'vp', betaMin: 0.1, betaMax: 20 },
  'linear-vp': { kind: 'linear-vp' },
  cosine: { kind: 'cosine' },
  ve: { kind: 've', sigmaMin: 0.01, sigmaMax: 10 },
};

const timeSamplers: Readonly<Record<string, TimeSamplerSpec>> = {
  uniform: { kind: 'uniform' },
  stratified: { kind: 'stratified' },
  'logit-normal': { kind: 'logit-normal', mean: 0, std: 1 },
  beta: { kind: 'beta', alpha: 1.5, beta: 1 },
};

const integer =
  (flag: string, min: number, max: number) =>
  (text: string): number =>
    parseInteger(flag, text, { min, max });
const number =
  (flag: string, min: number, max: number) =>
  (text: string): number =>
    parseNumber(flag, text, { min, max });
const choice =
  <T extends string>(flag: string, choices: readonly T[]) =>
  (text: string): T =>
    parseChoice(flag, text, choices);
const entry =
  <T>(flag: string, table: Readonly<Record<string, T>>) =>
  (text: string): T =>
    table[parseChoice(flag, text, Object.keys(table))]!;

/** The options of CSV files and scaling that describe, too, has. */
export function addTableOptions(command: Command): Command {
  return command
    .addOption(new Option('--no-header', 'the first row of a CSV file holds data, not names'))
    .addOption(
      new Option('--delimiter <character>', 'between the fields of a CSV file: , ; tab').argParser(
        entry('--delimiter', { ',': ',', ';': ';', tab: '\t' }),
      ),
    )
    .addOption(
      new Option(
        '--normalisation <how>',
        'scaling of a file: column by column, or global as for images',
      ).argParser(choice('--normalisation', ['column', 'global'])),
    );
}

/** Adds the options to a command; `own` says where its defaults are others. */
export function addTrainingOptions(
  command: Command,
  own: { readonly steps?: number; readonly labelDropout?: string } = {},
): Command {
  const { batch, learningRate, warmup, clipNorm, averageDecay, network } = trainingDefaults;
  const { steps = trainingDefaults.steps, labelDropout = '0' } = own;
  const options: readonly (readonly [string, string, (text: string) => unknown])[] = [
    ['--steps <n>', `updates (default: ${steps})`, integer('--steps', 1, 1e8)],
    ['--batch <n>', `rows of an update (default: ${batch})`, integer('--batch', 1, 1e6)],
    [
      '--hidden <widths>',
      `widths of the hidden layers (default: ${network.hidden.join(',')})`,
      (text) => parseIntegers('--hidden', text, { min: 1, max: 16384, maxLength: 64 }),
    ],
    [
      '--activation <name>',
      `${activations.join(', ')} (default: ${network.activation})`,
      choice('--activation', activations),
    ],
    [
      '--frequencies <n>',
      'Fourier features of time, 0: time as it is (default: 4)',
      integer('--frequencies', 0, 24),
    ],
    [
      '--schedule <name>',
      `${Object.keys(schedules).join(', ')} (default: cond-ot)`,
      entry('--schedule', schedules),
    ],
    [
      '--loss <name>',
      'cfm, or fm for a target with a formula (default: cfm)',
      choice('--loss', ['cfm', 'fm']),
    ],
    [
      '--times <name>',
      `${Object.keys(timeSamplers).join(', ')} (default: stratified)`,
      entry('--times', timeSamplers),
    ],
    [
      '--optimizer <name>',
      'adam, adamw, sgd (default: adam)',
      choice('--optimizer', ['adam', 'adamw', 'sgd']),
    ],
    [
      '--learning-rate <x>',
      `peak of the learning rate (default: ${learningRate})`,
      number('--learning-rate', 0, 1e6),
    ],
    ['--warmup <n>', `steps of linear warm-up (default: ${warmup})`, integer('--warmup', 0, 1e8)],
    [
      '--clip-norm <x>',
      `largest gradient norm, 0: no limit (default: ${clipNorm})`,
      number('--clip-norm', 0, 1e30),
    ],
    [
      '--average-decay <x>',
      `decay of the moving average (default: ${averageDecay})`,
      number('--average-decay', 0, 0.9999999),
    ],
    [
      '--label-dropout <x>',
      `fraction of hidden classes, for guidance (default: ${labelDropout})`,
      number('--label-dropout', 0, 1),
    ],
    ['--held-out <x>', 'fraction of rows held out (default: 0.1)', number('--held-out', 0.001, 0.9)],
    ['--columns <names>', 'columns of a CSV file, separated by commas', (text) => text],
    ['--labels <name>', 'column or array with the classes', (text) => text],
    ['--array <name>', 'array of an npz or safetensors file', (text) => text],
    [
      '--missing <how>',
      'rows of a CSV file with missing values: refuse, drop',
      choice('--missing', ['refuse', 'drop']),
    ],
    ['--image-size <n>', 'side of the mnist images: 28, 14, 7 (default: 14)', integer('--image-size', 7, 28)],
  ];
  for (const [flags, description, parser] of options) {
    command.addOption(new Option(flags, description).argParser(parser));
  }
  return addTableOptions(command).addOption(
    new Option('--classes', 'learn one field for each class of the data'),
  );
}
