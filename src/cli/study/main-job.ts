/**
 * The main job, from data to report: train on all cores, sample, check the laws of the path that was used, measure the
 * solvers on exact fields. Every part is a section of one ReportData.
 */

import { type LossFloor, lossFloor, type MarginalField, marginalField } from '../../fields/index.ts';
import { boundaryLaw, continuityLaw, type LawResult } from '../../laws/index.ts';
import { mlp } from '../../nn/index.ts';
import { createPool, type WorkerPool } from '../../parallel/index.ts';
import {
  formatCount,
  formatDuration,
  formatNumber,
  type LawRow,
  type LossSection,
  type ReportData,
  type RunSection,
} from '../../report/index.ts';
import { boundaryDefect, scheduleFromSpec } from '../../schedules/index.ts';
import { heun } from '../../solvers/index.ts';
import type { TrainingConfig, TrainingState } from '../../training/index.ts';
import type { Context } from '../context.ts';
import { environment } from '../environment.ts';
import type { LearningSource } from '../learning-source.ts';
import type { Model } from '../model-file.ts';
import { packageVersion } from '../package-version.ts';
import { runTraining } from '../run-training.ts';
import { sampleModel } from '../sample-model.ts';
import { sha256 } from '../training-summary.ts';
import { type ExactTarget, exactTarget } from './exact-target.ts';
import { fieldFigure, samplesFigure, trajectoriesFigure } from './flow-figures.ts';
import { sampleQuality } from './quality.ts';
import { lineErrors, targetErrors } from './solver-errors.ts';

export interface MainJob {
  readonly source: LearningSource;
  readonly config: TrainingConfig;
  readonly samples: number;
  readonly sampleSteps: number;
  readonly seed: number;
  readonly threads?: number;
  readonly quiet?: boolean;
  readonly onCheckpoint: (model: Model) => void;
}

export interface MainJobResult {
  readonly report: ReportData;
  readonly model: Model;
  /** Standardised, [samples, dim]. */
  readonly samples: Float32Array;
  /** False when a law was found broken. */
  readonly lawsHold: boolean;
}

/** Points that the exact field is solved from: enough for four digits of the error, few enough to be quick. */
const SOLVER_ROWS = 64;

export async function runMainJob(context: Context, job: MainJob): Promise<MainJobResult> {
  const { source, config, seed } = job;
  const { space } = source;
  const signal = context.interruptSignal();
  const remark = (text: string): void => {
    if (!job.quiet) context.stderr.write(`${text}\n`);
  };
  const pool = createPool(job.threads === undefined ? {} : { threads: job.threads });
  try {
    remark(`training on ${space.name}: ${formatCount(config.steps)} steps, ${pool.threads} threads`);
    const started = performance.now();
    const state = await runTraining(context, {
      source,
      config,
      threads: pool.threads,
      checkpointEvery: 500,
      onCheckpoint: (checkpoint) => job.onCheckpoint({ state: checkpoint, space }),
      ...(job.quiet && { quiet: true }),
    });
    const trainingSeconds = (performance.now() - started) / 1000;
    const model: Model = { state, space };

    remark(`sampling ${formatCount(job.samples)} rows`);
    const samplingStarted = performance.now();
    const { z } = await sampleModel(pool, model, {
      count: job.samples,
      solver: heun,
      steps: job.sampleSteps,
      seed,
      signal,
    });
    const samplingSeconds = (performance.now() - samplingStarted) / 1000;

    remark('checking the laws of the path');
    const exact = exactTarget(source);
    const field = marginalField({ schedule: scheduleFromSpec(config.schedule), target: exact.target });
    const laws = lawRows(field, exact);

    remark('measuring the solvers on exact fields');
    const solverErrors = [
      await lineErrors(pool, signal),
      await targetErrors(pool, field, exact, { rows: SOLVER_ROWS, seed }, signal),
    ];
    const report = await assemble(pool, job, model, z, exact, {
      laws,
      solverErrors,
      trainingSeconds,
      samplingSeconds,
    });
    return {
      report,
      model,
      samples: z,
      lawsHold: laws.every(({ residual, bound }) => residual !== null && residual <= bound),
    };
  } finally {
    await pool.close();
  }
}

async function assemble(
  pool: WorkerPool,
  job: MainJob,
  model: Model,
  samples: Float32Array,
  exact: ExactTarget,
  measured: {
    readonly laws: LawRow[];
    readonly solverErrors: NonNullable<ReportData['solverErrors']>;
    readonly trainingSeconds: number;
    readonly samplingSeconds: number;
  },
): Promise<ReportData> {
  const { source, config, seed } = job;
  const { state, space } = model;
  const isPlane = space.columns.length > 1 && !space.imageShape;
  const field = isPlane ? fieldFigure(source, model, exact, [0, 1]) : undefined;
  const heldOut = state.heldOut.at(-1)!.loss;
  return {
    version: 1,
    title: `Flow matching on ${space.name}`,
    subtitle: `${config.schedule.kind} path, ${config.network.hidden.join('-')} ${config.network.activation} network, seed ${config.seed}`,
    abstract: [
      `A network with ${formatCount(mlp(config.network).parameterCount)} parameters learned to carry noise to ` +
        `${space.name} (${source.origin}) in ${formatCount(config.steps)} steps of ${formatCount(config.batch)} rows, ` +
        `${formatDuration(measured.trainingSeconds)} on ${pool.threads} threads. ` +
        `The held-out ${config.loss.toUpperCase()} loss of the averaged parameters is ${formatNumber(heldOut)}.`,
      `The laws are checked, and the solvers measured, on exact fields: ${exact.meaning}, and a mixture on the line whose flow is known to the last digit.`,
    ],
    method: methodSection(config),
    samples: samplesFigure(source, samples),
    quality: sampleQuality(source, samples, seed),
    loss: lossSection(state, knownFloor(config, exact)),
    ...(field && { field }),
    ...(isPlane && { trajectories: await trajectoriesFigure(pool, source, model, [0, 1], seed) }),
    laws: { rows: measured.laws },
    solverErrors: measured.solverErrors,
    run: runSection(job, model, samples, pool.threads, measured),
  };
}

function methodSection(config: TrainingConfig): NonNullable<ReportData['method']> {
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

function lawRows(field: MarginalField, exact: ExactTarget): LawRow[] {
  const object = `${field.schedule.name}, ${exact.meaning}`;
  const results: LawResult[] = [continuityLaw(field, { rows: 32 }), ...boundaryLaw(field)];
  return results.map(({ law, residual, bound, why }) => ({
    law,
    object,
    residual: Number.isFinite(residual) ? residual : null,
    bound,
    why,
  }));
}

/** The smallest CFM loss that any model can reach, where the distribution is known. */
function knownFloor(config: TrainingConfig, exact: ExactTarget): LossFloor | undefined {
  if (!exact.isSource || config.loss === 'fm') return undefined;
  return lossFloor(marginalField({ schedule: scheduleFromSpec(config.schedule), target: exact.target }));
}

function lossSection(state: TrainingState, floor: LossFloor | undefined): LossSection {
  const { config, losses, heldOut } = state;
  // The page draws a curve; a point for each pixel is enough.
  const stride = Math.max(1, Math.ceil(losses.length / 1000));
  const steps: number[] = [];
  const values: number[] = [];
  for (let from = 0; from < losses.length; from += stride) {
    const block = losses.subarray(from, from + stride);
    steps.push(Math.min(from + stride, losses.length));
    values.push(block.reduce((a, b) => a + b, 0) / block.length);
  }
  const shortfall = floor && (heldOut.at(-1)!.loss / floor.value - 1) * 100;
  return {
    quantity: `${config.loss.toUpperCase()} loss (mean over rows, sum over dimensions)`,
    note:
      `Held-out loss of the averaged parameters on ${formatCount(config.heldOutExamples)} fixed examples.` +
      (floor
        ? ` The floor is ${formatNumber(floor.value)} ± ${formatNumber(floor.error, 2)} (${floor.method}); the held-out loss ends ${shortfall!.toFixed(2)} % above it.`
        : ' The distribution of the data is not known, so neither is the floor.'),
    training: { steps, values },
    heldOut: { steps: heldOut.map((p) => p.step), values: heldOut.map((p) => p.loss) },
    ...(floor && { floor: { value: floor.value, standardError: floor.error } }),
  };
}

function runSection(
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
