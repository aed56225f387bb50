import type { Summary } from './statistics.mjs';

export interface Subject {
  readonly name: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

export interface Case {
  readonly name: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** What one repetition does, in `unit`. */
  readonly work: number;
  readonly unit: string;
  readonly subjects: readonly Subject[];
  readonly pairs: readonly (readonly [string, string])[];
}

export interface Effort {
  /** Milliseconds that one measurement should take; 0: one repetition, however long. */
  readonly repetition: number;
  readonly warmUp: number;
  readonly rounds: number;
  readonly leastRounds: number;
  readonly caseLimit: number;
}

export interface CaseResult extends Required<Pick<Case, 'name' | 'parameters' | 'work' | 'unit'>> {
  readonly subjects: {
    readonly name: string;
    readonly version: string;
    readonly runtime: string;
    readonly threads: number;
    readonly work?: number;
    readonly repetitions: number;
    readonly milliseconds: Summary;
    /** The most that the process has had. */
    readonly residentMb: number | null;
  }[];
  /** How many times faster `of` is than `to`. */
  readonly ratios: ({ readonly of: string; readonly to: string } & Summary)[];
  readonly skipped: { readonly name: string; readonly reason: string }[];
}

export const QUICK: Effort;
export const THOROUGH: Effort;
export function measure(it: Case, effort: Effort, tell: (line: string) => void): Promise<CaseResult>;
