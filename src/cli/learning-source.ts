/**
 * What `--data` names: a distribution with a formula, a data set of the package, or a file of the user's, made ready for
 * training. A model file keeps the {@link SampleSpace}, so that samples get their columns and units back.
 */
import { createHash } from 'node:crypto';
import { FormatError, show, UsageError } from '../errors.ts';
import { type DatasetOptions, datasetNames, encodeJson, loadDataset } from '../io/index.ts';
import {
  checkerboard,
  eightGaussians,
  gaussianMixture,
  pinwheel,
  rings,
  sCurve,
  spiral,
  type Target,
  targetFromSpec,
  twoMoons,
} from '../targets/index.ts';
import type { TrainingData } from '../training/index.ts';
import type { Context } from './context.ts';
import { optionWord } from './option-words.ts';

/** How samples go from the units of the model to those of the data: x = z · std + mean, by column. */
export interface SampleSpace {
  readonly name: string;
  readonly columns: readonly string[];
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly classNames?: readonly string[];
  readonly imageShape?: readonly [number, number];
}

export interface LearningSource {
  readonly space: SampleSpace;
  readonly data: TrainingData;
  /** SHA-256 of everything that is learned from. */
  readonly dataId: string;
  /** Columns of a csv file that are not learned because they hold text. */
  readonly leftOut: readonly string[];
  /** Where the data come from and on what terms. */
  readonly origin: string;
}

interface Distribution {
  readonly make: () => Target;
  readonly description: string;
}

const distributions: Readonly<Record<string, Distribution>> = {
  'eight-gaussians': { make: eightGaussians, description: 'eight narrow Gaussians on a circle' },
  'two-gaussians': {
    make: () => gaussianMixture({ weights: [0.3, 0.7], means: [[-2], [1.5]], stds: [0.5, 0.5] }),
    description: '0.3·N(−2, ½²) + 0.7·N(1.5, ½²) on the line',
  },
  'two-moons': { make: twoMoons, description: 'two half circles with noise, one in the other' },
  checkerboard: { make: checkerboard, description: 'uniform on the dark squares of a board' },
  's-curve': { make: sCurve, description: 'the letter S with noise' },
  spiral: { make: spiral, description: 'two arms of a spiral with noise' },
  pinwheel: { make: pinwheel, description: 'five bent arms' },
  rings: { make: rings, description: 'circles around one centre' },
};

/** The distributions that `--data` knows. */
export function describeDistributions(): { name: string; dim: number; description: string }[] {
  return Object.entries(distributions).map(([name, { make, description }]) => ({
    name,
    dim: make().dim,
    description,
  }));
}

/** Names of the distributions that `--data` knows. */
export const targetNames: readonly string[] = Object.keys(distributions);

/** Resolves a name or path. Throws a UsageError for an unknown name, and what io/ throws for files. */
export function learningSource(name: string, options: DatasetOptions = {}): LearningSource {
  if (Object.hasOwn(distributions, name)) {
    refuseDataOptions(name, options);
    return fromTarget(name, distributions[name]!.make());
  }
  if (!datasetNames.includes(name) && !/[./\\]/.test(name)) {
    throw new UsageError({
      argument: '--data',
      expected: `one of ${[...datasetNames, ...targetNames].join(', ')}, or a .csv, .npy, .npz or .safetensors file`,
      received: show(name),
      wayOut: 'see flowproof data list',
    });
  }
  return fromDataset(name, options);
}

/** A distribution has no columns, classes or files; the seed is for the split of a data set and harmless here. */
function refuseDataOptions(name: string, { seed: _, ...options }: DatasetOptions): void {
  const given = Object.keys(options).map(optionWord);
  if (given.length === 0) return;
  throw new UsageError({
    argument: '--data',
    expected: `a data set or file with ${given.join(', ')}`,
    received: `${show(name)}, a distribution`,
    wayOut: `leave out ${given.join(', ')}`,
  });
}

function fromTarget(name: string, target: Target): LearningSource {
  const spec = target.spec!;
  const axes = ['x', 'y', 'z'];
  return {
    space: {
      name,
      columns: axes.slice(0, target.dim),
      mean: new Array<number>(target.dim).fill(0),
      std: new Array<number>(target.dim).fill(1),
    },
    data: { kind: 'target', target: spec },
    dataId: createHash('sha256').update(encodeJson(spec)).digest('hex'),
    leftOut: [],
    origin: 'a distribution with a formula, drawn afresh for every step',
  };
}

function fromDataset(name: string, options: DatasetOptions): LearningSource {
  const set = loadDataset(name, options);
  if (set.heldOut.length === 0) {
    throw new FormatError({
      argument: show(name),
      expected: 'enough rows to hold some out',
      received: `${set.n} rows`,
      wayOut: 'raise --held-out',
    });
  }
  const hash = createHash('sha256').update(set.train).update(set.heldOut);
  if (set.labels) hash.update(set.labels.train).update(set.labels.heldOut);
  return {
    space: {
      name: set.name,
      columns: set.columns,
      mean: [...set.mean],
      std: [...set.std],
      ...(set.classNames && { classNames: set.classNames }),
      ...(set.imageShape && { imageShape: set.imageShape }),
    },
    data: {
      kind: 'rows',
      rows: set.train,
      heldOut: set.heldOut,
      ...(set.labels && { labels: set.labels.train, heldOutLabels: set.labels.heldOut }),
    },
    dataId: hash.digest('hex'),
    leftOut: set.leftOut,
    origin: `${set.source}; licence: ${set.licence}`,
  };
}

/** One line on stderr about columns that are not learned. */
export function remarkLeftOut(context: Context, { leftOut }: LearningSource): void {
  if (leftOut.length === 0) return;
  context.stderr.write(`left out, as they hold text: ${leftOut.map(show).join(', ')}\n`);
}

/** The target behind a source that has a formula. */
export function sourceTarget(source: LearningSource): Target | undefined {
  return source.data.kind === 'target' ? targetFromSpec(source.data.target) : undefined;
}
