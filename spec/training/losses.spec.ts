/**
 * What the regression converges to (Lipman et al. 2023, theorem 2): with the exact marginal velocity u, the CFM loss is
 * its floor E tr Cov(Ẋ | X_t), and CFM and FM losses have the same gradient in expectation. Both are checked example by
 * example against the expectation given x_t, so the differences are means of independent terms with expectation zero: their
 * limit is five standard errors (probability 6·10⁻⁷ each).
 */
import { describe, expect, test } from 'vitest';
import { fieldFromSpec } from '../../src/fields/index.ts';
import { key, normalInto } from '../../src/random/index.ts';
import type { ScheduleSpec } from '../../src/schedules/index.ts';
import { trainingExamples } from '../../src/training/examples.ts';
import { createSession, openSession, runPhase } from '../../src/training/index.ts';
import { smallConfig, target, targetSpec } from './support.ts';

const schedules: readonly ScheduleSpec[] = [
  { kind: 'cond-ot' },
  { kind: 'cosine' },
  { kind: 'polynomial', n: 2 },
  { kind: 've', sigmaMin: 0.1, sigmaMax: 3 },
];

function meanAndError(values: Float64Array): [number, number] {
  const mean = values.reduce((s, v) => s + v, 0) / values.length;
  const variance = values.reduce((s, v) => s + (v - mean) * (v - mean), 0) / (values.length - 1);
  return [mean, Math.sqrt(variance / values.length)];
}

describe('the CFM loss of the exact field', () => {
  test.each(schedules)('%j: is its floor, and a tenth less velocity costs what it must', (schedule) => {
    const rows = 4000;
    const config = smallConfig({ schedule, batch: rows, tileRows: rows });
    const session = openSession(createSession(config, target));
    trainingExamples(session, 0, 0, rows);
    const { xt, t, target: conditional } = session.scratch;
    const field = fieldFromSpec({ kind: 'marginal', schedule, target: targetSpec });
    const u = new Float64Array(2);
    const floor = new Float64Array(1);
    const aboveFloor = new Float64Array(rows);
    const withLess = new Float64Array(rows);
    for (let r = 0; r < rows; r++) {
      const x = Float64Array.from(xt.subarray(2 * r, 2 * r + 2));
      field.velocity(t[r]!, x, u);
      field.conditionalVariance(t[r]!, x, floor);
      let exact = 0;
      let less = 0;
      let square = 0;
      for (let i = 0; i < 2; i++) {
        exact += (u[i]! - conditional[2 * r + i]!) ** 2;
        less += (0.9 * u[i]! - conditional[2 * r + i]!) ** 2;
        square += (0.1 * u[i]!) ** 2;
      }
      aboveFloor[r] = exact - floor[0]!;
      withLess[r] = less - floor[0]! - square;
    }
    for (const [mean, error] of [meanAndError(aboveFloor), meanAndError(withLess)]) {
      expect(error).toBeGreaterThan(0);
      expect(Math.abs(mean)).toBeLessThan(5 * error);
    }
  });
});

describe('FM and CFM losses', () => {
  test('have the same gradient in expectation', () => {
    const options = { batch: 8000, tileRows: 20, network: { dim: 2, hidden: [9, 7] } };
    const [cfm, fm] = (['cfm', 'fm'] as const).map((loss) => {
      const session = openSession(createSession(smallConfig({ ...options, loss }), target));
      runPhase(session, { kind: 'gradient', step: 0 });
      return session;
    });
    const tiles = 400;
    const count = cfm!.mlp.parameterCount;
    const direction = new Float64Array(count);
    let strongest = 0;
    for (let probe = 0; probe < 20; probe++) {
      normalInto(key(77, probe), 0, direction);
      const along = (gradients: Float32Array, tile: number): number => {
        let dot = 0;
        for (let i = 0; i < count; i++) dot += gradients[tile * count + i]! * direction[i]!;
        return dot;
      };
      const gradient = Float64Array.from({ length: tiles }, (_, tile) => along(fm!.buffers.gradients, tile));
      const difference = gradient.map((g, tile) => along(cfm!.buffers.gradients, tile) - g);
      const [mean, error] = meanAndError(difference);
      expect(Math.abs(mean)).toBeLessThan(5 * error);
      strongest = Math.max(strongest, Math.abs(meanAndError(gradient)[0]) / error);
    }
    // The test has power: a gradient that were off by a fifth would stand out.
    expect(strongest).toBeGreaterThan(25);
  });
});
