/**
 * The directory of a zip file, checked against the file before anything is inflated.
 *
 * A strict zip is its local records in a row from byte 0, then the central directory, then the end record, with no byte
 * before, between or after. So no two entries can share bytes (overlapping zip bombs), hide, or disagree with their local
 * headers. Refused as well: duplicate names, encryption, several disks, ZIP64 directories (4 GiB and more), methods
 * other than stored (0) and deflate (8). Source: PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.9, 4.3.12, 4.3.16.
 */
import { malformed, utf8 } from './malformed.ts';
import { show } from './printable.ts';

/** One file inside a zip; `begin` is the byte where its compressed data begin. */
export interface ZipEntry {
  readonly name: string;
  readonly deflated: boolean;
  readonly begin: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly crc: number;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const ZIP64_EXTRA = 0x0001;
const FULL = 0xffffffff;
const ENCRYPTED = 0x0001 | 0x0040 | 0x2000;
const HAS_DESCRIPTOR = 0x0008;
const UTF8_NAME = 0x0800;

interface CentralRecord extends Omit<ZipEntry, 'begin' | 'deflated'> {
  readonly flags: number;
  readonly method: number;
  readonly local: number;
}

/** The entries in the order of the directory. `maxBytes` bounds the sum of all uncompressed sizes. */
export function zipDirectory(file: string, bytes: Uint8Array, maxBytes: number): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = bytes.length - 22;
  if (end < 0 || view.getUint32(end, true) !== END) {
    throw malformed(file, Math.max(end, 0), 'the end record of a zip without comment', 'other bytes');
  }
  const total = view.getUint16(end + 10, true);
  const size = view.getUint32(end + 12, true);
  const start = view.getUint32(end + 16, true);
  if (size === FULL || start === FULL || total === 0xffff) {
    throw malformed(file, end, 'a zip below 4 GiB and 65,535 entries', 'a ZIP64 directory');
  }
  if (view.getUint32(end + 4, true) !== 0 || view.getUint16(end + 8, true) !== total) {
    throw malformed(file, end + 4, 'a zip on one disk', 'several disks');
  }
  if (view.getUint16(end + 20, true) !== 0) throw malformed(file, end + 20, 'no comment', 'a comment');
  if (start + size !== end) {
    throw malformed(
      file,
      end + 12,
      `a directory that ends at byte ${end}`,
      `bytes ${start} to ${start + size}`,
    );
  }

  const records: CentralRecord[] = [];
  const names = new Set<string>();
  let declared = 0;
  let at = start;
  for (let i = 0; i < total; i++) {
    const { record, next } = centralRecord(file, bytes, view, at, end);
    if (names.has(record.name))
      throw malformed(file, at + 46, 'each name once', `${show(record.name)} twice`);
    names.add(record.name);
    declared += record.size;
    if (declared > maxBytes) {
      throw malformed(
        file,
        at + 24,
        `at most ${maxBytes} bytes in all entries`,
        `${declared} or more`,
        'raise maxBytes if the file can be trusted',
      );
    }
    records.push(record);
    at = next;
  }
  if (at !== end) throw malformed(file, at, `${total} directory records up to byte ${end}`, 'other bytes');

  const inFileOrder = [...records].sort((a, b) => a.local - b.local);
  const begins = new Map<string, number>();
  let expected = 0;
  for (const record of inFileOrder) {
    if (record.local !== expected) {
      throw malformed(
        file,
        expected,
        'a local header',
        `${show(record.name)} begins at byte ${record.local}`,
        'entries overlap or leave gaps',
      );
    }
    const { begin, next } = localRecord(file, bytes, view, record, start);
    begins.set(record.name, begin);
    expected = next;
  }
  if (expected !== start) throw malformed(file, expected, 'the directory', 'bytes of no entry');
  return records.map(({ name, method, compressedSize, size, crc }) => ({
    name,
    deflated: method === 8,
    begin: begins.get(name)!,
    compressedSize,
    size,
    crc,
  }));
}

function centralRecord(
  file: string,
  bytes: Uint8Array,
  view: DataView,
  at: number,
  end: number,
): { record: CentralRecord; next: number } {
  if (at + 46 > end || view.getUint32(at, true) !== CENTRAL) {
    throw malformed(file, at, 'a directory record', 'other bytes');
  }
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const compressedSize = view.getUint32(at + 20, true);
  const size = view.getUint32(at + 24, true);
  const nameLength = view.getUint16(at + 28, true);
  const next = at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  if (next > end)
    throw malformed(file, at + 28, `a directory record that ends by byte ${end}`, `byte ${next}`);
  if (flags & ENCRYPTED) throw malformed(file, at + 8, 'an entry that is not encrypted', 'an encrypted one');
  if (method !== 0 && method !== 8) {
    throw malformed(file, at + 10, 'method 0 (stored) or 8 (deflate)', `method ${method}`);
  }
  if (compressedSize === FULL || size === FULL || view.getUint32(at + 42, true) === FULL) {
    throw malformed(file, at + 20, 'an entry below 4 GiB', 'a ZIP64 entry');
  }
  // Deflate makes at most 258 bytes of 2 bits, so a larger claim is a lie whatever the data are.
  const most = method === 0 ? compressedSize : compressedSize * 1032;
  if (method === 0 ? size !== compressedSize : size > most || compressedSize === 0) {
    throw malformed(file, at + 24, `a size of ${method === 0 ? '' : 'at most '}${most} bytes`, `${size}`);
  }
  const name = utf8(file, at + 46, bytes.subarray(at + 46, at + 46 + nameLength));
  if (name === '' || (!(flags & UTF8_NAME) && /[^\0-\x7f]/.test(name))) {
    throw malformed(file, at + 46, 'a name in ASCII, or in UTF-8 and flagged so', show(name));
  }
  const crc = view.getUint32(at + 16, true);
  return {
    record: { flags, method, compressedSize, size, name, crc, local: view.getUint32(at + 42, true) },
    next,
  };
}

function localRecord(
  file: string,
  bytes: Uint8Array,
  view: DataView,
  record: CentralRecord,
  start: number,
): { begin: number; next: number } {
  const at = record.local;
  if (at + 30 > start || view.getUint32(at, true) !== LOCAL) {
    throw malformed(file, at, 'a local header', 'other bytes');
  }
  const nameEnd = at + 30 + view.getUint16(at + 26, true);
  const begin = nameEnd + view.getUint16(at + 28, true);
  const dataEnd = begin + record.compressedSize;
  if (dataEnd > start)
    throw malformed(
      file,
      at + 18,
      `data that end by byte ${start}`,
      `byte ${dataEnd}`,
      'the file is truncated',
    );
  if (view.getUint16(at + 6, true) !== record.flags || view.getUint16(at + 8, true) !== record.method) {
    throw malformed(file, at + 6, 'flags and method as in the directory', 'others');
  }
  if (utf8(file, at + 30, bytes.subarray(at + 30, nameEnd)) !== record.name) {
    throw malformed(file, at + 30, `the name ${show(record.name)} as in the directory`, 'another');
  }
  const zip64 = zip64Sizes(view, nameEnd, begin);
  const later = (record.flags & HAS_DESCRIPTOR) !== 0;
  const agrees = (offset: number, value: number, wide: number | undefined): boolean => {
    const stored = view.getUint32(at + offset, true);
    return (
      stored === value ||
      (stored === FULL && wide === value) ||
      (later && (stored === 0 || (stored === FULL && wide === 0)))
    );
  };
  if (
    !agrees(14, record.crc, undefined) ||
    !agrees(18, record.compressedSize, zip64?.compressedSize) ||
    !agrees(22, record.size, zip64?.size)
  ) {
    throw malformed(file, at + 14, 'checksum and sizes as in the directory', 'others');
  }
  return { begin, next: later ? afterDescriptor(file, view, dataEnd, record, start) : dataEnd };
}

/** Sizes in the ZIP64 field of a local header, which numpy always writes. */
function zip64Sizes(
  view: DataView,
  from: number,
  to: number,
): { size: number; compressedSize: number } | undefined {
  for (let at = from; at + 4 <= to; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) === ZIP64_EXTRA && view.getUint16(at + 2, true) >= 16 && at + 20 <= to) {
      return {
        size: Number(view.getBigUint64(at + 4, true)),
        compressedSize: Number(view.getBigUint64(at + 12, true)),
      };
    }
  }
  return undefined;
}

/** The byte after a data descriptor: with or without signature, with sizes of 4 or 8 bytes. */
function afterDescriptor(
  file: string,
  view: DataView,
  at: number,
  record: CentralRecord,
  start: number,
): number {
  for (const signature of [4, 0]) {
    for (const width of [4, 8]) {
      const next = at + signature + 4 + 2 * width;
      if (next > start || (signature && view.getUint32(at, true) !== DESCRIPTOR)) continue;
      const sizes = at + signature + 4;
      const read = (p: number): number =>
        width === 4 ? view.getUint32(p, true) : Number(view.getBigUint64(p, true));
      const fits =
        view.getUint32(sizes - 4, true) === record.crc &&
        read(sizes) === record.compressedSize &&
        read(sizes + width) === record.size;
      // What follows decides between readings that both fit: a header, or the directory.
      if (fits && (next === start || view.getUint32(next, true) === LOCAL)) return next;
    }
  }
  throw malformed(file, at, 'a data descriptor as the directory says', 'other bytes');
}
