/** What a module under test prints: stdout belongs to the results, so the first lines are shown on stderr when all is done. */
import type { TextStream } from '../context.ts';
import { visible } from './visible.ts';

const LINES = 10;
const WIDTH = 160;

export interface ModuleOutput {
  readonly take: (text: string) => void;
  /** To be called while the threads are still there: what they print arrives late. */
  tell(stderr: TextStream, module: string): Promise<void>;
}

/** Milliseconds for what is on its way from a thread that has answered. */
const FLUSH = 50;

/** Keeps the first {@link LINES} lines and counts the others. */
export function moduleOutput(): ModuleOutput {
  const first: string[] = [];
  let [lines, open] = [0, ''];
  const add = (line: string): void => {
    lines += 1;
    if (first.length < LINES) first.push(line.length > WIDTH ? `${line.slice(0, WIDTH)}…` : line);
  };
  return {
    take(text) {
      const parts = (open + text).split('\n');
      open = parts.pop()!.slice(0, WIDTH + 1);
      for (const part of parts) add(part);
    },
    async tell(stderr, module) {
      await new Promise((resolve) => setImmediate(resolve));
      if (lines > 0 || open !== '') await new Promise((resolve) => setTimeout(resolve, FLUSH));
      if (open !== '') add(open);
      open = '';
      if (lines === 0) return;
      const heading = `${module} printed ${lines} line${lines === 1 ? '' : 's'}${lines > LINES ? `; the first ${LINES}` : ''}:`;
      stderr.write(`flowproof: ${heading}\n${first.map((line) => `  ${visible(line)}\n`).join('')}`);
    },
  };
}
