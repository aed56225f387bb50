/** A problem from its plain data, as sent between threads or read from a file. */
import { ArgumentError, show } from '../errors.ts';
import { classicProblem } from './classic-problem.ts';
import { flowProblem } from './flow.ts';
import {
  checkKnownFields,
  checkSourceFields,
  SCHEDULE_FIELDS,
  START_FIELDS,
  TARGET_FIELDS,
} from './known-fields.ts';
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
  checkFields(spec);
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

const FIELDS: Readonly<Record<ProblemSpec['kind'], readonly string[]>> = {
  flow: ['kind', 'name', 'target', 'schedule', 'source', 'start'],
  classic: ['kind', 'name'],
  network: ['kind', 'name', 'network', 'parameters', 'schedule', 'start'],
};

/** A misspelt field would leave its default in force without a word. */
function checkFields(spec: ProblemSpec): void {
  if (!spec || !Object.hasOwn(FIELDS, spec.kind)) return;
  const known = FIELDS[spec.kind];
  const unknown = Object.keys(spec).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new ArgumentError({
      argument: `problem.${unknown}`,
      expected: `one of the fields ${known.join(', ')}`,
      received: 'an unknown field',
    });
  }
  if (spec.kind !== 'classic') {
    checkKnownFields('schedule', spec.schedule, SCHEDULE_FIELDS);
    checkKnownFields('start', spec.start, START_FIELDS);
  }
  if (spec.kind === 'flow') {
    checkKnownFields('target', spec.target, TARGET_FIELDS);
    checkSourceFields(spec.source);
  }
  const name: unknown = spec.name;
  if (name !== undefined && (typeof name !== 'string' || name === '')) {
    throw new ArgumentError({ argument: 'problem.name', expected: 'a name', received: show(name) });
  }
}
