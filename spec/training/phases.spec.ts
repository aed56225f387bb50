/** One step of training against the same step written down plainly, on one tile. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldFromSpec } from '../../src/fields/index.ts';
import { globalNorm, normBlocks } from '../../src/kernels/global-norm.ts';
import { sumTiles } from '../../src/kernels/tile-sum.ts';
import { fmLossMeanRowsSumDims } from '../../src/losses/index.ts';
import { pairwiseSum } from '../../src/math/index.ts';
import { backward, forward, mlp, mlpWorkspace } from '../../src/nn/index.ts';
import { heldOutExamples, trainingExamples } from '../../src/training/examples.ts';
import {
  createSession,
  openSession,
  runPhase,
  type Session,
  type SessionBuffers,
  type TrainingConfig,
  type TrainingData,
  unitCount,
} from '../../src/training/index.ts';
import { heldOutTileCount, tileCount } from '../../src/training/session.ts';
import { labelledRows, smallConfig, target, targetSpec } from './support.ts';

function open(config: TrainingConfig, data: TrainingData = target): Session {
  return openSession(createSession(config, data));
}

/** What a step leaves, as bytes: the gradients of tiles are scratch but for the first. */
function bytesOf({ gradients, parameters, ...rest }: SessionBuffers): Record<string, string> {
  const kept = { ...rest, parameters, gradient: gradients.subarray(0, parameters.length) };
  const bytes = (a: Float32Array | Float64Array): string =>
    Buffer.from(a.buffer, a.byteOffset, a.byteLength).toString('base64');
  return Object.fromEntries(Object.entries(kept).map(([name, array]) => [name, bytes(array)]));
}

const sum = (values: Float64Array): number => values.reduce((s, v) => s + v, 0);

describe('the gradient of a batch', () => {
  test.each([
    ['CFM', {}, target],
    ['FM', { loss: 'fm' }, target],
    ['classes', { network: { dim: 2, hidden: [9, 7], classes: 3 }, labelDropout: 0.5 }, labelledRows],
  ] as const)(
    '%s: tiles and reduction agree with one tile to the rounding of float32',
    (_, options, data) => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 23 }), fc.nat(1000), (tileRows, step) => {
          const config = { ...smallConfig(options), tileRows };
          const tiled = open(config, data);
          const whole = open({ ...config, tileRows: config.batch }, data);
          for (const session of [tiled, whole]) {
            runPhase(session, { kind: 'gradient', step });
            runPhase(session, { kind: 'reduce' });
          }
          const count = tiled.mlp.parameterCount;
          const a = tiled.buffers.gradients.subarray(0, count);
          const b = whole.buffers.gradients.subarray(0, count);
          const norm = Math.hypot(...b);
          const apart = Math.hypot(...a.map((v, i) => v - b[i]!));
          // Both add the same 23 float32 row gradients (each equal: rows do not mix), in other orders: per element two sums
          // with ≤ 23 roundings each of partial sums ≤ Σ|rows|. The cancellation in Σ|rows|/|Σ rows| is allowed a factor 20.
          expect(apart).toBeLessThan(2 * 23 * 2 ** -24 * 20 * norm);
          const [lossA, lossB] = [tiled, whole].map((s) =>
            sum(s.buffers.tileLosses.subarray(0, tileCount(s.config))),
          );
          // float64 sums of ≤ 23 positive terms.
          expect(Math.abs(lossA! - lossB!)).toBeLessThanOrEqual(46 * 2 ** -53 * lossB!);
        }),
        { numRuns: 25 },
      );
    },
  );

  test('is what forward, loss and backward give on the examples of the batch, divided by its rows', () => {
    const config = { ...smallConfig({ loss: 'fm', heldOutExamples: 1 }), tileRows: 23 };
    const session = open(config);
    runPhase(session, { kind: 'gradient', step: 6 });
    const fresh = open(config);
    trainingExamples(fresh, 6, 0, 23);
    const { xt, t, target: velocity } = fresh.scratch;
    const net = mlp(config.network);
    const workspace = mlpWorkspace(net, 23);
    const out = new Float32Array(46);
    forward(net, fresh.buffers.parameters, 23, xt, t, null, workspace, out);
    const gradOut = new Float32Array(46);
    const loss = fmLossMeanRowsSumDims(23, 2, out, velocity, gradOut);
    const gradient = new Float32Array(net.parameterCount);
    backward(net, fresh.buffers.parameters, 23, workspace, gradOut, gradient, null);
    expect(session.buffers.gradients).toEqual(gradient);
    expect(session.buffers.tileLosses[0]).toBe(loss);
  });

  test('does not depend on who does which unit, in which order', () => {
    const config = smallConfig({ network: { dim: 2, hidden: [256, 256] } });
    const phases = [
      { kind: 'gradient', step: 2 },
      { kind: 'reduce' },
      { kind: 'update', step: 2, scale: 0.5 },
      { kind: 'held-out' },
    ] as const;
    // Three units of parameters, the last of them not full.
    expect(unitCount(phases[1], config, open(config).mlp.parameterCount)).toBe(3);
    const reference = open(config);
    for (const phase of phases) runPhase(reference, phase);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.boolean(), (workers, backwards) => {
        const spec = createSession(config, target);
        const sessions = Array.from({ length: workers }, () => openSession(spec));
        for (const phase of phases) {
          const order = sessions.map((_, w) => (backwards ? workers - 1 - w : w));
          for (const w of order) runPhase(sessions[w]!, phase, w, workers);
        }
        expect(bytesOf(spec.buffers)).toEqual(bytesOf(reference.buffers));
      }),
      { numRuns: 10 },
    );
  });
});

test('reduction and norm go over all parameters', () => {
  const session = open(smallConfig({ network: { dim: 2, hidden: [256, 256] } }));
  const { gradients, blockSquares } = session.buffers;
  const count = session.mlp.parameterCount;
  runPhase(session, { kind: 'gradient', step: 2 });
  const expected = gradients.slice();
  sumTiles(expected, tileCount(session.config), count, 0, count);
  runPhase(session, { kind: 'reduce' });
  expect(gradients.subarray(0, count)).toEqual(expected.subarray(0, count));
  expect(Math.sqrt(pairwiseSum(blockSquares))).toBe(
    globalNorm(expected.subarray(0, count), new Float64Array(normBlocks(count))),
  );
});

test('the update of a step is one with the factor that it is given, whatever it was before', () => {
  const config = smallConfig({ optimizer: { kind: 'sgd', momentum: 0 }, averageDecay: 0 });
  const moves = [[0.25], [1, 0.25]].map((scales) => {
    const session = open(config);
    const { parameters } = session.buffers;
    const start = parameters.slice();
    runPhase(session, { kind: 'gradient', step: 3 });
    runPhase(session, { kind: 'reduce' });
    for (const scale of scales) {
      parameters.set(start);
      runPhase(session, { kind: 'update', step: 3, scale });
    }
    return parameters;
  });
  expect(moves[1]).toEqual(moves[0]);
});

describe('the examples of a batch', () => {
  test('lie on the path of the schedule, with its velocity or the exact one', () => {
    for (const loss of ['cfm', 'fm'] as const) {
      const config = smallConfig({ loss, schedule: { kind: 'cosine' }, batch: 64, tileRows: 64 });
      const session = open(config);
      trainingExamples(session, 3, 0, 64);
      const { x0, x1, xt, t, target: velocity } = session.scratch;
      const field = fieldFromSpec({ kind: 'marginal', schedule: config.schedule, target: targetSpec });
      for (let r = 0; r < 64; r++) {
        const angle = (Math.PI / 2) * t[r]!;
        const exact = new Float64Array(2);
        field.velocity(t[r]!, xt.subarray(2 * r, 2 * r + 2), exact);
        for (let i = 2 * r; i < 2 * r + 2; i++) {
          const point = Math.sin(angle) * x1[i]! + Math.cos(angle) * x0[i]!;
          const conditional = (Math.PI / 2) * (Math.cos(angle) * x1[i]! - Math.sin(angle) * x0[i]!);
          const size = Math.abs(x0[i]!) + Math.abs(x1[i]!);
          // Four float32 roundings: two coefficients, product, sum.
          expect(Math.abs(xt[i]! - point)).toBeLessThanOrEqual(4 * 2 ** -24 * size);
          const u = loss === 'cfm' ? conditional : exact[i - 2 * r]!;
          const slack = loss === 'cfm' ? 4 * 2 ** -24 * 2 * size : 2 ** -24 * Math.abs(u);
          expect(Math.abs(velocity[i]! - u)).toBeLessThanOrEqual(slack);
        }
      }
    }
  });

  test('differ from step to step and from the held-out ones, which never change', () => {
    const session = open(smallConfig({ batch: 16, tileRows: 16, heldOutExamples: 16 }));
    const seen = new Set<number>();
    const heldOut = (): number[] => {
      heldOutExamples(session, 0, 16);
      return [...session.scratch.x0, ...session.scratch.x1, ...session.scratch.t];
    };
    const before = heldOut();
    for (const v of before) seen.add(v);
    for (let step = 0; step < 5; step++) {
      trainingExamples(session, step, 0, 16);
      for (const v of [...session.scratch.x0, ...session.scratch.x1, ...session.scratch.t]) {
        expect(seen.has(v)).toBe(false);
        seen.add(v);
      }
    }
    expect(heldOut()).toEqual(before);
  });
});

describe('hidden labels', () => {
  test.each([0, 0.1, 0.5, 1])('a fraction of %d, row by row', (labelDropout) => {
    const config = smallConfig({
      network: { dim: 2, hidden: [4], classes: 3 },
      labelDropout,
      batch: 4000,
      tileRows: 4000,
    });
    const session = open(config, labelledRows);
    trainingExamples(session, 1, 0, 4000);
    const hidden = session.scratch.labels.filter((label) => label === -1).length;
    // Binomial: five standard deviations, exact at 0 and 1.
    expect(Math.abs(hidden - 4000 * labelDropout)).toBeLessThanOrEqual(
      5 * Math.sqrt(4000 * labelDropout * (1 - labelDropout)),
    );
    const labels = session.scratch.labels.slice(100, 150);
    trainingExamples(session, 1, 100, 50);
    expect(session.scratch.labels.subarray(0, 50)).toEqual(labels);
    heldOutExamples(session, 0, 17);
    expect(session.scratch.labels.subarray(0, 17)).not.toContain(-1);
  });
});

describe('units', () => {
  test('cover the batch, the held-out examples and the parameters', () => {
    const config = smallConfig();
    expect([tileCount(config), heldOutTileCount(config)]).toEqual([5, 4]);
    expect(unitCount({ kind: 'gradient', step: 0 }, config, 9000)).toBe(5);
    expect(unitCount({ kind: 'held-out' }, config, 9000)).toBe(4);
    expect(unitCount({ kind: 'reduce' }, config, 2 * 32768 + 1)).toBe(3);
    expect(unitCount({ kind: 'update', step: 0, scale: 1 }, config, 32768)).toBe(1);
  });

  test('more gradients than memory holds are refused by name', () => {
    const config = smallConfig({ batch: 1_000_000, tileRows: 1, network: { dim: 2, hidden: [64, 64] } });
    expect(() => createSession(config, target)).toThrow(
      /^batch: .*1000000 tiles.*lower batch, or raise tileRows/,
    );
  });
});
