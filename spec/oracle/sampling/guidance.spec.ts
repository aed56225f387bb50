import { expect, test } from 'vitest';
import { drawCase } from '../../../src/oracle/generate.ts';
import { sdeStep } from '../../../src/oracle/operations/diffusion/step.ts';
import { schedules } from '../../../src/oracle/operations/fields.ts';
import { guidanceClassifier } from '../../../src/oracle/operations/guidance/classifier.ts';
import { guidanceClassifierFree } from '../../../src/oracle/operations/guidance/classifier-free.ts';
import { evaluate } from '../../../src/oracle/truth.ts';
import { fold, key } from '../../../src/random/index.ts';
import { scheduleFromSpec } from '../../../src/schedules/index.ts';

const dtype = 'float64';

test.each(schedules.map((schedule) => [schedule.kind, schedule] as const))(
  'guidance by a classifier is the velocity of the guided score: %s',
  (_, schedule) => {
    const { alpha, sigma, alphaDot, sigmaDot } = scheduleFromSpec(schedule);
    const question = drawCase(guidanceClassifier, key(51), { dtype, settings: { schedule } });
    const { velocity, gradient, t, scale } = question.inputs;
    const x = 0.7;
    /** α̇ E[X₁|x] + σ̇ E[X₀|x] with E[X₁|x] = (x + σ² s)/α, by Tweedie. */
    const velocityOf = (score: number, time: number): number => {
      const data = (x + sigma(time) ** 2 * score) / alpha(time);
      const noise = (x - alpha(time) * data) / sigma(time);
      return alphaDot(time) * data + sigmaDot(time) * noise;
    };
    for (const [i, { v }] of evaluate(guidanceClassifier, question).outputs.velocity!.entries()) {
      const time = t!.data[Math.floor(i / question.sizes.dim!)]!;
      const guided = velocityOf(0.3 + scale!.data[0]! * gradient!.data[i]!, time) - velocityOf(0.3, time);
      // The difference of two velocities loses digits that α near 0 makes large.
      const size = Math.abs(velocityOf(0.3, time)) + Math.abs(guided) + 1;
      expect(Math.abs(v - (velocity!.data[i]! + guided))).toBeLessThan((1e-13 * size) / alpha(time));
    }
  },
);

test('the scale interpolates: 0 is unconditional, 1 conditional, and the answer is linear in it', () => {
  const drawn = drawCase(guidanceClassifierFree, key(52), { dtype });
  const at = (scale: number): readonly number[] => {
    const tensor = { dtype, shape: [], data: Float64Array.of(scale) } as const;
    const question = { ...drawn, inputs: { ...drawn.inputs, scale: tensor } };
    return evaluate(guidanceClassifierFree, question).outputs.velocity!.map(({ v }) => v);
  };
  expect(at(0)).toEqual([...drawn.inputs.unconditional!.data]);
  const [c, u] = [drawn.inputs.conditional!.data, drawn.inputs.unconditional!.data];
  // Velocities are below 4: a difference and a sum of size 8 round by 2⁻⁵⁰ at most each, with the scale 3 a few of size 32 by 2⁻⁴⁸.
  for (const [i, value] of at(1).entries()) expect(Math.abs(value - c[i]!)).toBeLessThanOrEqual(2 ** -49);
  for (const [i, value] of at(3).entries()) {
    expect(Math.abs(value - (3 * c[i]! - 2 * u[i]!))).toBeLessThan(2 ** -46);
  }
});

test('an Euler–Maruyama step has the drift and the noise of its equation', () => {
  for (let i = 0; i < 5; i++) {
    const question = drawCase(sdeStep, fold(key(53), i), { dtype });
    const { x, velocity, score, w, dt, noise } = question.inputs;
    const step = dt!.data[0]!;
    for (const [k, { v }] of evaluate(sdeStep, question).outputs.x!.entries()) {
      const g = w!.data[Math.floor(k / question.sizes.dim!)]!;
      const variance = g * g * step;
      const drift = velocity!.data[k]! + ((g * g) / 2) * score!.data[k]!;
      const expected = x!.data[k]! + drift * step + Math.sqrt(variance) * noise!.data[k]!;
      // Ten roundings on either side of numbers of a few units, 20 · 4 · 2⁻⁵³ < 10⁻¹⁴.
      expect(Math.abs(v - expected)).toBeLessThan(1e-14 * (1 + Math.abs(drift)));
    }
  }
});

test('a stationary equation keeps its variance to first order: N(0, 1), u = 0, s = −x', () => {
  // E[x⁺²] = (1 − w²Δt/2)² + w²Δt = 1 + (w²Δt)²/4: the half and the root are what makes the first order vanish.
  const drawn = drawCase(sdeStep, key(54), { dtype, sizes: { rows: 2, dim: 1 } });
  const of = (...data: number[]) => Float64Array.from(data);
  const step = (x: number, z: number): number => {
    const put = (name: string, data: Float64Array) => [name, { ...drawn.inputs[name]!, data }] as const;
    const inputs = Object.fromEntries([
      put('x', of(x, x)),
      put('velocity', of(0, 0)),
      put('score', of(-x, -x)),
      put('w', of(0.5, 0.5)),
      put('dt', of(0.0625)),
      put('noise', of(z, z)),
    ]);
    return evaluate(sdeStep, { ...drawn, inputs }).outputs.x![0]!.v;
  };
  // x⁺ is linear: its variance is the sum of the squares of its two coefficients.
  const variance = step(1, 0) ** 2 + step(0, 1) ** 2;
  expect(Math.abs(variance - (1 + (0.25 * 0.0625) ** 2 / 4))).toBeLessThan(1e-15);
});
