/** sin and cos in fixed point with exact reduction of the argument, for the slow phase and for the table of the fast one. */
import { type Fixed, piFixed, toFixed } from './fixed-point.ts';

/** cos r (parity 0) or sin r (parity 1) by the Taylor series, |r| < 2. */
function series(r: bigint, parity: 0 | 1, bits: number): bigint {
  const shift = BigInt(bits);
  const square = (r * r) >> shift;
  let term = parity === 0 ? 1n << shift : r;
  let sum = term;
  for (let n = BigInt(parity + 1); term !== 0n && term !== -1n; n += 2n) {
    term = -((term * square) >> shift) / (n * (n + 1n));
    sum += term;
  }
  return sum;
}

/** sin(r + quarters · π/2), r in fixed point. */
function turned(r: bigint, quarters: number, bits: number): bigint {
  const value = series(r, (quarters & 1) === 0 ? 1 : 0, bits);
  return (quarters & 2) === 0 ? value : -value;
}

/** sin(integer · 2^exponent + quarters · π/2): π/2 is taken to as many bits more as the argument is long. */
export function sinFixed(integer: bigint, exponent: number, quarters: number, bits: number): Fixed {
  const wide = bits + Math.max(0, exponent + 56) + 8;
  const halfPi = piFixed(wide + 1) >> 2n;
  const x = toFixed(integer, exponent, wide);
  const turns = (x + halfPi / 2n) / halfPi;
  const r = (x - turns * halfPi) >> BigInt(wide - bits);
  return { value: turned(r, Number(BigInt.asUintN(2, turns)) + quarters, bits) };
}

/** sin(π · integer · 2^exponent + quarters · π/2). */
export function sinPiFixed(integer: bigint, exponent: number, quarters: number, bits: number): Fixed {
  const doubled = toFixed(integer, exponent + 1, bits);
  const half = 1n << BigInt(bits - 1);
  const turns = (doubled + half) >> BigInt(bits);
  const r = ((doubled - (turns << BigInt(bits))) * piFixed(bits)) >> BigInt(bits + 1);
  return { value: turned(r, Number(BigInt.asUintN(2, turns)) + quarters, bits) };
}
