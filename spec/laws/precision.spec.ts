/** What an object states of its own accuracy is believed only within the range of real arithmetic: nobody buys a pass. */
import { expect, it } from 'vitest';
import { ObjectError } from '../../src/errors.ts';
import { marginalField } from '../../src/fields/index.ts';
import { precisionOf } from '../../src/laws/core/precision.ts';
import {
  boundaryEnd,
  boundaryStart,
  changeOfSchedule,
  conversions,
  densityOfTarget,
  type Law,
  laws,
  linearTrace,
  matchingOf,
  mlpNetwork,
  parametrizationOf,
  scheduleChangeOf,
  sdeOf,
  squaredError,
  tableauSolver,
  traceEstimate,
} from '../../src/laws/index.ts';
import { gaussianPath } from '../../src/paths/index.ts';
import { condOT, cosine } from '../../src/schedules/index.ts';
import { heun } from '../../src/solvers/index.ts';
import { gaussianMixture } from '../../src/targets/index.ts';

const target = gaussianMixture({ means: [[-1], [1]], stds: [0.8, 1] });
const field = marginalField({ schedule: condOT, target });
const foreign = {
  dim: 1,
  velocity: field.velocity,
  logDensity: field.logDensity,
  sourceLogDensity: (x: Float64Array, out: Float64Array) => field.logDensity(0, x, out),
  targetLogDensity: (x: Float64Array, out: Float64Array) => field.logDensity(1, x, out),
};
const OF_A_KIND: Readonly<Record<string, object>> = {
  path: gaussianPath(condOT, 1),
  field,
  matching: matchingOf(field),
  loss: { ...squaredError, huber: 0.1, weighting: { schedule: condOT, matching: 'target', weight: () => 1 } },
  generator: sdeOf(field, 1),
  network: mlpNetwork({ dim: 2, hidden: [3], activation: 'tanh', time: { kind: 'input' } }),
  solver: tableauSolver(heun),
  density: densityOfTarget(target),
  parametrization: parametrizationOf(condOT),
};
// biome-ignore lint/suspicious/noExplicitAny: laws of all kinds
const AS_IT_IS: readonly [Law<any, any>, object][] = [
  [boundaryStart, foreign],
  [boundaryEnd, foreign],
  [changeOfSchedule, scheduleChangeOf(cosine, condOT)],
  [traceEstimate, linearTrace([[1]], (_key, out) => out.fill(1))],
];

const judging = laws.filter(({ kind }) => kind in OF_A_KIND).map((law) => [law.id, law] as const);

it.each(judging)('%s takes no precision beyond 2⁻¹⁰', (_id, law) => {
  const [, object] = AS_IT_IS.find(([own]) => own === law) ?? [law, OF_A_KIND[law.kind]!];
  const result = law({ ...object, precision: 1 }).check({ runs: 1, shrink: false });
  expect(result).toMatchObject({ status: 'faulty', reason: expect.stringMatching(/precision: expected/) });
});

it('a precision is that of some arithmetic', () => {
  expect(precisionOf({})).toBe(2 ** -52);
  for (const precision of [2 ** -52, 2 ** -23, 2 ** -10]) expect(precisionOf({ precision })).toBe(precision);
  for (const precision of [Number.NaN, -1, 0, 2 ** -53, 2 ** -9, Infinity, '1e-7', null]) {
    expect(() => precisionOf({ precision })).toThrow(ObjectError);
  }
});

it('conversions that are halved do not hold because they say that they are coarse', () => {
  const right = parametrizationOf(condOT);
  const halved: typeof right = {
    ...right,
    convert(from, to, t, x, prediction, out) {
      right.convert(from, to, t, x, prediction, out);
      for (let i = 0; i < out.length; i++) out[i]! /= 2;
    },
  };
  expect(conversions({ ...halved, precision: 2 ** -10 }).check().status).toBe('violated');
});
