/**
 * Bytes as text for a string literal, which gzip makes smaller than base64 and hexadecimal digits, as most bytes stay one character: of
 * the module, 8.8 kB instead of 11.5 and 9.5.
 *
 * With k = (byte + 16) mod 256, k < 91 is the character of number k, k < 184 those of 91 and k − 91, and the rest those of 92 and k − 184.
 * The characters are those of ASCII from the space on, but for the double quote and the backslash. scripts/build-kernels.mjs writes it.
 */

const [DOUBLE_QUOTE, BACKSLASH] = [34, 92];

/** The bytes that `text` stands for. */
export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const number = code - 32 - Number(code > DOUBLE_QUOTE) - Number(code > BACKSLASH);
    if (from === 0 && number > 90) from = number === 91 ? 91 : 184;
    else {
      bytes.push((from + number - 16) & 255);
      from = 0;
    }
  }
  return Uint8Array.from(bytes);
}
