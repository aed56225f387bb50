/** The JSON form of a benchmark: schemas/solvers.schema.json. */
import type { BenchmarkConfig, BenchmarkProblem } from '../../benchmark/config.ts';
import type { Row } from '../../benchmark/row.ts';
import { packageVersion } from '../package-version.ts';
import { fingerprint } from './journal.ts';
import type { Preparation } from './run-cells.ts';

/** A problem as it was run. */
export interface ProblemData {
  readonly name: string;
  /** Null where there is no truth, with the reason in its rows. */
  readonly dim: number | null;
  readonly rows: number | null;
  /** Where the truth comes from, and how far from it the states may be. */
  readonly truth: string | null;
  readonly radius: number | null;
}

export interface SolversData {
  readonly version: 1;
  readonly kind: 'solvers';
  readonly flowproof: string;
  readonly config: unknown;
  readonly problems: readonly ProblemData[];
  readonly rows: readonly Row[];
}

export function solversData(
  config: BenchmarkConfig,
  names: readonly string[],
  prepared: readonly Preparation[],
  rows: readonly Row[],
): SolversData {
  return {
    version: 1,
    kind: 'solvers',
    flowproof: packageVersion(),
    config: plainConfig(config),
    problems: prepared.map((preparation, i): ProblemData => {
      const name = names[i]!;
      if ('reason' in preparation) return { name, dim: null, rows: null, truth: null, radius: null };
      const { dim, rows: count, from, float64 } = preparation;
      return { name, dim, rows: count, truth: from, radius: float64.radius };
    }),
    rows,
  };
}

/** The configuration as plain data; parameters of networks by their SHA-256. */
export function plainConfig(config: BenchmarkConfig): object {
  return {
    ...config,
    problems: config.problems.map(plainProblem),
    solvers: config.solvers.map((solver) => (typeof solver === 'string' ? solver : { ...solver })),
  };
}

function plainProblem(problem: BenchmarkProblem): object {
  if (problem.kind === 'module') {
    const { url: _, ...rest } = problem;
    return rest;
  }
  if (problem.kind !== 'network') return problem;
  const { parameters, ...rest } = problem;
  const bytes = Buffer.from(parameters.buffer, parameters.byteOffset, parameters.byteLength);
  return { ...rest, parameters: { sha256: fingerprint(bytes.toString('base64')) } };
}
