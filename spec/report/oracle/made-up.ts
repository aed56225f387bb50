/** Results of the oracle that are made up, and what a reader sees of a page. */
import { ULP_BINS } from '../../../src/oracle/judge/compare.ts';
import type { FindingData, OperationData, OracleData } from '../../../src/oracle/judge/report-data.ts';

export const bins = (counts: Readonly<Record<number, number>>): number[] =>
  Array.from({ length: ULP_BINS }, (_, i) => counts[i] ?? 0);

export const operation = (more: Partial<OperationData> = {}): OperationData => ({
  operation: 'path.sample',
  dtype: 'float32',
  revision: 1,
  summary: 'points of the path',
  formula: 'x < y',
  verdict: 'PROVED',
  expectation: null,
  asked: 4,
  judged: 4,
  unsupported: 0,
  errors: 0,
  faults: 0,
  ratio: 0.5,
  worst: { index: [1, 0], received: 1, expected: 2, bound: 3, case: 'c', part: 'x' },
  ulps: bins({ 0: 30, 1: 10 }),
  bias: 0.01,
  power: [],
  blind: [],
  times: [],
  failed: [],
  seconds: 0,
  ...more,
});

export const finding = (more: Partial<FindingData> = {}): FindingData => ({
  kind: 'unknown',
  id: 'unknown',
  sentence: 'nothing is known',
  mistakes: [],
  root: 'path.sample',
  explains: ['path.sample (float32)'],
  distance: null,
  runnerUp: null,
  separatedBy: null,
  ...more,
});

export const data = (more: Partial<OracleData> = {}): OracleData => ({
  version: 1,
  kind: 'oracle',
  flowproof: '1.0.0',
  command: 'adapter.py',
  seed: 1,
  backend: { name: 'mine', version: null, language: null, arithmetic: {} },
  summary: { verified: 1, claimed: 1, total: 84, cases: 4, exitCode: 0, words: '1 verified' },
  operations: [operation()],
  findings: [],
  smallest: [],
  expectations: [],
  otherRevisions: [],
  unknownOperations: [],
  unclaimed: [],
  fields: null,
  remarks: [],
  ...more,
});

/** What a reader sees of HTML. */
export const textOf = (html: string): string => html.replace(/<style>[\s\S]*?<\/style>|<[^>]*>/g, ' ');
