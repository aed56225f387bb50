/**
 * CRC-32 of zip and gzip: the remainder modulo x³² + x²⁶ + x²³ + … + 1 over GF(2), bits reflected, inverted at both ends.
 * Source: ISO 3309; RFC 1952 section 8.
 */
const table: Uint32Array = Uint32Array.from({ length: 256 }, (_, byte) => {
  let r = byte;
  for (let bit = 0; bit < 8; bit++) r = r & 1 ? (r >>> 1) ^ 0xedb88320 : r >>> 1;
  return r;
});

/** The checksum as an unsigned 32-bit integer; crc32 of the ASCII text "123456789" is 0xcbf43926. */
export function crc32(bytes: Uint8Array): number {
  let r = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) r = table[(r ^ bytes[i]!) & 0xff]! ^ (r >>> 8);
  return (r ^ 0xffffffff) >>> 0;
}
