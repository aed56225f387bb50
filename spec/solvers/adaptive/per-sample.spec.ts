import { describe, expect, test } from 'vitest';
import { dop853, dopri5, solveAdaptive } from '../../../src/solvers/index.ts';
import { swirl } from '../problems.ts';

const DIM = 2;
const ROWS = 7;
const start = Float64Array.from({ length: ROWS * DIM }, (_, i) => Math.sin(3 * i + 1) * (1 + i));
const options = { dim: DIM, solver: dopri5, control: 'sample', rtol: 1e-7, atol: 1e-7 } as const;

const row = (x: Float64Array, r: number): Float64Array => x.slice(r * DIM, (r + 1) * DIM);

describe('control by sample', () => {
  test('gives each row what it gets alone, to the bit, wherever it stands', () => {
    const times = [0.25, 0.5, 1];
    const run = solveAdaptive(swirl, start, { ...options, times, dense: true });
    for (let r = 0; r < ROWS; r++) {
      const alone = solveAdaptive(swirl, row(start, r), { ...options, control: 'batch', times, dense: true });
      expect(row(run.x, r)).toEqual(alone.x);
      expect(run.rows![r]).toMatchObject({
        nfe: alone.nfe,
        accepted: alone.accepted,
        rejected: alone.rejected,
      });
      expect(run.rows![r]!.times).toEqual(alone.times);
      expect(run.rows![r]!.rejectedSteps).toEqual(alone.rejectedSteps);
      for (const i of times.keys()) {
        const first = i * ROWS * DIM + r * DIM;
        expect(run.path!.slice(first, first + DIM)).toEqual(row(alone.path!, i));
      }
      expect(row(run.at!(0.4), r)).toEqual(alone.at!(0.4));
    }
    const reversed = Float64Array.from(
      Array.from({ length: ROWS }, (_, r) => [...row(start, ROWS - 1 - r)]).flat(),
    );
    const back = solveAdaptive(swirl, reversed, options);
    for (let r = 0; r < ROWS; r++) expect(row(back.x, ROWS - 1 - r)).toEqual(row(run.x, r));
  });

  test('needs other steps for other rows, and tells their mean', () => {
    const { rows, nfe, accepted, rejected, times } = solveAdaptive(swirl, start, options);
    const counts = rows!.map((r) => r.accepted);
    expect(new Set(counts).size).toBeGreaterThan(1);
    const mean = (part: 'nfe' | 'accepted' | 'rejected') => rows!.reduce((s, r) => s + r[part], 0) / ROWS;
    expect([nfe, accepted, rejected]).toEqual([mean('nfe'), mean('accepted'), mean('rejected')]);
    expect(times.length).toBe(0);
  });

  test('is not control by batch, which couples the rows', () => {
    const far = start.slice();
    far[ROWS * DIM - 1] = 50;
    const first = (control: 'batch' | 'sample', x: Float64Array) =>
      row(solveAdaptive(swirl, x, { ...options, control }).x, 0);
    expect(first('sample', far)).toEqual(first('sample', start));
    expect(first('batch', far)).not.toEqual(first('batch', start));
  });

  test('lets one row stop and the others arrive', () => {
    // Rows that start above 0 meet a pole at t = 1/x.
    const pole: typeof swirl = (_t, x, out) => {
      for (let i = 0; i < x.length; i++) out[i] = x[i]! > 0 ? x[i]! * x[i]! : -x[i]!;
    };
    const run = solveAdaptive(pole, new Float64Array([-1, 2, -3]), {
      ...options,
      dim: 1,
      times: [0.25, 0.75],
    });
    expect(run.rows!.map(({ status }) => status)).toEqual(['done', 'step-too-small', 'done']);
    expect(run.status).toBe('step-too-small');
    expect(run.reason).toContain('row 1');
    expect(run.t).toBe(run.rows![1]!.t);
    expect(Math.abs(run.t - 0.5)).toBeLessThanOrEqual(1e-6);
    expect([...run.path!].map(Number.isNaN)).toEqual([false, false, false, false, true, false]);
    const first = solveAdaptive(pole, new Float64Array([2, -1]), { ...options, dim: 1 });
    expect(first.reason).toContain('row 0');
  });

  test('works on float32 rows and on none', () => {
    const single = solveAdaptive(swirl, Float32Array.from(start), { ...options, solver: dop853, rtol: 1e-5 });
    const alone = solveAdaptive(swirl, Float32Array.from(row(start, 3)), {
      ...options,
      solver: dop853,
      rtol: 1e-5,
    });
    expect(single.x.slice(3 * DIM, 4 * DIM)).toEqual(alone.x);
    const none = solveAdaptive(swirl, new Float64Array(0), options);
    expect(none).toMatchObject({ status: 'done', nfe: 0, rows: [], t: 1 });
  });
});
