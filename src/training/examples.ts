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
import { fold, type Key, key, uniformInto } from '../random/index.ts';
import { type Session, STREAM } from './session.ts';
import { sampleTimes } from './time-sampler.ts';

/** Fills the scratch with rows `first` … of the batch of `step`. */
export function trainingExamples(session: Session, step: number, first: number, rows: number): void {
  const { config, scratch, reader } = session;
  const { dim } = config.network;
  const draw = step * config.batch + first;
  reader.read(draw, rows, scratch.x1, scratch.labels);
  normalsInto(key(config.seed, STREAM.noise), draw * dim, scratch.x0.subarray(0, rows * dim));
  const timeKey = fold(key(config.seed, STREAM.time), step);
  sampleTimes(config.timeSampler, timeKey, first, config.batch, scratch.t.subarray(0, rows));
  if (config.labelDropout > 0) hideLabels(session, key(config.seed, STREAM.dropout), draw, rows);
  regressionProblem(session, rows);
}

/** Fills the scratch with held-out examples `first` …: the same ones whenever it is called. */
export function heldOutExamples(session: Session, first: number, rows: number): void {
  const { config, scratch, reader } = session;
  const { dim } = config.network;
  reader.readHeldOut(first, rows, scratch.x1, scratch.labels);
  normalsInto(key(config.seed, STREAM.heldOutNoise), first * dim, scratch.x0.subarray(0, rows * dim));
  const times = scratch.t.subarray(0, rows);
  sampleTimes(
    { kind: 'stratified' },
    key(config.seed, STREAM.heldOutTime),
    first,
    config.heldOutExamples,
    times,
  );
  regressionProblem(session, rows);
}

function hideLabels(session: Session, dropoutKey: Key, draw: number, rows: number): void {
  const { uniforms, labels } = session.scratch;
  uniformInto(dropoutKey, draw, uniforms.subarray(0, rows));
  for (let r = 0; r < rows; r++) if (uniforms[r]! < session.config.labelDropout) labels[r] = -1;
}

function regressionProblem(session: Session, rows: number): void {
  const { config, schedule, scratch, field } = session;
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
  for (let r = 0; r < rows; r++) {
    const from = r * dim;
    field.velocity(t[r]!, xt.subarray(from, from + dim), target.subarray(from, from + dim));
  }
}
