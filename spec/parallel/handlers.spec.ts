import { describe, expect, test } from 'vitest';
import { allocate } from '../../src/array/float-array.ts';
import { ArgumentError, ShapeError } from '../../src/errors.ts';
import { buildField, type FieldSpec } from '../../src/parallel/field-spec.ts';
import type { HandlerContext } from '../../src/parallel/handler.ts';
import { type FieldMessage, fieldHandler } from '../../src/parallel/handlers/field.ts';
import { releaseHandler } from '../../src/parallel/handlers/release.ts';
import { earlier, solveHandler } from '../../src/parallel/handlers/solve.ts';
import { SessionCache } from '../../src/parallel/sessions.ts';
import { openShare, TILE_ROWS } from '../../src/parallel/tiles.ts';
import { euler, rk4, solve } from '../../src/solvers/index.ts';
import type { Breakdown } from '../../src/solvers/integrate.ts';
import { plan } from '../../src/solvers/solve.ts';
import { bits, fieldModule, lattice, rejection } from './support.ts';

const fresh = (): HandlerContext => ({ sessions: new SessionCache(), pause: async () => {} });
const rows = 3 * TILE_ROWS + 17;

describe('the field handler', () => {
  const message = (out: FieldMessage['out']): FieldMessage => ({
    spec: fieldModule('swirl'),
    quantity: 'velocity',
    t: 0.375,
    dim: 2,
    ...openShare(rows),
    x: lattice(Float32Array, rows, 2),
    out,
  });

  test('the call on the whole batch; what others have taken is left alone', async () => {
    const field = await buildField(fieldModule('swirl'));
    const whole = new Float32Array(2 * rows);
    field.velocity(0.375, lattice(Float32Array, rows, 2), whole);
    const out = new Float32Array(2 * rows).fill(-9);
    const asked = message(out);
    // The first two tiles are somebody else's.
    asked.taken[0] = 2;
    expect(await fieldHandler(asked, fresh())).toBeNull();
    expect([...out.subarray(0, 2 * 2 * TILE_ROWS)].every((v) => v === -9)).toBe(true);
    expect(bits(out.subarray(2 * 2 * TILE_ROWS))).toEqual(bits(whole.subarray(2 * 2 * TILE_ROWS)));
    expect(await fieldHandler(message(out), fresh())).toBeNull();
    expect(bits(out)).toEqual(bits(whole));
  });

  test('a scalar quantity writes one value per row', async () => {
    const out = new Float32Array(rows);
    await fieldHandler({ ...message(out), quantity: 'divergence' }, fresh());
    expect(out.every((v) => v !== 0)).toBe(true);
  });

  test('a quantity that the field lacks is refused, with those it has', async () => {
    const failure = fieldHandler({ ...message(new Float32Array(rows)), quantity: 'score' }, fresh());
    await expect(failure).rejects.toThrow(/quantity: expected one that this field has: velocity, divergence/);
  });

  test('the columns must be those of the field', async () => {
    const failure = fieldHandler({ ...message(new Float32Array(3)), dim: 3 }, fresh());
    await expect(failure).rejects.toThrow(ShapeError);
  });
});

describe('the solve handler', () => {
  test('all shares together are solve on the whole batch, with its path', async () => {
    const field = await buildField(fieldModule('swirl'));
    const x0 = lattice(Float64Array, rows, 2);
    const options = { solver: rk4, steps: 5, path: true };
    const whole = solve(field, x0, options);
    const x = x0.slice() as Float64Array;
    const path = allocate('float64', 6 * 2 * rows);
    const message = { ...openShare(rows), spec: fieldModule('swirl'), plan: plan(options, 2), x, path };
    const answers = await Promise.all([1, 2, 3].map(() => solveHandler(message, fresh())));
    expect(answers).toEqual(Array(3).fill({ nfe: 20, breakdown: null, failure: null }));
    expect(bits(x)).toEqual(bits(whole.x));
    expect(bits(path)).toEqual(bits(whole.path!));
  });

  test('does nothing where all is taken', async () => {
    const taken = Int32Array.of(1);
    const share = { rows: 1, tileRows: 64, taken, path: null, x: new Float64Array([0.25, 0.5]) };
    const message = { ...share, spec: fieldModule('swirl'), plan: plan({ solver: euler, steps: 1 }, 2) };
    expect(await solveHandler(message, fresh())).toEqual({ nfe: 0, breakdown: null, failure: null });
    expect([...message.x]).toEqual([0.25, 0.5]);
  });

  test('the earlier breakdown is the lower step, then the lower row', () => {
    const at = (step: number, row: number): Breakdown => ({ step, row, t: 0, value: NaN });
    expect(earlier(null, null)).toBeNull();
    expect(earlier(at(2, 5), null)).toEqual(at(2, 5));
    expect(earlier(null, at(2, 5))).toEqual(at(2, 5));
    expect(earlier(at(2, 5), at(1, 9))).toEqual(at(1, 9));
    expect(earlier(at(2, 5), at(2, 4))).toEqual(at(2, 4));
    expect(earlier(at(1, 5), at(2, 4))).toEqual(at(1, 5));
  });
});

test('the release handler forgets the session and says what is left', () => {
  const context = fresh();
  context.sessions.get(1, 'a', () => 0);
  context.sessions.get(2, 'a', () => 0);
  const arrived = new Int32Array(new SharedArrayBuffer(4));
  expect(releaseHandler({ session: 1, arrived, threads: 1 }, context)).toBe(1);
  expect(arrived[0]).toBe(1);
});

describe('field specs', () => {
  test.each<[string, unknown, RegExp]>([
    ['no spec', undefined, /spec\.kind: .*undefined/],
    ['an unknown kind', { kind: 'exact' }, /spec\.kind: .*"exact"/],
    ['no such module', { kind: 'module', url: 'file:///no/such/field.mjs', export: 'f' }, /spec\.url/],
    ['no such export', fieldModule('missing'), /spec\.export: .*missing: undefined/],
    ['an export that is no function', fieldModule('notAFunction'), /spec\.export: .*notAFunction: 3/],
    ['a function that makes no field', fieldModule('noField'), /spec\.export noField: .*\{ dim, velocity \}/],
  ])('%s is an ArgumentError', async (_, spec, message) => {
    const error = await rejection(buildField(spec as FieldSpec));
    expect(error).toBeInstanceOf(ArgumentError);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).not.toContain('\n');
  });
});
