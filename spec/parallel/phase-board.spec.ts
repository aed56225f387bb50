/** The board between one thread and its workers: what is found is what was posted, whenever one looks. */
import { expect, test } from 'vitest';
import {
  generationOf,
  nextPhase,
  type PhaseBoard,
  phaseBoard,
  post,
  postLeave,
  sleepUntilDone,
  workOff,
} from '../../src/parallel/phase-board.ts';

test('a phase is found, its units are done once each, then it is over', () => {
  const board = phaseBoard();
  const before = generationOf(board);
  post(board, { kind: 'update', step: 7, scale: 0.5 }, 3);
  const [one, two] = [nextPhase(board, before)!, nextPhase(board, before)!];
  expect(one).toEqual(two);
  expect(one.phase).toEqual({ kind: 'update', step: 7, scale: 0.5 });
  const done: number[] = [];
  workOff(board, one, (unit) => {
    done.push(unit);
    if (unit === 0) workOff(board, two, (other) => done.push(other));
  });
  expect(done).toEqual([0, 1, 2]);
  expect(sleepUntilDone(board, 3, 0)).toBe(true);
  expect(sleepUntilDone(board, 4, 0)).toBe(false);
});

test('whoever is still at an old phase takes nothing of the next', () => {
  const board = phaseBoard();
  post(board, { kind: 'gradient', step: 1 }, 2);
  const old = nextPhase(board, 0)!;
  workOff(board, old, () => {});
  post(board, { kind: 'reduce' }, 5);
  workOff(board, old, () => expect.unreachable());
  expect(sleepUntilDone(board, 1, 0)).toBe(false);
});

test('tickets go on beyond 32 bits', () => {
  const board = phaseBoard();
  board.words[1] = -3;
  const done: number[] = [];
  for (const [i, units] of [2, 4, 1].entries()) {
    post(board, { kind: 'gradient', step: i }, units);
    workOff(board, nextPhase(board, 2 * i)!, (unit) => done.push(unit));
  }
  expect(done).toEqual([0, 1, 0, 1, 2, 3, 0]);
});

test('a phase that is posted while another is read is never mixed with it', () => {
  const { words, numbers } = phaseBoard();
  const board: PhaseBoard = { words, numbers };
  post(board, { kind: 'gradient', step: 1 }, 2);
  workOff(board, nextPhase(board, 0)!, () => {});
  // At its first look at the numbers a worker is overtaken by the poster, who is in the middle of the next phase.
  let looks = 0;
  const overtaken = new Proxy(numbers, {
    get(target, name) {
      if (name === '0' && looks++ === 0) {
        Atomics.add(words, 0, 1);
        target[0] = Atomics.load(words, 1);
        target[1] = 9;
      } else if (looks === 1 && name === '3') {
        // The worker has read all; now the poster goes on.
        setTimeout(() => {}, 0);
      }
      return Reflect.get(target, name) as number;
    },
  });
  const finish = Atomics.wait;
  Atomics.wait = ((...args: Parameters<typeof finish>) => {
    if (words[0]! % 2 === 1) {
      target();
      return 'not-equal';
    }
    return finish(...args);
  }) as typeof finish;
  const target = (): void => {
    numbers[2] = 4;
    Atomics.store(words, 2, 0);
    Atomics.store(words, 3, 1);
    Atomics.add(words, 0, 1);
  };
  try {
    expect(nextPhase({ words, numbers: overtaken }, 0)).toMatchObject({
      phase: { kind: 'reduce' },
      units: 9,
    });
  } finally {
    Atomics.wait = finish;
  }
});

test('leaving', () => {
  const board = phaseBoard();
  postLeave(board);
  expect(nextPhase(board, 0)).toBeNull();
});
