/** What makes questions of drawn numbers, where numbers by chance alone would ask nothing: each rule by itself. */
import { describe, expect, test } from 'vitest';
import type { Case, Operation } from '../../../src/oracle/contract.ts';
import { instead } from '../../../src/oracle/formula.ts';
import { parametrizations } from '../../../src/oracle/formulas/parametrizations.ts';
import { stepsTaken } from '../../../src/oracle/formulas/solvers.ts';
import { drawCase } from '../../../src/oracle/generate.ts';
import { withFiniteSlopes } from '../../../src/oracle/operations/ends.ts';
import { schedules } from '../../../src/oracle/operations/fields.ts';
import { parametrizationConvert } from '../../../src/oracle/operations/parametrizations/convert.ts';
import { scheduleChange } from '../../../src/oracle/operations/schedules/change.ts';
import { solverSolve } from '../../../src/oracle/operations/solvers/solve.ts';
import { operations } from '../../../src/oracle/registry.ts';
import { evaluate } from '../../../src/oracle/truth.ts';
import { key } from '../../../src/random/index.ts';

const settingsOf = (operation: Operation, settings: Case['settings']): Case['settings'] =>
  drawCase(operation, key(81), { settings }).settings;

test('sizes are whole, from 1 on, the least first', () => {
  for (const { sizes } of operations) {
    for (const [least, most] of Object.values(sizes)) {
      expect([least, most].every(Number.isInteger)).toBe(true);
      expect(1 <= least && least <= most).toBe(true);
    }
  }
});

describe('a change to what is there already is a change to the next one', () => {
  test.each(parametrizations.map((from, i) => [from, i] as const))('parametrization %s', (from, i) => {
    const next = parametrizations[i + 1] ?? parametrizations[0];
    for (const to of parametrizations) {
      expect(settingsOf(parametrizationConvert, { from, to }).to).toBe(to === from ? next : to);
    }
  });

  test.each(schedules.map((schedule, i) => [schedule.kind, i] as const))('schedule %s (%i)', (_, i) => {
    const schedule = schedules[i]!;
    const next = schedules[i + 1] ?? schedules[0];
    for (const to of schedules) {
      expect(settingsOf(scheduleChange, { schedule, to }).to).toEqual(to === schedule ? next : to);
    }
  });
});

test('t = 1 is moved to 15/16 where σ̇ is infinite there, and no other time', () => {
  const times = [0, 0.5, 0.99, 1];
  for (const schedule of schedules) {
    const t = { dtype: 'float64', shape: [4], data: Float64Array.from(times) } as const;
    const drawn: Case = {
      id: '',
      operation: '',
      dtype: 'float64',
      sizes: {},
      settings: { schedule },
      inputs: { t },
    };
    const steep = schedule.kind === 'vp' || schedule.kind === 'linear-vp';
    expect([...withFiniteSlopes(drawn).inputs.t!.data]).toEqual(steep ? [0, 0.5, 0.99, 15 / 16] : times);
  }
});

test.each([
  // α/σ has every level on linear-vp, ends at 10 on ot (σ_min = 0.1) and begins at 1/8 on ve (σ_max = 8); on cond-ot it is t/(1 − t).
  ['linear-vp', [0.05, 0.5, 0.949], [0.9501, 0.951, 0.959, 0.99]],
  ['ot', [0.05, 0.5, 0.909], [0.9092, 0.92, 0.99]],
  ['ve', [0.1112, 0.5, 0.949], [0.05, 0.111, 0.9501]],
] as const)(
  'from %s to cond-ot, times whose level the old schedule has stay below 0.95, others go to ½ + 0.3 r',
  (kind, staying, moved) => {
    const data = Float64Array.from([...staying, ...moved]);
    const given: Case = {
      id: '',
      operation: scheduleChange.name,
      dtype: 'float64',
      sizes: {},
      settings: { schedule: schedules.find((s) => s.kind === kind), to: { kind: 'cond-ot' } },
      inputs: { r: { dtype: 'float64', shape: [data.length], data } },
    };
    const wanted = [...staying, ...moved.map((r) => 0.5 + 0.3 * r)];
    expect([...scheduleChange.arrange!(given).inputs.r!.data]).toEqual(wanted);
  },
);

test('where fewer steps are taken the last point stands for the missing ones, and is the answer', () => {
  const question = drawCase(solverSolve, key(83), {
    dtype: 'float64',
    sizes: { rows: 2, dim: 2, steps: 4 },
    settings: { solver: 'euler' },
  });
  const right = evaluate(solverSolve, question);
  const short = evaluate(solverSolve, question, { replace: [instead(stepsTaken, (_, n) => n - 2)] });
  const pointsOf = ({ probes }: typeof right): number[][] =>
    [0, 1, 2, 3].map((n) => probes.states!.slice(4 * n, 4 * (n + 1)).map(({ v }) => v));
  const [x0, x1, x2] = pointsOf(right);
  expect(pointsOf(short)).toEqual([x0, x1, x2, x2]);
  expect(short.outputs.x!.map(({ v }) => v)).toEqual(x2);
});
