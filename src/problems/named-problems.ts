/**
 * The problems of this project by name: flows of growing difficulty, each with a truth of its own kind, and the classic tests.
 *
 * `anchor` is the first of a family whose solver errors are published with this project: 200 quantiles of the source carried to a mixture
 * on the line. The others leave the line one step at a time.
 */
import { ArgumentError, show } from '../errors.ts';
import { eightGaussians } from '../targets/eight-gaussians.ts';
import { classics } from './classics/index.ts';
import { LEARNED_NETWORK, LEARNED_WORDS } from './learned-parameters.ts';
import type { ProblemSpec } from './problem.ts';

/** A problem that needs no more than its name. */
export interface NamedProblem {
  readonly name: string;
  /** One line for a list. */
  readonly about: string;
  readonly spec: ProblemSpec;
}

const COND_OT = { kind: 'cond-ot' } as const;
const EIGHT: readonly number[] = [1, 1, 1, 1, 1, 1, 1, 1];
const along = (...places: number[]): number[][] => places.map((place) => EIGHT.map((e) => place * e));

/** Float32 numbers out of their bits. */
function fromWords(hexadecimal: string): Float32Array {
  const bits = Uint32Array.from({ length: hexadecimal.length / 8 }, (_, i) =>
    Number.parseInt(hexadecimal.slice(8 * i, 8 * i + 8), 16),
  );
  return new Float32Array(bits.buffer);
}

const flows: readonly NamedProblem[] = [
  {
    name: 'anchor',
    about: 'two Gaussians on the line, 200 quantiles; truth by distribution functions',
    spec: {
      kind: 'flow',
      name: 'anchor',
      target: { kind: 'gaussian-mixture', weights: [0.3, 0.7], means: [[-2], [1.5]], stds: [0.5, 0.5] },
      schedule: COND_OT,
      start: { kind: 'normal-quantiles', count: 200 },
    },
  },
  {
    name: 'collinear-8d',
    about:
      'three Gaussians on a diagonal of eight dimensions; truth by distribution functions and a linear part',
    spec: {
      kind: 'flow',
      name: 'collinear-8d',
      target: {
        kind: 'gaussian-mixture',
        weights: [0.25, 0.5, 0.25],
        means: along(-1, 0.25, 1),
        stds: [0.5, 0.5, 0.5],
      },
      schedule: COND_OT,
      start: { kind: 'normal', count: 64 },
    },
  },
  {
    name: 'gaussian-2d',
    about: 'a correlated Gaussian, where the field is linear in x; truth by a matrix flow',
    spec: {
      kind: 'flow',
      name: 'gaussian-2d',
      target: {
        kind: 'gaussian-mixture',
        weights: [1],
        means: [[1, -0.5]],
        covariances: [
          [
            [1, 0.9],
            [0.9, 1],
          ],
        ],
      },
      schedule: COND_OT,
      start: { kind: 'normal', count: 64 },
    },
  },
  {
    name: 'gaussian-pair-2d',
    about: 'two correlated Gaussians whose covariances do not commute; truth by a matrix flow',
    spec: {
      kind: 'flow',
      name: 'gaussian-pair-2d',
      target: {
        kind: 'gaussian-mixture',
        weights: [1],
        means: [[1, -0.5]],
        covariances: [
          [
            [1, 0.9],
            [0.9, 1],
          ],
        ],
      },
      schedule: COND_OT,
      source: {
        covariance: [
          [2, -0.5],
          [-0.5, 0.25],
        ],
      },
      start: { kind: 'normal', count: 64 },
    },
  },
  {
    name: 'eight-gaussians',
    about: 'eight Gaussians on a circle; truth by reference',
    spec: {
      kind: 'flow',
      name: 'eight-gaussians',
      target: eightGaussians().spec,
      schedule: COND_OT,
      start: { kind: 'normal', count: 64 },
    },
  },
  {
    name: 'checkerboard',
    about: 'eight squares with σ(1) = 0.05, whose edges make the field steep; truth by reference',
    spec: {
      kind: 'flow',
      name: 'checkerboard',
      target: { kind: 'checkerboard', cells: 4, halfWidth: 2 },
      schedule: { kind: 'ot', sigmaMin: 0.05 },
      start: { kind: 'normal', count: 32 },
    },
  },
  {
    name: 'learned',
    about: 'a network of 1,250 parameters trained on two moons; truth by reference in float64',
    spec: {
      kind: 'network',
      name: 'learned',
      network: LEARNED_NETWORK,
      parameters: fromWords(LEARNED_WORDS),
      schedule: COND_OT,
      start: { kind: 'normal', count: 64 },
    },
  },
];

const tests: readonly NamedProblem[] = [...classics].map(([name, { about }]) => ({
  name,
  about: `${about}; a test of solvers, no flow`,
  spec: { kind: 'classic', name },
}));

/**
 * All problems by name: flows of growing difficulty, then the classic tests. Starts are fixed: quantiles, draws of seed 0, or one state.
 *
 * ```ts
 * import { namedProblems } from 'flowproof';
 * console.log(namedProblems[0]!.name, namedProblems[0]!.spec.kind); // anchor flow
 * ```
 */
export const namedProblems: readonly NamedProblem[] = [...flows, ...tests];

/**
 * The plain data of a named problem.
 *
 * @throws {ArgumentError} that lists the names, for any other.
 */
export function namedProblem(name: string): ProblemSpec {
  const found = namedProblems.find((problem) => problem.name === name);
  if (!found) {
    throw new ArgumentError({
      argument: 'problem',
      expected: `one of ${namedProblems.map((problem) => problem.name).join(', ')}`,
      received: show(name),
    });
  }
  return found.spec;
}
