import { expect, test } from 'vitest';
import { marginalField } from '../../../src/fields/index.ts';
import type { Case, Operation } from '../../../src/oracle/contract.ts';
import { drawCase } from '../../../src/oracle/generate.ts';
import { schedules } from '../../../src/oracle/operations/fields.ts';
import { marginalDivergence } from '../../../src/oracle/operations/marginals/divergence.ts';
import { marginalOperations } from '../../../src/oracle/operations/marginals/index.ts';
import { marginalLogDensity } from '../../../src/oracle/operations/marginals/log-density.ts';
import { marginalScore } from '../../../src/oracle/operations/marginals/score.ts';
import { marginalVelocity } from '../../../src/oracle/operations/marginals/velocity.ts';
import { evaluate } from '../../../src/oracle/truth.ts';
import { fold, key } from '../../../src/random/index.ts';
import { type ScheduleSpec, scheduleFromSpec } from '../../../src/schedules/index.ts';
import { gaussianMixture } from '../../../src/targets/index.ts';

const caseOf = (operation: Operation, i: number, sizes: Record<string, number> = {}): Case =>
  drawCase(operation, fold(key(81), i), {
    dtype: 'float64',
    settings: { schedule: schedules[i % schedules.length] },
    sizes,
  });

const data = (question: Case, name: string): readonly number[] => Array.from(question.inputs[name]!.data);

const close = (value: number, other: number, tolerance: number): void => {
  if (!(Math.abs(value - other) <= tolerance)) expect.fail(`${value} against ${other} (${tolerance})`);
};

test.each(marginalOperations)('$name is that of the engine, written apart from it', (operation) => {
  for (let i = 0; i < schedules.length; i++) {
    const question = caseOf(operation, i);
    const { rows, dim } = question.sizes;
    const means = data(question, 'means');
    const target = gaussianMixture({
      weights: data(question, 'weights'),
      means: data(question, 'stds').map((_, k) => means.slice(k * dim!, (k + 1) * dim!)),
      stds: data(question, 'stds'),
    });
    const field = marginalField({ schedule: scheduleFromSpec(schedules[i]!), target });
    const [answer] = Object.values(evaluate(operation, question).outputs);
    const width = answer!.length / rows!;
    for (let r = 0; r < rows!; r++) {
      const t = data(question, 't')[r]!;
      const x = Float64Array.from(data(question, 'x').slice(r * dim!, (r + 1) * dim!));
      const out = new Float64Array(width);
      if (operation === marginalVelocity) field.velocity(t, x, out);
      else if (operation === marginalScore) field.score(t, x, out);
      else if (operation === marginalDivergence) field.divergence(t, x, out);
      else field.logDensity(t, x, out);
      // The engine's arithmetic is float64 too: as uncertain as ours, and the sum of its weights is rounded once more.
      for (let j = 0; j < width; j++) {
        const { v, e } = answer![r * width + j]!;
        close(v, out[j]!, 3 * e + 1e-15 * Math.abs(v));
      }
    }
  }
});

/** ∫ of the marginalization formula in one dimension by the trapezoidal rule, which converges spectrally for what is analytic and decays. */
function byQuadrature(question: Case, r: number): { density: number; velocity: number; score: number } {
  const spec = question.settings.schedule as ScheduleSpec;
  const path = scheduleFromSpec(spec);
  const t = data(question, 't')[r]!;
  const x = data(question, 'x')[r]!;
  const [a, s, aDot, sDot] = [path.alpha(t), path.sigma(t), path.alphaDot(t), path.sigmaDot(t)];
  const normal = (y: number, std: number): number =>
    Math.exp((-0.5 * y * y) / (std * std)) / (std * Math.sqrt(2 * Math.PI));
  const means = data(question, 'means');
  const stds = data(question, 'stds');
  const weights = data(question, 'weights');
  const step = 1 / 512;
  let [density, flux, slope] = [0, 0, 0];
  for (let z = -16; z <= 16; z += step) {
    const q = weights.reduce((total, w, k) => total + w * normal(z - means[k]!, stds[k]!), 0);
    const mass = step * q * normal(x - a * z, s);
    density += mass;
    flux += mass * (aDot * z + (sDot / s) * (x - a * z));
    slope -= (mass * (x - a * z)) / (s * s);
  }
  return { density, velocity: flux / density, score: slope / density };
}

test('marginalization by quadrature: density, velocity and score in one dimension', () => {
  for (let i = 0; i < schedules.length; i++) {
    const question = caseOf(marginalVelocity, i, { dim: 1, rows: 2 });
    const of = (operation: Operation) => Object.values(evaluate(operation, question).outputs)[0]!;
    for (let r = 0; r < 2; r++) {
      const integral = byQuadrature(question, r);
      const size = Math.max(1, Math.abs(integral.velocity), Math.abs(integral.score));
      // 16384 terms in float64, and tails beyond 11 deviations.
      close(of(marginalVelocity)[r]!.v, integral.velocity, 1e-10 * size);
      close(of(marginalScore)[r]!.v, integral.score, 1e-10 * size);
      close(of(marginalLogDensity)[r]!.v, Math.log(integral.density), 1e-10);
    }
  }
});

test('divergence by differences of the velocity, score by differences of the log-density', () => {
  const h = 1e-3;
  for (let i = 0; i < schedules.length; i++) {
    const question = caseOf(marginalDivergence, i, { rows: 1, dim: 2 });
    const moved = (operation: Operation, j: number, by: number): readonly { v: number }[] => {
      const x = question.inputs.x!;
      const shifted = { ...x, data: x.data.map((value, k) => (k === j ? value + by : value)) };
      const inputs = { ...question.inputs, x: shifted };
      return Object.values(evaluate(operation, { ...question, inputs }).outputs)[0]!;
    };
    // Five points: the error is h⁴/30 of a fifth derivative.
    const slope = (operation: Operation, j: number, output: number): number => {
      const at = (by: number): number => moved(operation, j, by)[output]!.v;
      return (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
    };
    const trace = slope(marginalVelocity, 0, 0) + slope(marginalVelocity, 1, 1);
    const divergence = moved(marginalDivergence, 0, 0)[0]!.v;
    close(divergence, trace, 1e-6 * Math.max(1, Math.abs(divergence)));
    for (const j of [0, 1]) {
      const score = moved(marginalScore, 0, 0)[j]!.v;
      close(score, slope(marginalLogDensity, j, 0), 1e-6 * Math.max(1, Math.abs(score)));
    }
  }
});
