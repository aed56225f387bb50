import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  type ErrorCode,
  FlowproofError,
  fromMessage,
  PoleError,
  show,
  toMessage,
  WorkerError,
} from '../src/errors.ts';

describe('FlowproofError', () => {
  it('says argument, expected, received and way out in one line', () => {
    const error = new ArgumentError({
      argument: 'steps',
      expected: 'an integer',
      received: '1.5',
      wayOut: 'round it',
    });
    expect(error.message).toBe('steps: expected an integer, received 1.5; round it');
    expect(error.name).toBe('ArgumentError');
    expect(error).toBeInstanceOf(FlowproofError);
  });

  it('survives a structured clone as plain data, class and fields included', () => {
    const codes: readonly ErrorCode[] = [
      'argument',
      'shape',
      'pole',
      'format',
      'file',
      'worker',
      'diverged',
      'interrupted',
      'usage',
    ];
    for (const code of codes) {
      const error = fromMessage({ code, argument: 'a', expected: 'b', received: 'c', wayOut: 'd' });
      const back = fromMessage(structuredClone(toMessage(error)));
      expect(back.constructor).toBe(error.constructor);
      expect(back.name).toBe(error.constructor.name);
      expect({ ...back }).toEqual({ ...error });
      expect(back.message).toBe(error.message);
    }
    expect(
      fromMessage(toMessage(new PoleError({ argument: 't', expected: 'b', received: 'c' }))),
    ).toBeInstanceOf(PoleError);
  });

  it('turns a foreign error into a WorkerError that keeps its message', () => {
    const back = fromMessage(toMessage(new RangeError('too far')));
    expect(back).toBeInstanceOf(WorkerError);
    expect(back.received).toBe('RangeError: too far');
  });
});

describe('show', () => {
  it('is one short line without control characters, for any value', () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withTypedArray: true, withNullPrototype: true }),
        (value) => {
          const text = show(value);
          expect(text.length).toBeLessThanOrEqual(400);
          expect(text).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        },
      ),
    );
  });

  it('escapes what a terminal would obey', () => {
    expect(show('a\u001b[2J\u009b2J\u2028')).toBe(String.raw`"a\u001b[2J\u009b2J\u2028"`);
  });

  it('tells −0 from 0 and NaN from a string', () => {
    expect([show(-0), show(0), show(Number.NaN), show('NaN')]).toEqual(['-0', '0', 'NaN', '"NaN"']);
  });
});
