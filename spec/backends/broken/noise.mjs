// Bytes that are no text, in lines.

export default () => {
  process.stdout.write(Uint8Array.from({ length: 4096 }, (_, i) => (i * 197 + (i >> 3) * 31) % 256));
  process.stdout.write('\n');
};
