/**
 * Same seed, same bits: for any chunks, for any number of threads, and for a second run; another seed, other bits.
 *
 * Each case runs four times: whole on the first number of threads; cut up on another; whole again; whole with the next seed. The residual
 * is the number of bytes that differ, and the bound is 0. Two seeds must differ in at least one byte. Cannot see a race that did not
 * happen: threads are varied, their timing is not. Cannot see wrong numbers that are wrong every time.
 */
import fc from 'fast-check';
import { type AsyncLaw, defineAsyncLaw } from '../core/law.ts';
import { type Measurement, worstOf } from '../core/measurement.ts';
import { checkRun, type RunRequest, type RunResult, type RunSubject, resultOf } from './subject.ts';

/** A seed, and a way to cut up the work that must not change the result. */
export interface RunCase extends RunRequest {}

/** The lengths again and again until `rows` are used up. */
function cut(rows: number, lengths: readonly number[]): number[] {
  const chunks: number[] = [];
  for (let left = rows, i = 0; left > 0; i++) {
    const length = Math.min(left, lengths[i % lengths.length]!);
    chunks.push(length);
    left -= length;
  }
  return chunks;
}

function chunksOf({ rows, chunking = 'any' }: RunSubject): fc.Arbitrary<number[]> {
  // A thousand chunks show as much as a million. What is taken away shrinks to 0: one chunk.
  const least = Math.ceil(rows / 1000);
  const few = Math.max(least, Math.ceil(rows / 8));
  const length = fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: fc.integer({ min: 0, max: rows - least }).map((less) => rows - less) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: few - least }).map((less) => few - less) },
    { weight: 1, arbitrary: fc.constantFrom(Math.max(least, rows - 1), least) },
  );
  if (chunking === 'none') return fc.constant([rows]);
  if (chunking === 'uniform') return length.map((size) => cut(rows, [size]));
  return fc.array(length, { minLength: 1, maxLength: 5 }).map((lengths) => cut(rows, lengths));
}

/**
 * The law of determinism.
 *
 * ```ts
 * import { key, normalInto } from 'flowproof';
 * import { determinism } from 'flowproof/laws';
 *
 * const draws = {
 *   name: 'noise',
 *   rows: 100,
 *   run({ seed, chunks }: { seed: number; chunks: readonly number[] }) {
 *     const out = new Float32Array(100);
 *     let first = 0;
 *     for (const length of chunks) {
 *       normalInto(key(seed), first, out.subarray(first, first + length));
 *       first += length;
 *     }
 *     return out;
 *   },
 * };
 * const { status } = await determinism(draws).check();
 * console.log(status); // holds
 * ```
 */
export const determinism: AsyncLaw<RunSubject, RunCase> = defineAsyncLaw({
  id: 'determinism',
  number: 14,
  title: 'same seed, same bits, for any chunks and any number of threads; another seed, other bits',
  kind: 'run',
  assumes: ['the result is a typed array', 'seeds are safe integers'],
  export: 'determinism',
  runs: 8,
  refuses(subject) {
    checkRun(subject);
    return null;
  },
  cases: (subject) =>
    fc.record({
      seed: fc.integer({ min: 0, max: 9999 }),
      chunks: chunksOf(subject),
      threads: fc.constantFrom(...(subject.threads ?? [1])),
    }),
  words: ({ seed, chunks, threads }) =>
    `seed ${seed}, ${chunksInWords(chunks)}, ${threads} thread${threads === 1 ? '' : 's'}`,
  async measure(subject, { seed, chunks, threads }) {
    const { threads: [first] = [1], seeded = true } = subject;
    const whole = { seed, chunks: [subject.rows], threads: first! };
    const reference = await resultOf(subject, whole);
    const found = [
      sameBits('cut up', reference, await resultOf(subject, { seed, chunks, threads })),
      sameBits('run again', reference, await resultOf(subject, whole)),
    ];
    if (seeded) {
      found.push(otherBits(seed, reference, await resultOf(subject, { ...whole, seed: seed + 1 })));
    }
    return worstOf(found);
  },
});

function chunksInWords(chunks: readonly number[]): string {
  const shown = chunks.length > 8 ? [...chunks.slice(0, 7), '…'] : chunks;
  return `${chunks.length} chunk${chunks.length === 1 ? '' : 's'} of ${shown.join(', ')}`;
}

function sameBits(how: string, reference: RunResult, other: RunResult): Measurement {
  const [a, b] = [reference.bytes, other.bytes];
  let differing = Math.abs(a.length - b.length);
  let first = -1;
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a[i] === b[i]) continue;
    differing++;
    if (first < 0) first = Math.floor(i / reference.width);
  }
  const where =
    first < 0
      ? `${a.length} bytes whole, ${b.length} bytes ${how}`
      : `element ${first} is ${reference.element(first)} whole, and ${other.element(first)} ${how}`;
  return {
    residual: differing,
    bound: 0,
    why: 'the same bits are asked for: bytes that differ are counted',
    ...(differing > 0 && { detail: where }),
  };
}

function otherBits(seed: number, reference: RunResult, other: RunResult): Measurement {
  const equal = sameBits('', reference, other).residual === 0;
  return {
    residual: equal ? 1 : 0,
    bound: 0,
    why: 'another seed must give other bits',
    ...(equal && { detail: `seeds ${seed} and ${seed + 1} give the same ${reference.bytes.length} bytes` }),
  };
}
