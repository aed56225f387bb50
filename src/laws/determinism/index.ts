/** The law of determinism. */
export { determinism, type RunCase } from './determinism.ts';
export type { RunRequest, RunSubject } from './subject.ts';
