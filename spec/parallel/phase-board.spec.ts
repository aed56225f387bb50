/** The board between one thread and its workers: every unit of every phase is done once, as what it is, however late one looks. */
import { expect, test } from 'vitest';
import {
  attendance,
  dismiss,
  nextPost,
  type PhaseBoard,
  phaseBoard,
  post,
  sleepUntilDone,
  workOff,
} from '../../src/parallel/phase-board.ts';
import type { Phase } from '../../src/training/index.ts';

const NEXT = 2;

test('a phase is found, its units are done once each, then it is over', () => {
  const board = phaseBoard();
  post(board, { kind: 'update', step: 7, scale: 0.5 }, 3);
  const done: [Phase, number][] = [];
  workOff(board, (phase, unit) => {
    done.push([phase, unit]);
    if (unit === 0) workOff(board, (...other) => done.push(other));
  });
  const phase = { kind: 'update', step: 7, scale: 0.5 };
  expect(done).toEqual([0, 1, 2].map((unit) => [phase, unit]));
  expect(sleepUntilDone(board, 3, 0, true)).toBe(true);
  expect(sleepUntilDone(board, 4, 0, true)).toBe(false);
  workOff(board, () => expect.unreachable());
});

test('tickets go on beyond 32 bits', () => {
  const board = phaseBoard();
  board.words[NEXT] = -3;
  board.words[1] = -3;
  const done: number[] = [];
  for (const [step, units] of [2, 4, 1].entries()) {
    post(board, { kind: 'gradient', step }, units);
    workOff(board, (phase, unit) => done.push(10 * ('step' in phase ? phase.step : Number.NaN) + unit));
  }
  expect(done).toEqual([0, 1, 10, 11, 12, 13, 20]);
});

/**
 * Runs `workOff` of a worker that is overtaken at the point where it has done `operations` atomic operations: another does all that is
 * left of the phase there, and the next phase is posted.
 */
function overtaken(operations: number): [string, number][] {
  const board: PhaseBoard = phaseBoard();
  const done: [string, number][] = [];
  const note = (phase: Phase, unit: number): void => {
    done.push([phase.kind, unit]);
  };
  post(board, { kind: 'gradient', step: 0 }, 1);
  let left = operations;
  const natural = { load: Atomics.load, compareExchange: Atomics.compareExchange, add: Atomics.add };
  const restore = (): unknown => Object.assign(Atomics, natural);
  const counted =
    (name: keyof typeof natural) =>
    (...args: [Int32Array, number, number, number]): number => {
      if (left-- !== 0) return (natural[name] as (...a: typeof args) => number)(...args);
      restore();
      workOff(board, note);
      // A unit that the worker has taken is not done: then nobody posts.
      if (sleepUntilDone(board, 1, 0, false)) post(board, { kind: 'reduce' }, 2);
      return (natural[name] as (...a: typeof args) => number)(...args);
    };
  Object.assign(Atomics, {
    load: counted('load'),
    compareExchange: counted('compareExchange'),
    add: counted('add'),
  });
  try {
    workOff(board, note);
  } finally {
    restore();
  }
  if (done.length === 1) post(board, { kind: 'reduce' }, 2);
  workOff(board, note);
  return done;
}

test.each([0, 1, 2, 3, 4, 5, 6])(
  'a worker overtaken at its atomic operation %i mixes no phases',
  (operations) => {
    expect(overtaken(operations)).toEqual([
      ['gradient', 0],
      ['reduce', 0],
      ['reduce', 1],
    ]);
  },
);

test('workers sleep until something is posted, and leave when their shift is dismissed', () => {
  const board = phaseBoard();
  const early = attendance(board, false);
  post(board, { kind: 'reduce' }, 1);
  expect(nextPost(board, early)).toBe(early.posts + 1);
  dismiss(board);
  expect(nextPost(board, early)).toBeNull();
  const late = attendance(board, false);
  workOff(board, () => {});
  post(board, { kind: 'reduce' }, 1);
  expect(nextPost(board, late)).toBe(late.posts + 1);
  expect(nextPost(board, early)).toBeNull();
});
