/** A line of text in shared memory, which outlives the thread that wrote it: two bytes of length, then UTF-8. */

const ROOM = 480;

/** Shared memory for one line; empty. */
export function callText(): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(2 + ROOM));
}

/** Writes a line over the last one, cut where there is no more room. */
export function writeCall(shared: Uint8Array, text: string): void {
  const bytes = new TextEncoder().encode(text).subarray(0, ROOM);
  shared.set(bytes, 2);
  shared[0] = bytes.length >> 8;
  shared[1] = bytes.length & 255;
}

/** The line; '' where none was written. */
export function readCall(shared: Uint8Array): string {
  const length = (shared[0]! << 8) | shared[1]!;
  return new TextDecoder().decode(shared.slice(2, 2 + length));
}
