import { describe, expect, it } from 'vitest';
import { determinism, type RunSubject } from '../../src/laws/determinism/index.ts';
import { runMistakes } from '../../src/laws/power/mistakes/run.ts';
import { key, normalInto } from '../../src/random/index.ts';

const noise: RunSubject = {
  name: 'noise',
  rows: 40,
  run({ seed, chunks }) {
    const out = new Float32Array(40);
    let first = 0;
    for (const length of chunks) {
      normalInto(key(seed), first, out.subarray(first, first + length));
      first += length;
    }
    return out;
  },
};

/** Every chunk draws from the beginning. */
const restarted: RunSubject = {
  ...noise,
  run({ seed, chunks }) {
    const out = new Float32Array(40);
    let first = 0;
    for (const length of chunks) {
      normalInto(key(seed), 0, out.subarray(first, first + length));
      first += length;
    }
    return out;
  },
};

describe('determinism', () => {
  it('holds for draws by key and index, at once or as a promise', async () => {
    for (const run of [noise.run, async (request: Parameters<typeof noise.run>[0]) => noise.run(request)]) {
      const result = await determinism({ ...noise, run }).check();
      expect(result).toMatchObject({ status: 'holds', residual: 0, object: 'noise', tooLoose: false });
    }
    await determinism(noise).assert();
  });

  it('finds the shortest cut that changes the result, says where, and finds it again', async () => {
    const held = determinism(restarted);
    const result = await held.check();
    expect(result.status).toBe('violated');
    expect(result.worst).toMatch(/^seed 0, 2 chunks of \d+, \d+, 1 thread$/);
    expect(result.counterexample!.detail).toMatch(/^element \d+ is .* whole, and .* cut up$/);
    const again = await held.check({ replay: result.replay! });
    expect(again.worst).toBe(result.worst);
  });

  it('counts the bytes that differ', async () => {
    const held = determinism({
      name: 'bytes',
      rows: 3,
      seeded: false,
      run: ({ chunks }) => Uint8Array.of(7, chunks.length, 7),
    });
    expect(await held.at({ seed: 0, chunks: [3], threads: 1 })).toMatchObject({ residual: 0, bound: 0 });
    expect(await held.at({ seed: 0, chunks: [1, 2], threads: 1 })).toMatchObject({
      residual: 1,
      detail: 'element 1 is 1 whole, and 2 cut up',
    });
  });

  it('sees results of other lengths, signs of zero, and a seed that does nothing', async () => {
    const longer = determinism({
      ...noise,
      run: ({ seed, chunks }) => new Float64Array(chunks.length).fill(seed),
    });
    const found = await longer.at({ seed: 1, chunks: [20, 20], threads: 1 });
    expect(found).toMatchObject({ residual: 8, detail: '8 bytes whole, 16 bytes cut up' });
    const zeros = determinism({
      ...noise,
      run: ({ seed, chunks }) => Float64Array.of(seed, chunks.length > 1 ? -0 : 0),
    });
    expect((await zeros.at({ seed: 1, chunks: [20, 20], threads: 1 })).residual).toBe(1);
    const constant = await determinism({ ...noise, run: () => Float64Array.of(1) }).check();
    expect(constant.status).toBe('violated');
    expect(constant.counterexample!.detail).toBe('seeds 0 and 1 give the same 8 bytes');
    expect(
      (await determinism({ ...noise, seeded: false, run: () => Float64Array.of(1) }).check()).status,
    ).toBe('holds');
  });

  it('cuts as the subject can be cut', async () => {
    const seen: string[] = [];
    const spy = (chunking: 'any' | 'uniform' | 'none'): RunSubject => ({
      ...noise,
      rows: 10,
      chunking,
      threads: [1, 4],
      run({ seed, chunks, threads }) {
        expect(chunks.reduce((a, b) => a + b)).toBe(10);
        if (chunking === 'none') expect(chunks).toEqual([10]);
        if (chunking === 'uniform') expect(new Set(chunks.slice(0, -1)).size).toBeLessThanOrEqual(1);
        seen.push(`${threads}`);
        return Float64Array.of(seed);
      },
    });
    for (const chunking of ['any', 'uniform', 'none'] as const) {
      expect((await determinism(spy(chunking)).check({ runs: 30 })).status).toBe('holds');
    }
    expect(new Set(seen)).toEqual(new Set(['1', '4']));
  });

  it.each<[string, Partial<RunSubject>, RegExp]>([
    ['NaN', { run: () => Float32Array.of(1, Number.NaN) }, /NaN in element 1/],
    ['no array', { run: (() => 3) as never }, /expected a typed array, received 3/],
    [
      'throws',
      {
        run: () => {
          throw new Error('no');
        },
      },
      /Error: no/,
    ],
    ['a rejection', { run: () => Promise.reject(new Error('later')) }, /Error: later/],
    ['no function', { run: 3 as never }, /run: expected a function/],
    ['no rows', { rows: 0 }, /rows: expected an integer/],
    ['a wrong chunking', { chunking: 'some' as never }, /chunking: expected one of/],
    ['no threads', { threads: [] }, /threads: expected a list/],
    ['half a thread', { threads: [0.5] }, /threads\[0\]: expected an integer/],
  ])('calls a run that gives %s faulty', async (_, wrong, reason) => {
    const result = await determinism({ ...noise, ...wrong }).check();
    expect(result.status).toBe('faulty');
    expect(result.reason).toMatch(reason);
  });
});

describe('mistakes of runs', () => {
  it.each(runMistakes.map((mistake) => [mistake.id, mistake] as const))(
    '%s is seen, and nothing else',
    async (_, { trials }) => {
      for (const { held } of trials(1)) expect((await held.check()).status).toBe('violated');
      for (const { held } of trials(0)) expect((await held.check()).status).toBe('holds');
    },
  );
});

// Threads load built files only; the compiler knows them by their sources.
const built: string = '#dist/parallel/determinism-trials.js';
const { threadTrials } = (await import(built)) as typeof import('../../src/parallel/determinism-trials.ts');

describe('threads', () => {
  it.each(threadTrials().map((trial) => [trial.object, trial] as const))(
    '%s',
    async (_, { held }) => {
      const { status, reason, worst } = await held.check({ runs: 3 });
      expect(status, reason ?? worst).toBe('holds');
    },
    90_000,
  );
});
