/** Problems for solvers: fields on [0, 1] with starts and truths. */
export {
  type DivergenceField,
  logDensityError,
  withLogDensity,
  withStartDensity,
} from './log-density.ts';
export { type NamedProblem, namedProblem, namedProblems } from './named-problems.ts';
export type { Problem, ProblemSpec, StartSpec, Truth } from './problem.ts';
export { problemFromSpec } from './problem-from-spec.ts';
