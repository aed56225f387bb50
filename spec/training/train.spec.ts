import { describe, expect, test } from 'vitest';
import { DivergenceError, InterruptedError, ShapeError } from '../../src/errors.ts';
import { initialise, learningRate, mlp } from '../../src/nn/index.ts';
import { key } from '../../src/random/index.ts';
import {
  inProcess,
  type StepReport,
  type TrainingState,
  type TrainOptions,
  train,
} from '../../src/training/index.ts';
import { STREAM } from '../../src/training/session-views.ts';
import { bitsOf, labelledRows, smallConfig, target, trainKeeping } from './support.ts';

/** Trains until it fails; returns the error and the checkpoints before it. */
async function failure(options: TrainOptions): Promise<{ error: unknown; states: TrainingState[] }> {
  const states: TrainingState[] = [];
  const error = await train({
    checkpointEvery: 1,
    onCheckpoint: (state) => {
      states.push(state);
    },
    ...options,
  }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { error, states };
}

function expectFinite(state: TrainingState): void {
  for (const buffer of [state.parameters, state.average, state.first, state.second, state.losses]) {
    expect(buffer.every(Number.isFinite)).toBe(true);
  }
}

describe('train', () => {
  test('learns: the held-out loss falls, and lies where the reports say', async () => {
    const config = smallConfig({
      steps: 300,
      batch: 64,
      tileRows: 64,
      heldOutEvery: 100,
      heldOutExamples: 500,
    });
    const reports: StepReport[] = [];
    const state = await train({ config, data: target, onStep: (report) => reports.push(report) });
    const [start, ...later] = state.heldOut.map(({ loss }) => loss);
    // From E‖α̇x₁ + σ̇x₀‖² ≈ 6 at random parameters towards the floor near 4.3; far beyond the spread of 500 examples (≈ 0.2).
    expect(start! - later.at(-1)!).toBeGreaterThan(1);
    expect(reports.map(({ step }) => step)).toEqual(Array.from({ length: 300 }, (_, i) => i + 1));
    expect(reports.map(({ loss }) => loss)).toEqual([...state.losses]);
    for (const { step, gradientNorm, heldOut, learningRate: rate } of reports) {
      expect(rate).toBe(learningRate({ ...config, peak: config.learningRate }, step));
      expect(gradientNorm).toBeGreaterThan(0);
      expect(heldOut).toBe(state.heldOut.findLast((point) => point.step <= step)!.loss);
    }
  });

  test('hands out whole copies, every so often and at the end', async () => {
    const steps: number[] = [];
    const config = smallConfig();
    const kept: [TrainingState, object][] = [];
    const final = await train({
      config,
      data: target,
      checkpointEvery: 5,
      onCheckpoint: async (state) => {
        kept.push([state, bitsOf(state)]);
        await new Promise((resolve) => setTimeout(resolve, 1));
        steps.push(state.step);
      },
    });
    expect(steps).toEqual([5, 10, 12]);
    for (const [state, bits] of kept) expect(bitsOf(state)).toEqual(bits);
    expect(bitsOf(kept.at(-1)![0])).toEqual(bitsOf(final));
  });

  test('a decay of 0 makes the average the parameters; clipping bounds the step of SGD', async () => {
    const config = smallConfig({
      averageDecay: 0,
      optimizer: { kind: 'sgd', momentum: 0 },
      clipNorm: 1e-3,
      learningRate: 0.5,
      warmup: 0,
      finalRate: 1,
    });
    const { states } = await trainKeeping({ config, data: target });
    for (const [i, { parameters, average }] of states.entries()) {
      expect(average).toEqual(parameters);
      if (i === 0) continue;
      const moved = Math.hypot(...parameters.map((p, k) => p - states[i - 1]!.parameters[k]!));
      // rate · clipNorm, plus one rounding of each parameter (all below 2).
      expect(moved).toBeLessThanOrEqual(0.5e-3 + Math.sqrt(parameters.length) * 2 ** -24);
      expect(moved).toBeGreaterThan(0.4e-3);
    }
  });

  test('the first update is number 1: Adam moves by the learning rate, the average follows by 10/11', async () => {
    const config = smallConfig({ clipNorm: 0, warmup: 0, finalRate: 1, learningRate: 1e-2 });
    const { states } = await trainKeeping({ config, data: target });
    const start = initialise(mlp(config.network), key(config.seed, STREAM.parameters));
    const { parameters, average, first } = states[0]!;
    for (let i = 0; i < start.length; i++) {
      const moved = parameters[i]! - start[i]!;
      // m̂ = g and v̂ = g² at the first step, so it is η·g/(|g| + ε); the sum is rounded to 2⁻²⁴ of |θ| < 2, g is 10·m.
      const gradient = 10 * first[i]!;
      const expected = (-1e-2 * gradient) / (Math.abs(gradient) + 1e-8);
      if (gradient !== 0) expect(Math.abs(moved - expected)).toBeLessThan(2 ** -23 + 1e-2 * 2 ** -20);
      // β = min(0.9, 1/11) in the first update.
      expect(Math.abs(average[i]! - start[i]! - (10 / 11) * moved)).toBeLessThan(2 ** -22);
    }
  });

  test('refuses data that do not fit before it starts', async () => {
    const { error } = await failure({ config: smallConfig({ network: { dim: 3 } }), data: target });
    expect(error).toBeInstanceOf(ShapeError);
    const fm = await failure({ config: smallConfig({ loss: 'fm' }), data: labelledRows });
    expect(fm.error).toMatchObject({ code: 'argument', argument: 'loss' });
  });

  test('closes its executor, whatever happens', async () => {
    let closed = 0;
    const executor: typeof inProcess = {
      threads: 1,
      open: (spec) => ({
        run: inProcess.open(spec).run,
        close: async () => {
          closed++;
        },
      }),
    };
    await train({ config: smallConfig(), data: target, executor });
    const thrown = new Error('from a callback');
    const onStep = (): never => {
      throw thrown;
    };
    const { error } = await failure({ config: smallConfig(), data: target, executor, onStep });
    expect(error).toBe(thrown);
    expect(closed).toBe(2);
  });
});

describe('divergence names the step and the layer, and leaves only finite checkpoints', () => {
  test('a learning rate of 1e6', async () => {
    const config = smallConfig({
      learningRate: 1e6,
      warmup: 0,
      steps: 500,
      network: { dim: 2, hidden: [16, 16, 16] },
    });
    for (const executor of [undefined, inProcess]) {
      const { error, states } = await failure({ config, data: target, ...(executor && { executor }) });
      expect(error).toBeInstanceOf(DivergenceError);
      const [, step] =
        /^step (\d+), layer (hidden \d|output): expected finite/.exec((error as Error).message) ?? [];
      expect(states.at(-1)!.step).toBe(Number(step) - 1);
      for (const state of states) expectFinite(state);
    }
  });

  const damaged = async (change: (state: TrainingState) => void): Promise<TrainingState> => {
    const { states } = await trainKeeping({ config: smallConfig(), data: target });
    change(states[4]!);
    return states[4]!;
  };
  const { layers } = mlp(smallConfig().network);

  test.each(layers.map((layer, l) => [layer.name, l]))('NaN in %s', async (name, l) => {
    const resume = await damaged(
      ({ parameters }) => (parameters[layers[l as number]!.weight + 2] = Number.NaN),
    );
    const { error, states } = await failure({ config: smallConfig(), data: target, resume });
    expect(error).toBeInstanceOf(DivergenceError);
    expect(error).toMatchObject({ argument: `step 6, layer ${name}`, expected: 'finite parameters' });
    expect(states).toEqual([]);
  });

  test('∞ in the average, seen when the held-out loss is next due', async () => {
    const resume = await damaged(({ average }) => (average[layers[1]!.bias] = Infinity));
    const { error } = await failure({ config: smallConfig(), data: target, resume, checkpointEvery: 100 });
    expect(error).toBeInstanceOf(DivergenceError);
    expect(error).toMatchObject({ argument: 'step 8, layer hidden 2', expected: 'finite parameters' });
  });

  test('an update that overflows although the gradient was finite', async () => {
    const network = { dim: 2, hidden: [] };
    const config = smallConfig({
      network,
      optimizer: { kind: 'sgd', momentum: 0 },
      clipNorm: 0,
      learningRate: 1e6,
      warmup: 0,
      heldOutEvery: 10,
    });
    const { states: before } = await trainKeeping({ config: { ...config, learningRate: 0 }, data: target });
    const start = { ...before[4]!, config };
    // A velocity of 1e33 has a gradient of about 2e33, and 1e6 times that is no float32.
    start.parameters[mlp(config.network).layers[0]!.bias] = 1e33;
    const { error, states } = await failure({ config, data: target, resume: start });
    expect(error).toBeInstanceOf(DivergenceError);
    expect(error).toMatchObject({ argument: 'step 6, layer output', expected: 'finite parameters' });
    expect(states).toEqual([]);
  });
});

describe('a signal stops it whole', () => {
  test.each([1, 5, 11])(
    'after step %i: a checkpoint, then an InterruptedError; resumed, the same bits',
    async (at) => {
      const config = smallConfig();
      const controller = new AbortController();
      const { error, states } = await failure({
        config,
        data: target,
        checkpointEvery: 100,
        signal: controller.signal,
        onStep: ({ step }) => step === at && controller.abort(),
      });
      expect(error).toBeInstanceOf(InterruptedError);
      expect((error as Error).message).toContain(`after step ${at};`);
      expect(states.map(({ step }) => step)).toEqual([at]);
      const resumed = await train({ config, data: target, resume: states[0]! });
      expect(bitsOf(resumed)).toEqual(bitsOf(await train({ config, data: target })));
    },
  );

  test('at the last step there is nothing left to stop', async () => {
    const signal = AbortSignal.abort();
    const config = smallConfig({ steps: 1, warmup: 0 });
    expect((await train({ config, data: target, signal })).step).toBe(1);
  });

  test('a timer can pull it: training gives way to the event loop', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 60);
    const config = smallConfig({ steps: 1_000_000, heldOutEvery: 1_000_000 });
    const { error, states } = await failure({
      config,
      data: target,
      checkpointEvery: 1e8,
      signal: controller.signal,
    });
    expect(error).toBeInstanceOf(InterruptedError);
    expect(states).toHaveLength(1);
  });
});
