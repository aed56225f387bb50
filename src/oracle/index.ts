/**
 * The oracle: operations of flow matching with their truth and its bounds, mistakes by name, and the judge that holds a backend
 * against them. Runs in a browser; programs behind a pipe come from `flowproof/node`.
 *
 * @module
 */
export {
  type DeclaredArithmetic,
  formats,
  type Machine,
  machineOf,
  own as ownMachine,
  type Precision,
} from './arithmetic/machine.ts';
export type { Tracked } from './arithmetic/tracked.ts';
export type { Backend, Fault, Hello, Reply } from './backend.ts';
export type {
  Case,
  Condition,
  Domain,
  Extent,
  Field,
  InputField,
  OpenCase,
  Operation,
  Outcome,
  Setting,
  Tensor,
} from './contract.ts';
export type { CorpusAnswer } from './corpus/entry.ts';
export type {
  CorpusCase,
  CorpusCondition,
  CorpusField,
  CorpusFlag,
  CorpusManifest,
  CorpusOperation,
  CorpusTier,
} from './corpus/manifest.ts';
export type { Form } from './forms/form.ts';
export type { AnyFunction, Formula, Replacement } from './formula.ts';
export { type DrawOptions, drawCase, type Tier } from './generate.ts';
export { type Answer, judgeAnswer, type PartJudgement, tensorsFrom } from './judge/answer.ts';
export { type CaseJudgement, judgeCase } from './judge/case-verdict.ts';
export { type Check, type CheckOptions, checkBackend } from './judge/check.ts';
export { type ChooseOptions, chooseCases } from './judge/choose-cases.ts';
export type { Comparison, WorstElement } from './judge/compare.ts';
export {
  checkExpectations,
  type Expectation,
  type ExpectationOutcome,
  type ExpectationResult,
  type KnownNames,
  meetExpectations,
} from './judge/expectations.ts';
export type { Finding, RunnerUp } from './judge/finding.ts';
export { findingsOf } from './judge/findings.ts';
export { judgeOperation, type MistakePower, type OperationJudgement } from './judge/operation-verdict.ts';
export { type Prepared, prepare, type Variant } from './judge/prepared.ts';
export {
  type ExitCode,
  type FailedCase,
  type FindingData,
  type NamedMistake,
  type OperationData,
  type OracleData,
  reportData,
  type TimePoint,
} from './judge/report-data.ts';
export type { SmallestData } from './judge/smallest-data.ts';
export type { VelocityField, VelocityPanel } from './judge/velocity-fields.ts';
export { type Verdict, verdicts } from './judge/verdict.ts';
export type { Mistake } from './mistakes/mistake.ts';
export { forms, mistakes, operations } from './registry.ts';
export { type Evaluation, type EvaluationOptions, evaluate } from './truth.ts';
