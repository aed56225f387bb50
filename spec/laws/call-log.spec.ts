/** Faults name the call that went wrong, the row, and the line of the object's own code; moods of an object are noticed. */
import { describe, expect, it } from 'vitest';
import { continuityVolumes } from '../../src/laws/continuity/index.ts';
import { type Call, callWords, watched } from '../../src/laws/core/call-log.ts';
import { thrownAt } from '../../src/laws/core/thrown-at.ts';
import { normalization } from '../../src/laws/likelihood/index.ts';
import { scheduleDerivatives } from '../../src/laws/schedule/index.ts';
import { key } from '../../src/random/index.ts';
import { type Limit, staysBelow, staysBelowLater } from './stays-below.ts';

const right = { alpha: (t: number) => t, sigma: (t: number) => 1 - t, alphaDot: () => 1, sigmaDot: () => -1 };
const gauss = (x: number): number => -0.5 * x * x - 0.9189385332046727;
const inside = (points: Float64Array, out: Float64Array, dim: number): void => {
  for (let i = 0; i < out.length; i++) out[i] = points[i * dim]! > 2 ? Number.NaN : gauss(points[i * dim]!);
};

describe('a fault says in which call', () => {
  it('that throws while smoothness is looked at, before there is a case', () => {
    const table = (t: number): number => {
      if (t > 0.5) throw new RangeError('no entry');
      return 1;
    };
    const { reason, counterexample } = scheduleDerivatives({ ...right, alphaDot: table }).check({ runs: 4 });
    expect(counterexample).toBeNull();
    expect(reason).toMatch(
      /^in the call alphaDot\(0\.[5-9]\d*\): the object threw RangeError: no entry \(.*call-log\.spec\.ts:\d+:\d+\)$/,
    );
  });

  it('where a density is NaN: the point of a batch, in one and two dimensions', () => {
    const density = { dim: 1, logDensity: (x: Float64Array, out: Float64Array) => inside(x, out, 1) };
    const { reason } = normalization(density).check({ runs: 1 });
    expect(reason).toMatch(
      /in the call logDensity\(Float64Array\(32\), out\) with \[2\.\d*\] in row \d+: expected 32 finite numbers in out, received NaN/,
    );
    const field = {
      dim: 2,
      velocity: (_: number, __: Float64Array, out: Float64Array) => void out.fill(0),
      logDensity: (_: number, x: Float64Array, out: Float64Array) => inside(x, out, 2),
    };
    const flat = continuityVolumes(field).check({ runs: 2 }).reason;
    expect(flat).toMatch(/logDensity\(0\.\d+, Float64Array\(\d+\), out\) with \[[2-9]\.?\d*, \S+\] in row/);
  });

  it('of an object that answers with promises', async () => {
    const answer = (n: number): number => {
      if (n > 20) throw new TypeError('no');
      return n;
    };
    expect((await staysBelowLater({ limit: 2000, answer }).check()).reason).toMatch(
      /^at n = 21: in the call answer\(21\): the object threw TypeError: no \(/,
    );
  });

  it('and leaves out what flowproof and fast-check call on the way', () => {
    expect(thrownAt(new Error('here'))).toMatch(/^ \(.*call-log\.spec\.ts:\d+:\d+\)$/);
    const error = new Error('a\n    at b');
    error.stack = `Error: a\n${ownFrame()}\n    at g (file:///mine.mjs:3:4)`;
    expect(thrownAt(error)).toBe('');
    error.stack = 'Error: a\n    at JSON.parse (<anonymous>)\n    at async g (file:///mine.mjs:3:4)';
    expect(thrownAt(error)).toBe(' (/mine.mjs:3:4)');
    expect(thrownAt('text')).toBe('');
  });
});

/** The first line of the stack of an error that flowproof throws. */
function ownFrame(): string {
  try {
    key(Number.NaN);
  } catch (error) {
    return (error as Error).stack!.split('\n').find((line) => /^\s+at .*\/random\//.test(line))!;
  }
  throw new Error('no seed is NaN');
}

describe('an object behind the proxy', () => {
  class Private {
    readonly #rate = 2;
    readonly inner = Object.freeze({ twice: (n: number): number => n * this.#rate });
    rate(): number {
      return this.#rate;
    }
  }

  it('answers as it does itself, with private fields, frozen members and its prototype', () => {
    const calls: string[] = [];
    const log = { last: null as Call | null, onCall: (call: Call) => void calls.push(callWords(call)) };
    const seen = watched(new Private(), log);
    const { inner } = seen;
    expect([seen.rate(), inner.twice(3), inner === seen.inner, 'rate' in seen]).toEqual([2, 6, true, true]);
    expect(seen).toBeInstanceOf(Private);
    expect(calls).toEqual(['rate()', 'inner.twice(3)']);
    expect(watched(null, log)).toBeNull();
  });

  it('shows what it was given: the buffers to fill, numbers, objects, callbacks', () => {
    const log = { last: null as Call | null };
    const run = watched((..._: unknown[]) => 0, log);
    run(
      Float64Array.of(1, -0),
      { dim: 2, x: new Float64Array(9) },
      function velocity() {},
      new Float64Array(2).fill(Number.NaN),
      'x',
    );
    expect(callWords(log.last!)).toBe('object([1, -0], { dim: 2, x: Float64Array(9) }, velocity, out, "x")');
  });
});

describe('an object whose answers change', () => {
  const moody = (from: number, wrong: number): Limit => {
    let calls = 0;
    return { limit: 2000, answer: (n) => (++calls > from ? wrong : n) };
  };

  it('is told from one that is wrong', () => {
    let calls = 0;
    const flipping: Limit = { limit: 500, answer: (n) => n + 1e-3 * ++calls };
    const result = staysBelow(flipping).check();
    expect(result).toMatchObject({
      status: 'violated',
      note: expect.stringContaining('measured once more, the same case gives another answer'),
    });
    expect(staysBelow({ limit: 500 }).check().note).toBeUndefined();
  });

  it('does not replay in silence', () => {
    const found = staysBelow(moody(40, 3000)).check();
    expect(found.status).toBe('violated');
    const again = staysBelow(moody(1000, 3000)).check({ replay: found.replay! });
    expect(again).toMatchObject({
      status: 'holds',
      note: expect.stringContaining('the case of the replay does not fail'),
    });
    const later = staysBelow(moody(1, 3000)).check({ replay: found.replay! });
    expect(later).toMatchObject({
      status: 'violated',
      note: expect.stringContaining('the case of the replay does not fail'),
    });
    expect(staysBelow(moody(-1, 3000)).check({ replay: found.replay! }).note).toBeUndefined();
  });

  it('a replay that leads nowhere is said, and all cases are tried', async () => {
    for (const result of [
      staysBelow({ limit: 2000 }).check({ replay: '1:0:7:7:7:7' }),
      await staysBelowLater({ limit: 2000 }).check({ replay: '1:0:7:7:7:7' }),
    ]) {
      expect(result).toMatchObject({
        status: 'holds',
        runs: 100,
        note: expect.stringMatching(/^the replay 1:0:7:7:7:7 leads to no case/),
      });
    }
  });
});
