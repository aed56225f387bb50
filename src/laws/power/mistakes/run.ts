/** Mistakes that make a result depend on more than the seed. */
import { pairwiseSum } from '../../../math/index.ts';
import { fold, key, normalInto } from '../../../random/index.ts';
import { trial } from '../../core/trial.ts';
import { determinism, type RunRequest, type RunSubject } from '../../determinism/index.ts';
import { eachChunk } from '../../determinism/subject.ts';
import { type Mistake, mistakeOf } from '../mistake.ts';
import { blendInto } from './blend.ts';

const ROWS = 24;

/** Normal numbers, one for each row, and their sum in a fixed tree. */
function right({ seed, chunks }: RunRequest): Float64Array {
  const x = new Float64Array(ROWS);
  eachChunk(chunks, (first, length) => normalInto(key(seed), first, x.subarray(first, first + length)));
  return withSum(x, pairwiseSum(x));
}

const withSum = (x: Float64Array, sum: number): Float64Array => Float64Array.of(...x, sum);

type Run = (request: RunRequest) => Float64Array;

function mistake(id: string, formula: string, wrongly: string, wrong: () => Run): Mistake {
  return mistakeOf('run', [id, formula, wrongly], (size) => {
    const run = wrong();
    const subject: RunSubject = {
      name: 'noise and its sum',
      rows: ROWS,
      threads: [1, 2, 3],
      run(request) {
        const other = run(request);
        const result = right(request);
        blendInto(result, other, size);
        return result;
      },
    };
    return [trial(determinism(subject))];
  });
}

/** A sum of the rows in another order, rounded as it goes. */
function summedOtherwise(sum: (x: Float64Array, request: RunRequest) => number): () => Run {
  return () => (request) => {
    const x = right(request).subarray(0, ROWS);
    return withSum(x, sum(x, request));
  };
}

const ascending = (x: Float64Array): number => x.reduce((s, v) => s + v, 0);

/** Every mistake about runs. */
export const runMistakes: readonly Mistake[] = [
  mistake(
    'counter-restarts',
    'draw i by (seed, i)',
    'by (seed, i − first of the chunk)',
    () =>
      ({ seed, chunks }) => {
        const x = new Float64Array(ROWS);
        eachChunk(chunks, (first, length) => normalInto(key(seed), 0, x.subarray(first, first + length)));
        return withSum(x, pairwiseSum(x));
      },
  ),
  mistake(
    'chunk-keyed',
    'draw i by (seed, i)',
    'by (seed, number of the chunk, i)',
    () =>
      ({ seed, chunks }) => {
        const x = new Float64Array(ROWS);
        eachChunk(chunks, (first, length, chunk) =>
          normalInto(fold(key(seed), chunk), first, x.subarray(first, first + length)),
        );
        return withSum(x, pairwiseSum(x));
      },
  ),
  mistake(
    'sum-by-threads',
    'Σ in a tree of the rows',
    'Σ over threads of the sums of rows i ≡ thread',
    summedOtherwise((x, { threads }) => {
      const partial = new Float64Array(threads);
      x.forEach((v, i) => {
        partial[i % threads]! += v;
      });
      return ascending(partial);
    }),
  ),
  mistake(
    'sum-by-chunks',
    'Σ in a tree of the rows',
    'Σ over chunks of their float32 sums',
    summedOtherwise((x, { chunks }) => {
      let sum = 0;
      eachChunk(chunks, (first, length) => {
        sum = Math.fround(sum + Math.fround(ascending(x.subarray(first, first + length))));
      });
      return sum;
    }),
  ),
  mistake(
    'last-chunk-dropped',
    'all rows',
    'the last chunk is left out, if there are several',
    () => (request) => {
      const x = right(request).slice(0, ROWS);
      const { chunks } = request;
      if (chunks.length > 1) x.fill(0, ROWS - chunks.at(-1)!);
      return withSum(x, pairwiseSum(x));
    },
  ),
  mistake(
    'padding-counted',
    'Σ / rows',
    'Σ / rows of all chunks as long as the first',
    summedOtherwise((x, { chunks }) => (ascending(x) * ROWS) / (chunks.length * chunks[0]!)),
  ),
  mistake('state-left-over', 'Σ from 0', 'Σ from what the last run left', () => {
    let sum = 0;
    return (request) => {
      const x = right(request).subarray(0, ROWS);
      sum += pairwiseSum(x);
      return withSum(x, sum);
    };
  }),
  mistake(
    'draws-of-a-shared-generator',
    'draws by the seed of the run',
    'by seed + number of runs so far',
    () => {
      let runs = 0;
      return (request) => right({ ...request, seed: request.seed + runs++ });
    },
  ),
  mistake(
    'seed-ignored',
    'draws by the seed',
    'draws by seed 0',
    () => (request) => right({ ...request, seed: 0 }),
  ),
];
