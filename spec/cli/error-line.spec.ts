import { describe, expect, test } from 'vitest';
import { toFailure } from '../../src/cli/error-line.ts';
import { DivergenceError, FileError, InterruptedError, WorkerError } from '../../src/errors.ts';

const details = { argument: 'a', expected: 'b', received: 'c' };

describe('toFailure', () => {
  test.each([
    [new FileError(details), 2],
    [new DivergenceError(details), 1],
    [new InterruptedError(details), 130],
    [new WorkerError(details), 70],
    [new TypeError('x is not a function'), 70],
    ['a thrown string', 70],
    [Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC', syscall: 'write' }), 2],
  ])('%s has code %d', (error, code) => {
    const failure = toFailure(error, 'flowproof --help');
    expect(failure.exitCode).toBe(code);
    expect(failure.line).toMatch(/^flowproof: [^\n]+$/);
  });

  test('control characters and line breaks become visible', () => {
    const { line } = toFailure(new FileError({ ...details, argument: 'x\u001b[31m\r\ny\u2028' }), 'h');
    expect(line).not.toMatch(/\p{Cc}|\u2028/u);
    expect(line).toContain('\\u001b[31m');
  });

  test('what nobody foresaw asks for a report', () => {
    expect(toFailure(new RangeError('boom'), 'h').line).toContain('please report it');
  });
});
