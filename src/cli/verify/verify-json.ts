/** The JSON form of a verification: schemas/verify.schema.json. NaN, ±∞ and −0 are written as strings, which Number() reads back. */
import type { LawInfo } from '../../laws/core/law-info.ts';
import type { LawResult } from '../../laws/core/result.ts';
import type { CheckChoice } from '../../parallel/handlers/law.ts';
import { packageVersion } from '../package-version.ts';
import type { LawGroup, VerifySummary } from './verdict.ts';

export interface VerifyData {
  readonly version: 1;
  readonly kind: 'verify';
  readonly flowproof: string;
  /** The user's module, or null for our own system. */
  readonly path: string | null;
  readonly options: { readonly [K in keyof CheckChoice]: CheckChoice[K] | null };
  readonly summary: VerifySummary;
  readonly laws: readonly LawInfo[];
  readonly results: readonly LawResult[];
}

/** The results as plain data. */
export function verifyData(
  path: string | undefined,
  options: CheckChoice,
  groups: readonly LawGroup[],
  summary: VerifySummary,
): VerifyData {
  return {
    version: 1,
    kind: 'verify',
    flowproof: packageVersion(),
    path: path ?? null,
    options: {
      runs: options.runs ?? null,
      effort: options.effort ?? null,
      seed: options.seed ?? null,
      replay: options.replay ?? null,
    },
    summary,
    laws: groups.map(({ law }) => law),
    results: groups.flatMap(({ results }) => results.map(encodable)),
  };
}

/** A case may hold big integers, which JSON has not: they become strings. */
function encodable(result: LawResult): LawResult {
  if (result.counterexample === null) return result;
  const { counterexample } = result;
  return { ...result, counterexample: { ...counterexample, case: plain(counterexample.case) } };
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (value === undefined) return null;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, plain(field)]));
}
