/** A random key: 64 bits of Philox key and a 32-bit stream number. Plain data, safe to send between threads. */
export interface Key {
  readonly k0: number;
  readonly k1: number;
  readonly stream: number;
}
