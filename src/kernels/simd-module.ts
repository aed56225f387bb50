/**
 * A WebAssembly module of one function, written out as bytes, so that SIMD needs neither a compiler nor a file to load:
 *
 *     block(a, b, c, steps): for k < steps, for i < 4, for j < 8:  c[i, j] ← c[i, j] + a[k, i]·b[k, j]
 *
 * The arguments are byte addresses (multiples of 16) in the module's own memory of a[steps, 4], b[steps, 8] and c[4, 8],
 * all float32; steps ≥ 1. The 32 sums live in eight registers of four lanes; f32x4.mul and f32x4.add each round once, so
 * every lane does what Math.fround does after each operation. WebAssembly core specification 2.0, §5.
 */

/** Unsigned LEB128. */
function unsigned(n: number): number[] {
  return n < 128 ? [n] : [(n & 127) | 128, ...unsigned(n >>> 7)];
}

const I32 = 0x7f;
const V128 = 0x7b;
const VOID = 0x40;

const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];
const i32 = (value: number): number[] => [0x41, value];
const simd = (opcode: number): number[] => [0xfd, ...unsigned(opcode)];
const ALIGN_16 = 4;
const ALIGN_4 = 2;
const load = (at: number): number[] => [...simd(0x00), ALIGN_16, ...unsigned(at)];
const splat = (at: number): number[] => [...simd(0x09), ALIGN_4, ...unsigned(at)];
const store = (at: number): number[] => [...simd(0x0b), ALIGN_16, ...unsigned(at)];
const add = simd(0xe4);
const multiply = simd(0xe6);

const section = (id: number, content: number[]): number[] => [id, ...unsigned(content.length), ...content];
const name = (letter: string): number[] => [1, letter.charCodeAt(0)];

/** Locals: the four arguments, eight sums (two for each row), a row of b in two halves, one element of a. */
const [A, B, C, STEPS, SUM, LOW, HIGH, ELEMENT] = [0, 1, 2, 3, 4, 12, 13, 14] as const;

function body(): number[] {
  const sums = [0, 1, 2, 3, 4, 5, 6, 7];
  const advance = (local: number, bytes: number): number[] => [
    ...get(local),
    ...i32(bytes),
    0x6a,
    ...set(local),
  ];
  const accumulate = (sum: number, half: number): number[] => [
    ...get(sum),
    ...get(ELEMENT),
    ...get(half),
    ...multiply,
    ...add,
    ...set(sum),
  ];
  return [
    ...sums.flatMap((q) => [...get(C), ...load(16 * q), ...set(SUM + q)]),
    0x03, // loop
    VOID,
    ...[...get(B), ...load(0), ...set(LOW)],
    ...[...get(B), ...load(16), ...set(HIGH)],
    ...[0, 1, 2, 3].flatMap((i) => [
      ...[...get(A), ...splat(4 * i), ...set(ELEMENT)],
      ...accumulate(SUM + 2 * i, LOW),
      ...accumulate(SUM + 2 * i + 1, HIGH),
    ]),
    ...advance(A, 16),
    ...advance(B, 32),
    ...[...get(STEPS), ...i32(1), 0x6b, 0x22, STEPS], // steps − 1, kept and tested
    0x0d, // br_if to the loop
    0,
    0x0b, // end of the loop
    ...sums.flatMap((q) => [...get(C), ...get(SUM + q), ...store(16 * q)]),
    0x0b, // end of the function
  ];
}

/** The module with `pages` pages of 64 KiB of memory; exports the memory as `m` and the function as `f`. */
export function simdModule(pages: number): Uint8Array<ArrayBuffer> {
  const code = [1, 11, V128, ...body()];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 4, I32, I32, I32, I32, 0]),
    ...section(3, [1, 0]),
    ...section(5, [1, 1, ...unsigned(pages), ...unsigned(pages)]),
    ...section(7, [2, ...name('m'), 2, 0, ...name('f'), 0, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ]);
}
