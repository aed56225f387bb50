/** A problem from its plain data, as sent between threads or read from a file. */
import { ArgumentError, show } from '../errors.ts';
import { classicProblem } from './classic-problem.ts';
import { flowProblem } from './flow.ts';
import { checkKnownFields } from './known-fields.ts';
import { networkProblem } from './network.ts';
import type { Problem, ProblemSpec } from './problem.ts';

/**
 * The problem that `spec` describes.
 *
 * @throws {ArgumentError} for an unknown kind or parameters out of their domain, {@link ShapeError} for starts of another dimension.
 * @example
 * ```ts
 * import { euler, problemFromSpec, solve } from 'flowproof';
 *
 * const { velocity, start, dim, truth } = problemFromSpec({
 *   kind: 'flow',
 *   target: { kind: 'gaussian-mixture', weights: [1], means: [[3]], stds: [0.5] },
 *   schedule: { kind: 'cond-ot' },
 *   start: { kind: 'points', points: [[0], [2]] },
 * });
 * const { states, from } = truth([1]);
 * console.log(from, states); // matrix flow Float64Array(2) [ 3, 4 ]
 * const { x } = solve(velocity, start, { dim, solver: euler, steps: 4 });
 * console.log(x[0]); // 3
 * ```
 */
export function problemFromSpec(spec: ProblemSpec): Problem {
  checkKnownFields(spec);
  checkName(spec);
  switch (spec?.kind) {
    case 'flow':
      return flowProblem(spec);
    case 'classic':
      return classicProblem(spec);
    case 'network':
      return networkProblem(spec);
    default:
      throw new ArgumentError({
        argument: 'problem.kind',
        expected: "'flow', 'classic' or 'network'",
        received: show((spec as { kind?: unknown } | undefined)?.kind),
      });
  }
}

function checkName(spec: ProblemSpec): void {
  const name: unknown = spec?.name;
  if (name !== undefined && (typeof name !== 'string' || name === '')) {
    throw new ArgumentError({ argument: 'problem.name', expected: 'a name', received: show(name) });
  }
}
