/**
 * Zip archives: strict reading within a size limit, and writing that gives the same bytes on every day.
 */
import { deflateSync, Inflate, inflateSync } from 'fflate';
import { ArgumentError } from '../errors.ts';
import { crc32 } from './crc32.ts';
import { DEFAULT_MAX_BYTES } from './limits.ts';
import { hasLoneSurrogate, malformed } from './malformed.ts';
import { show } from './printable.ts';
import { type ZipEntry, zipDirectory } from './zip-directory.ts';

// One piece of input makes at most 1032 times its size before the declared size is looked at again.
const PIECE = 16384;

/** The files of a zip archive by name, in its order. Each is inflated within its declared size and its CRC compared. */
export function unzip(
  file: string,
  bytes: Uint8Array,
  maxBytes: number = DEFAULT_MAX_BYTES,
): Map<string, Uint8Array> {
  return new Map(
    zipDirectory(file, bytes, maxBytes).map((entry) => [entry.name, content(file, bytes, entry)]),
  );
}

function content(file: string, bytes: Uint8Array, entry: ZipEntry): Uint8Array {
  const { name, begin, compressedSize } = entry;
  const packed = bytes.subarray(begin, begin + compressedSize);
  const out = entry.deflated ? inflate(file, packed, entry) : new Uint8Array(packed);
  if (crc32(out) !== entry.crc)
    throw malformed(file, begin, `data of ${show(name)} that match their CRC-32`, 'others');
  return out;
}

function inflate(file: string, packed: Uint8Array, { name, begin, size }: ZipEntry): Uint8Array {
  let out: Uint8Array;
  try {
    // One byte of room more than declared: what does not fit is dropped, and the length tells.
    out =
      packed.length <= PIECE
        ? inflateSync(packed, { out: new Uint8Array(size + 1) })
        : inflatePieces(packed, size);
  } catch (cause) {
    // fflate throws its own errors and, on some corrupt trees, RangeErrors.
    throw malformed(
      file,
      begin,
      `deflated data of ${show(name)}`,
      `corrupt data (${(cause as Error).message})`,
    );
  }
  if (out.length !== size) {
    const received = out.length > size ? 'more' : `${out.length}`;
    throw malformed(file, begin, `${size} bytes of ${show(name)}, as the directory says`, received);
  }
  return out;
}

/** Inflates piece by piece and stops as soon as there is more than `size` bytes. */
function inflatePieces(packed: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size + 1);
  let length = 0;
  const inflator = new Inflate((piece) => {
    out.set(piece.subarray(0, out.length - length), length);
    length = Math.min(out.length, length + piece.length);
  });
  for (let at = 0; at < packed.length && length <= size; at += PIECE) {
    inflator.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length);
  }
  return out.subarray(0, length);
}

/** A zip archive of the files in their order, deflated unless that makes them longer; dated 1980-01-01. */
export function zip(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const locals: Uint8Array[] = [];
  const centrals: Uint8Array[] = [];
  let offset = 0;
  for (const [name, data] of files) {
    const path = new TextEncoder().encode(name);
    if (path.length === 0 || path.length > 0xffff || hasLoneSurrogate(name)) {
      throw new ArgumentError({
        argument: 'name',
        expected: 'a name of 1 to 65535 bytes of UTF-8',
        received: show(name),
      });
    }
    const deflated = deflateSync(data, { level: 6 });
    const method = deflated.length < data.length ? 8 : 0;
    const packed = method ? deflated : data;
    // Fields shared by both headers: version 2.0, UTF-8 names, method, time, date, checksum, sizes, name, no extra.
    const common = new DataView(new ArrayBuffer(26));
    const shorts = [20, UTF8_FLAG, method, 0, FIRST_DATE];
    for (const [i, value] of shorts.entries()) common.setUint16(2 * i, value, true);
    for (const [i, value] of [crc32(data), packed.length, data.length].entries()) {
      common.setUint32(10 + 4 * i, value, true);
    }
    common.setUint16(22, path.length, true);
    const fields = new Uint8Array(common.buffer);
    const local = join([Uint8Array.of(0x50, 0x4b, 3, 4), fields, path, packed]);
    const tail = new DataView(new ArrayBuffer(14));
    tail.setUint32(10, offset, true);
    centrals.push(join([Uint8Array.of(0x50, 0x4b, 1, 2, 20, 0), fields, new Uint8Array(tail.buffer), path]));
    locals.push(local);
    offset += local.length;
  }
  const directory = join(centrals);
  if (offset + directory.length >= 0xffffffff || files.size >= 0xffff) {
    throw new ArgumentError({
      argument: 'files',
      expected: 'less than 4 GiB and 65,535 entries',
      received: `${offset} bytes`,
    });
  }
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, files.size, true);
  end.setUint16(10, files.size, true);
  end.setUint32(12, directory.length, true);
  end.setUint32(16, offset, true);
  return join([...locals, directory, new Uint8Array(end.buffer)]);
}

const UTF8_FLAG = 0x0800;
// Day 1, month 1, year 1980 + 0: the earliest date a zip can hold.
const FIRST_DATE = 0x0021;

function join(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
