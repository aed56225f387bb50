/**
 * The main job, from data to report: train on all cores, sample, check the laws of the path that was used, measure the
 * solvers on exact fields. Every part is a section of one ReportData.
 */
import { type MarginalField, marginalField } from '../../fields/index.ts';
import { mlp } from '../../nn/index.ts';
import { createPool, type WorkerPool } from '../../parallel/index.ts';
import {
  formatCount,
  formatDuration,
  formatNumber,
  type LawRow,
  type ReportData,
} from '../../report/index.ts';
import { scheduleFromSpec } from '../../schedules/index.ts';
import { heun } from '../../solvers/index.ts';
import type { Context } from '../context.ts';
import type { Model } from '../model-file.ts';
import { runTraining } from '../run-training.ts';
import { sampleModel } from '../sample-model.ts';
import { type ExactTarget, exactTarget } from './exact-target.ts';
import { fieldFigure, samplesFigure, trajectoriesFigure } from './flow-figures.ts';
import type { MainJob } from './job.ts';
import { lossSection } from './loss-section.ts';
import { sampleQuality } from './quality.ts';
import { lawRows, methodSection, runSection } from './sections.ts';
import { lineErrors, targetErrors } from './solver-errors.ts';

export interface MainJobResult {
  readonly report: ReportData;
  readonly model: Model;
  /** Standardised, [samples, dim]. */
  readonly samples: Float32Array;
  /** False when a law was found broken. */
  readonly lawsHold: boolean;
}

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
      await targetErrors(pool, field, exact, { rows: job.solverRows, seed }, signal),
    ];
    const report = await assemble(pool, job, model, z, exact, exact.isSource ? field : undefined, {
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
  exactField: MarginalField | undefined,
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
    loss: lossSection(state, exactField, seed),
    ...(field && { field }),
    ...(isPlane && { trajectories: await trajectoriesFigure(pool, source, model, [0, 1], seed) }),
    laws: { rows: measured.laws },
    solverErrors: measured.solverErrors,
    run: runSection(job, model, samples, pool.threads, measured),
  };
}
