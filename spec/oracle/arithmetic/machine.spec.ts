/** Every constant of a machine from the definition of its format. */
import { expect, test } from 'vitest';
import { ArgumentError } from '../../../src/errors.ts';
import { formats, machineOf, own, type Precision } from '../../../src/oracle/arithmetic/machine.ts';
import { power } from './coarse-machine.ts';

test.each<[Precision, number, number]>([
  ['float64', 53, 1023],
  ['float32', 24, 127],
  ['tf32', 11, 127],
  ['float16', 11, 15],
  ['bfloat16', 8, 127],
])('%s has the constants of its bits and exponents', (name, bits, most) => {
  expect(formats[name]).toEqual({
    bits,
    u: power(-bits),
    largest: (2 - power(1 - bits)) * power(most),
    normal: power(1 - most),
    least: power(2 - most - bits),
  });
});

test('a machine is IEEE 754 with the element type of the run, but for what is declared', () => {
  const [u32, u64, u11, u8] = [power(-24), power(-53), power(-11), power(-8)];
  expect(machineOf('float32')).toEqual({
    u: u32,
    accumulateU: u32,
    factorU: 0,
    inputU: 0,
    functionU: 8 * u32,
    largest: formats.float32.largest,
    normal: formats.float32.normal,
    tiny: formats.float32.least,
  });
  expect(machineOf('float64')).toMatchObject({ u: u64, accumulateU: u64, functionU: 8 * u64 });
  expect(machineOf('float64', { precision: 'float32' })).toMatchObject({
    u: u32,
    accumulateU: u32,
    factorU: 0,
    inputU: u32,
  });
  expect(machineOf('float32', { matmul: 'tf32' })).toMatchObject({ u: u32, factorU: u11, inputU: 0 });
  expect(machineOf('float32', { accumulate: 'float64' })).toMatchObject({ u: u32, accumulateU: u64 });
  expect(machineOf('float32', { precision: 'bfloat16', accumulate: 'float32' })).toMatchObject({
    u: u8,
    accumulateU: u32,
    factorU: 0,
    inputU: u8,
    largest: formats.bfloat16.largest,
  });
  expect(machineOf('float32', { flushToZero: true }).tiny).toBe(formats.float32.normal);
  // Factors of float16 overflow and lose digits where float32 does not.
  expect(machineOf('float32', { matmul: 'float16' })).toMatchObject({
    largest: formats.float16.largest,
    normal: formats.float16.normal,
    tiny: formats.float16.least,
  });
  expect(machineOf('float32', { functionUlps: 3 }).functionU).toBe(6 * u32);
  // Whatever it computes in, its answers are float32.
  expect(machineOf('float32', { precision: 'float64' })).toMatchObject({
    u: u32,
    accumulateU: u64,
    inputU: 0,
  });
  expect(own).toEqual(machineOf('float64', { functionUlps: 1 }));
});

test('what is no format and no number of units is refused', () => {
  for (const declared of [
    { precision: 'float8' },
    { accumulate: 'toString' },
    { matmul: '' },
    { functionUlps: -1 },
    { functionUlps: Number.NaN },
    { functionUlps: Infinity },
  ]) {
    expect(() => machineOf('float32', declared as never)).toThrow(ArgumentError);
  }
});
