/** The sections of the report that say what was done: method, laws, and how to repeat the run. */
import type { MarginalField } from '../../fields/index.ts';
import {
  boundaryEnd,
  boundaryStart,
  continuityDifferences,
  continuityIdentity,
  probabilityFlow,
  scheduleBoundary,
  scheduleDerivatives,
  tweedie,
} from '../../laws/index.ts';
import type { LawRow, MethodSection, RunSection } from '../../report/index.ts';
import { boundaryDefect, scheduleFromSpec } from '../../schedules/index.ts';
import type { TrainingConfig } from '../../training/index.ts';
import { environment } from '../environment.ts';
import type { Model } from '../model-file.ts';
import { packageVersion } from '../package-version.ts';
import { sha256 } from '../training-summary.ts';
import type { ExactTarget } from './exact-target.ts';
import type { MainJob } from './job.ts';

export function methodSection(config: TrainingConfig): MethodSection {
  const { kind } = config.schedule;
  const defect = boundaryDefect(scheduleFromSpec(config.schedule));
  return {
    formulas: [
      {
        name: 'Path',
        formula: 'xₜ = αₜ x₁ + σₜ x₀,  x₀ ~ N(0, I),  x₁ ~ data',
        note: `schedule ${kind}: ${defect.statement}`,
      },
      {
        name: 'Loss',
        formula: config.loss === 'cfm' ? 'E ‖v(xₜ, t) − (α̇ₜ x₁ + σ̇ₜ x₀)‖²' : 'E ‖v(xₜ, t) − uₜ(xₜ)‖²',
        note: `mean over rows, sum over dimensions; times ${config.timeSampler.kind}`,
      },
      { name: 'Marginal field', formula: 'uₜ(x) = α̇ₜ E[x₁ | xₜ = x] + σ̇ₜ E[x₀ | xₜ = x]' },
      { name: 'Sampling', formula: 'dx/dt = v(x, t),  x(0) = x₀' },
    ],
  };
}

/** A density estimate has as many components as there are rows, and each case costs all of them. */
const REPORT_CASES = 10;

/** The laws of the schedule and of the exact field that take a moment; `flowproof verify` has all. A law that refuses makes no row. */
export function lawRows(field: MarginalField, exact: ExactTarget): LawRow[] {
  const { schedule } = field;
  const object = `${schedule.name}, ${exact.meaning}`;
  const held = [
    scheduleBoundary(schedule),
    scheduleDerivatives(schedule),
    boundaryStart(field),
    boundaryEnd(field),
    continuityIdentity(field),
    continuityDifferences(field),
    tweedie(field),
    probabilityFlow(field),
  ];
  return held
    .map((law) => law.check({ runs: REPORT_CASES }))
    .filter(({ status }) => status !== 'refused')
    .map(({ law, title, residual, bound, why, reason }) => ({
      law,
      formula: title,
      object,
      residual,
      bound: bound ?? 0,
      why: reason ?? why,
    }));
}

export function runSection(
  job: MainJob,
  { state }: Model,
  samples: Float32Array,
  threads: number,
  seconds: { readonly trainingSeconds: number; readonly samplingSeconds: number },
): RunSection {
  const { config } = state;
  const { processor, platform, node, v8, flowproof } = environment(packageVersion());
  const optimizer = config.optimizer.kind;
  return {
    groups: [
      {
        name: 'Data',
        facts: [
          { name: 'name', value: job.source.space.name },
          { name: 'columns', value: job.source.space.columns.length },
          { name: 'SHA-256', value: job.source.dataId, code: true },
        ],
      },
      {
        name: 'Training',
        facts: [
          { name: 'steps', value: config.steps },
          { name: 'rows of a step', value: config.batch },
          {
            name: 'optimizer',
            value: `${optimizer}, learning rate ${config.learningRate}, warm-up ${config.warmup}`,
          },
          { name: 'moving average', value: config.averageDecay },
          { name: 'time', value: seconds.trainingSeconds, unit: 's' },
        ],
      },
      {
        name: 'Sampling',
        facts: [
          { name: 'samples', value: job.samples },
          { name: 'solver', value: `Heun, ${job.sampleSteps} steps` },
          { name: 'time', value: seconds.samplingSeconds, unit: 's' },
        ],
      },
      {
        name: 'Environment',
        facts: [
          { name: 'flowproof', value: flowproof },
          { name: 'Node', value: `${node} (V8 ${v8})` },
          { name: 'platform', value: `${platform}, ${processor}` },
          { name: 'threads', value: threads },
        ],
      },
      {
        name: 'Bits (the same for any number of threads and any Node)',
        facts: [
          { name: 'seed', value: config.seed },
          { name: 'parameters SHA-256', value: sha256(state.parameters), code: true },
          { name: 'samples SHA-256', value: sha256(samples), code: true },
        ],
      },
    ],
  };
}
