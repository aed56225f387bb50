/**
 * Wrong objects get a clear verdict, never a pass, an exception or a hang: NaN, functions that throw, promises, wrong shapes, nothing at all.
 * Kinks are in schedule.spec.ts and flow-map.spec.ts, next to the laws that look for them.
 */
import { describe, expect, it } from 'vitest';
import { marginalField } from '../../src/fields/index.ts';
import { boundaryEnd, boundaryPath, boundaryStart } from '../../src/laws/boundary/index.ts';
import type { Law, LawResult } from '../../src/laws/core/index.ts';
import { flowMapInverse, flowMapVelocity, pushForward } from '../../src/laws/flow-map/index.ts';
import { scheduleBoundary, scheduleDerivatives, scheduleInverses } from '../../src/laws/schedule/index.ts';
import { gaussianPath } from '../../src/paths/index.ts';
import { condOT } from '../../src/schedules/index.ts';
import { gaussianMixture } from '../../src/targets/index.ts';

// biome-ignore lint/suspicious/noExplicitAny: objects that are wrong on purpose
type Wrong = any;
type Members = Readonly<Record<string, readonly Law<Wrong, Wrong>[]>>;

/** Which laws call which member. */
const SCHEDULE: Members = {
  alpha: [scheduleDerivatives, scheduleInverses, scheduleBoundary],
  sigma: [scheduleDerivatives, scheduleInverses, scheduleBoundary],
  alphaDot: [scheduleDerivatives],
  sigmaDot: [scheduleDerivatives],
  sigmaSigmaDot: [scheduleDerivatives],
  snr: [scheduleInverses],
  snrInverse: [scheduleInverses],
  logSnr: [scheduleInverses],
  logSnrInverse: [scheduleInverses],
};
const PATH: Members = {
  sample: [boundaryPath, flowMapVelocity, flowMapInverse, pushForward],
  targetVelocity: [flowMapVelocity],
  velocity: [flowMapVelocity],
  inverseFlow: [flowMapInverse],
  score: [pushForward],
  logDensity: [pushForward],
  divergence: [pushForward],
};
const FIELD: Members = { logDensity: [boundaryStart, boundaryEnd] };

const path = gaussianPath(condOT, 2);
const target = gaussianMixture({ means: [[1, -1]], stds: [0.5] });
const field = marginalField({ schedule: condOT, target });
const OBJECTS = [
  { kind: 'schedule', right: condOT as Wrong, members: SCHEDULE },
  { kind: 'path', right: path as Wrong, members: PATH },
  { kind: 'field', right: field as Wrong, members: FIELD },
];

/** What a member may do wrong, given the right one; and what the verdict must say. */
const FAULTS: readonly { name: string; wrong: (right: Wrong) => unknown; says: RegExp }[] = [
  {
    name: 'throws',
    wrong: () => () => {
      throw new RangeError('not today');
    },
    says: /the object threw RangeError: not today/,
  },
  {
    name: 'throws a string',
    wrong: () => () => {
      throw 'a string';
    },
    says: /the object threw a string/,
  },
  {
    name: 'is async',
    wrong:
      (right) =>
      (...args: unknown[]) =>
        Promise.resolve(right(...args)),
    says: /received a promise/,
  },
  { name: 'is null', wrong: () => null, says: /expected a function, received null/ },
  { name: 'is a number', wrong: () => 3, says: /expected a function, received 3/ },
  {
    name: 'answers NaN',
    wrong:
      () =>
      (...args: unknown[]) => {
        const out = args.at(-1);
        if (out instanceof Float64Array) out.fill(Number.NaN);
        return Number.NaN;
      },
    says: /received NaN/,
  },
  {
    name: 'is NaN at one place of many',
    wrong:
      (right) =>
      (...args: unknown[]) => {
        const value = right(...args);
        const out = args.at(-1);
        if (out instanceof Float64Array) out[out.length - 1] = Number.NaN;
        return out instanceof Float64Array ? value : Number.NaN;
      },
    says: /received NaN/,
  },
  {
    name: 'answers undefined and writes nothing',
    wrong: () => () => undefined,
    says: /received (undefined|NaN in out\[0\], or nothing was written there)/,
  },
  { name: 'answers a string', wrong: () => () => '0.5', says: /received ("0\.5"|NaN in out)/ },
];

describe.each(OBJECTS)('a wrong $kind', ({ right, members }) => {
  const cases = Object.entries(members).flatMap(([member, laws]) =>
    FAULTS.flatMap((fault) =>
      laws.map((law) => ({ member, law, fault, name: `${law.id}: ${member} ${fault.name}` })),
    ),
  );

  it.each(cases)('$name', ({ member, law, fault }) => {
    const held = law({ ...right, [member]: fault.wrong(right[member]) });
    const result: LawResult = held.check({ runs: 4 });
    expect(result.status).toBe('faulty');
    expect(result.reason).toMatch(fault.says);
    if (result.counterexample === null) expect(result).toMatchObject({ runs: 0, replay: null });
    else expect(held.check({ replay: result.replay! }).reason).toBe(result.reason);
    expect(() => held.assert({ runs: 4 })).toThrow(new RegExp(`^${law.id} met a faulty`));
  });
});

describe.each([
  scheduleDerivatives,
  scheduleInverses,
  scheduleBoundary,
  boundaryPath,
  flowMapVelocity,
  flowMapInverse,
  pushForward,
  boundaryStart,
  boundaryEnd,
] as readonly Law<Wrong, Wrong>[])('$id', (law) => {
  it.each([undefined, null, 3, 'text', {}, [], () => 1])('takes %s for faulty', (object) => {
    const result = law(object).check();
    expect(result).toMatchObject({ status: 'faulty', runs: 0, counterexample: null, residual: null });
    expect(result.reason).toMatch(/expected a function, received/);
    expect(() => law(object).assert()).toThrow(/met a faulty/);
    expect(() => law(object).property()).toThrow(/expected a function/);
  });
});

describe('shapes', () => {
  const lawsOf = (members: Members): Law<Wrong, Wrong>[] => [...new Set(Object.values(members).flat())];

  it.each([undefined, null, 0, -1, 1.5, Number.NaN, '2', Infinity])('dim = %s is no dimension', (dim) => {
    for (const law of lawsOf(PATH)) {
      expect(law({ ...path, dim }).check().reason).toMatch(/^dim: expected an integer >= 1/);
    }
    for (const law of lawsOf(FIELD)) {
      expect(law({ ...field, dim }).check().reason).toMatch(/^dim: expected an integer >= 1/);
    }
  });

  it('a dim that is not that of the functions', () => {
    for (const law of lawsOf(PATH)) {
      // Two coordinates are written, three are there.
      const short = (t: number, x0: Float64Array, z: Float64Array, out: Float64Array): void => {
        for (let i = 0; i < 2; i++) out[i] = t * z[i]! + (1 - t) * x0[i]!;
      };
      const result = law({ ...path, dim: 3, sample: short }).check({ runs: 4 });
      expect(result.status).toBe('faulty');
      expect(result.reason).toMatch(/in out\[2\], or nothing was written there|multiple of 2/);
      // Ours says so itself.
      expect(law({ ...path, dim: 3 }).check({ runs: 4 }).status).toBe('faulty');
    }
    for (const law of lawsOf(FIELD))
      expect(law({ ...field, dim: 3 }).check({ runs: 4 }).status).toBe('faulty');
  });

  it('a log-density that is summed over the rows', () => {
    const summed = {
      ...path,
      logDensity(t: number, x: Float64Array, z: Float64Array, out: Float64Array): void {
        path.logDensity(t, x, z, out);
        out[0] = out.reduce((sum, value) => sum + value, 0);
      },
    };
    expect(pushForward(summed).check({ runs: 20 }).status).toBe('violated');
  });

  it('ends that are no numbers', () => {
    expect(scheduleBoundary({ ...condOT, ends: { alpha0: 'x' } } as Wrong).check().reason).toMatch(
      /ends\.alpha0/,
    );
    expect(boundaryPath({ ...path, ends: null } as Wrong).check().reason).toMatch(/ends\.alpha0/);
  });
});

describe('values beyond all bounds', () => {
  it('±∞ where a finite number is due', () => {
    const infinite = { ...condOT, sigma: (t: number) => (t > 0.6 ? Infinity : 1 - t) };
    for (const law of [scheduleDerivatives, scheduleInverses, scheduleBoundary]) {
      expect(law(infinite).check().status).toBe('faulty');
    }
    const far = {
      ...path,
      sample: (_t: number, _x: unknown, _z: unknown, out: Float64Array) => void out.fill(Infinity),
    };
    for (const law of [boundaryPath, flowMapVelocity, flowMapInverse, pushForward]) {
      expect(law(far as Wrong).check().status).toBe('faulty');
    }
  });

  it('numbers that overflow in differences are no pass', () => {
    const huge = {
      ...path,
      sample(t: number, x0: Float64Array, z: Float64Array, out: Float64Array): void {
        path.sample(t, x0, z, out);
        for (let i = 0; i < out.length; i++) out[i]! *= 1e308;
      },
    };
    for (const law of [boundaryPath, flowMapVelocity, flowMapInverse, pushForward]) {
      expect(law(huge).check().status).not.toBe('holds');
    }
  });

  it('a map that forgets x₀ has no density and no inverse', () => {
    const still = {
      ...path,
      sample: (_t: number, _x: unknown, z: Float64Array, out: Float64Array) => out.set(z),
    };
    for (const law of [flowMapInverse, pushForward])
      expect(law(still as Wrong).check().status).not.toBe('holds');
  });
});
