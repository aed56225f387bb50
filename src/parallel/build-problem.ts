/** A problem of the benchmark on the thread that runs it: a built-in one, or a user's module. */

import type { BenchmarkProblem, ModuleProblem, RunnableProblem } from '../benchmark/config.ts';
import { ArgumentError, show } from '../errors.ts';
import { problemFromSpec } from '../problems/index.ts';
import { referenceTruth } from '../problems/reference.ts';
import { startStates } from '../problems/start.ts';
import { scheduleFromSpec } from '../schedules/index.ts';
import type { VelocityFunction } from '../solvers/velocity.ts';
import { loadModule, readExports } from './user-module.ts';

export async function buildProblem(spec: BenchmarkProblem): Promise<RunnableProblem> {
  return spec.kind === 'module' ? moduleProblem(spec) : problemFromSpec(spec);
}

/** More dimensions than that are a mistake. */
const MAX_DIM = 16_384;

interface UserField {
  readonly dim: number;
  readonly velocity: VelocityFunction;
}

/** The exports themselves, or what they export as `field` or by default. */
function fieldOf(
  exports: Readonly<Record<string, unknown>>,
  shown: string,
): { readonly dim: number; readonly field: UserField } {
  const candidates = [exports, exports.field, exports.default];
  const found = candidates.find(
    (one) => typeof (one as Partial<UserField> | undefined)?.velocity === 'function',
  );
  const { dim } = (found ?? {}) as Partial<UserField>;
  if (found !== undefined && Number.isInteger(dim) && dim! >= 1 && dim! <= MAX_DIM) {
    return { dim: dim!, field: found as UserField };
  }
  const names = Object.keys(exports).join(', ');
  throw new ArgumentError({
    argument: shown,
    expected: 'a module that exports the function velocity(t, x, out) and the integer dim',
    received: found
      ? dim === undefined
        ? 'no dim'
        : `dim = ${show(dim)}`
      : `exports ${names ? `named ${names.slice(0, 80)}` : 'of nothing'}`,
    wayOut: 'write `export const dim = 1; export function velocity(t, x, out) { … }`',
  });
}

async function moduleProblem(spec: ModuleProblem): Promise<RunnableProblem> {
  const exports = await loadModule(spec);
  const { dim, field } = readExports(spec.shown, () => fieldOf(exports, spec.shown));
  const schedule = spec.schedule === undefined ? null : scheduleFromSpec(spec.schedule);
  const start = startStates(spec.start, dim, null, schedule?.sigma(0) ?? 1);
  const velocity: VelocityFunction = (t, x, out) => field.velocity(t, x, out);
  return {
    name: spec.name,
    dim,
    velocity,
    schedule,
    field: null,
    start,
    truth: (times) => referenceTruth(velocity, dim, start, times),
  };
}
