/** Supervised threads whose messages end, loop and throw, each for itself, also when the next one has been sent before its turn. */
import { Worker } from 'node:worker_threads';
import { describe, expect, test, vi } from 'vitest';
import type { Outcome } from '../../src/parallel/outcome.ts';

// The built one, whose entries are; named so that the compiler does not look for it.
const built: string = '#dist/parallel/supervised.js';
type Module = typeof import('../../src/parallel/supervised.ts');
const { supervise } = (await import(built)) as Module;

/** A module of laws that does this when it is loaded. */
const message = (code: string) => ({
  task: 'list',
  source: { kind: 'module', url: `data:text/javascript,${encodeURIComponent(code)}`, shown: 'it' },
});
const throws = (i: number): string => `throw new RangeError('number ${i}')`;

const codes = Array.from({ length: 12 }, (_, i) => throws(i));
// Slower than the one behind it, which must wait all the same.
codes[2] = `await new Promise((resolve) => setTimeout(resolve, 60)); ${throws(2)}`;
codes[4] = 'process.exit(3)';
codes[5] = 'process.exit(4)';
codes[8] = 'for (;;);';

/** In a word. */
function word(outcome: Outcome): string {
  if (outcome.kind === 'error')
    return /number \d+/.exec(JSON.stringify(outcome.error))?.[0] ?? 'another error';
  return outcome.kind === 'ended' ? outcome.reason : outcome.kind;
}

const expected = Array.from({ length: 12 }, (_, i) => `number ${i}`);
expected[4] = 'process.exit(3)';
expected[5] = 'process.exit(4)';
expected[8] = 'late';

describe.each([0, 1e9])('with messages of up to %d ms sent two at once', (short) => {
  test.each([1, 2])('each outcome belongs to its message, on %d threads', async (threads) => {
    const crew = supervise(threads, 'law-worker.js');
    const started: number[] = [];
    const done: number[] = [];
    try {
      const outcomes = await crew.run(codes.map(message), {
        limit: 700,
        short,
        onStart: (index) => started.push(index),
        onOutcome: (index) => done.push(index),
      });
      expect(outcomes.map(word)).toEqual(expected);
    } finally {
      await crew.close();
    }
    const all = codes.map((_, i) => i);
    expect(started.toSorted((a, b) => a - b)).toEqual(all);
    expect(done.toSorted((a, b) => a - b)).toEqual(all);
    if (threads === 1) expect(started).toEqual(all);
  });
});

test.each([
  [0, [1, 2, 3, 4]],
  [1e9, [1, 3, 4, 4]],
])('a thread has been sent as many messages as %d ms allow when it answers', async (short, sent) => {
  const post = vi.spyOn(Worker.prototype, 'postMessage');
  const crew = supervise(1, 'law-worker.js');
  try {
    const counts: number[] = [];
    const onOutcome = (): void => void counts.push(post.mock.calls.length);
    await crew.run(
      [0, 1, 2, 3].map((i) => message(throws(i))),
      { limit: 20_000, short, onOutcome },
    );
    expect(counts).toEqual(sent);
  } finally {
    post.mockRestore();
    await crew.close();
  }
});
