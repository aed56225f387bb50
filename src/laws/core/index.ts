export {
  type AsyncHeldLaw,
  type AsyncLaw,
  defineAsyncLaw,
  defineLaw,
  type Family,
  type FamilyCase,
  type HeldLaw,
  type HoldOptions,
  type Law,
  type LawDefinition,
  type Picture,
} from './law.ts';
export type { LawInfo, SubjectKind } from './law-info.ts';
export { CannotJudge, type Measurement } from './measurement.ts';
export type { CheckOptions } from './plan.ts';
export { type Counterexample, type LawResult, LOOSE, type Status } from './result.ts';
export type { ObjectCode } from './snippet.ts';
export type { BoundaryValues, FieldSubject, PathSubject, ScheduleSubject } from './subjects.ts';
export { type AnyHeld, type Trial, trial } from './trial.ts';
export { LawViolation } from './violation.ts';
