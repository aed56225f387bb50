/**
 * Training examples: for each row a data point x₁, noise x₀ ~ N(0, I) and a time t give the regression problem
 *
 *   xₜ = αₜ x₁ + σₜ x₀  ↦  α̇ₜ x₁ + σ̇ₜ x₀ (CFM)  or  uₜ(xₜ) (FM, the exact marginal velocity).
 *
 * Lipman et al. 2023, eq. 9 and 14. Row r of step s uses noise elements (s·batch + r)·d …, so every row can be made by
 * itself.
 */
import { normalsInto } from '../kernels/normals.ts';
import { samplePath } from '../kernels/path-sampling.ts';
import { uniformInto } from '../random/index.ts';
import { firstOf } from './first-of.ts';
import type { Session } from './session.ts';
import { scalarsOf } from './session-views.ts';
import { sampleTimes, type TimeSamplerSpec } from './time-sampler.ts';

const HELD_OUT_TIMES: TimeSamplerSpec = { kind: 'stratified' };

/** Fills the scratch with rows `first` … of the batch of `step`. */
export function trainingExamples(session: Session, step: number, first: number, rows: number): void {
  const { config, scratch, reader, views } = session;
  const { dim } = config.network;
  const { x0, x1, t, labels, uniforms } = scratch;
  const draw = step * config.batch + first;
  reader.read(draw, rows, x1, labels);
  normalsInto(views.keys.noise, draw * dim, firstOf(x0, rows * dim));
  const { timeKey } = scalarsOf(config, views, step);
  sampleTimes(config.timeSampler, timeKey, first, config.batch, firstOf(t, rows), uniforms);
  if (config.labelDropout > 0) hideLabels(session, draw, rows);
  regressionProblem(session, rows);
}

/** Fills the scratch with held-out examples `first` …: the same ones whenever it is called. */
export function heldOutExamples(session: Session, first: number, rows: number): void {
  const { config, scratch, reader, views } = session;
  const { dim } = config.network;
  const { x0, x1, t, labels, uniforms } = scratch;
  reader.readHeldOut(first, rows, x1, labels);
  normalsInto(views.keys.heldOutNoise, first * dim, firstOf(x0, rows * dim));
  const all = config.heldOutExamples;
  sampleTimes(HELD_OUT_TIMES, views.keys.heldOutTime, first, all, firstOf(t, rows), uniforms);
  regressionProblem(session, rows);
}

function hideLabels({ config, scratch, views }: Session, draw: number, rows: number): void {
  const { uniforms, labels } = scratch;
  uniformInto(views.keys.dropout, draw, firstOf(uniforms, rows));
  for (let r = 0; r < rows; r++) if (uniforms[r]! < config.labelDropout) labels[r] = -1;
}

function regressionProblem(session: Session, rows: number): void {
  const { config, schedule, scratch, field, views } = session;
  const { dim } = config.network;
  const { x0, x1, xt, target, t, alpha, sigma, alphaDot, sigmaDot } = scratch;
  for (let r = 0; r < rows; r++) {
    alpha[r] = schedule.alpha(t[r]!);
    sigma[r] = schedule.sigma(t[r]!);
    alphaDot[r] = schedule.alphaDot(t[r]!);
    sigmaDot[r] = schedule.sigmaDot(t[r]!);
  }
  samplePath(rows, dim, x0, x1, alpha, sigma, alphaDot, sigmaDot, xt, target);
  if (!field) return;
  for (let r = 0; r < rows; r++) field.velocity(t[r]!, views.points[r]!, views.targets[r]!);
}
