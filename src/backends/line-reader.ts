/**
 * Lines out of pieces, within a limit: what has come since `restart` is counted, and beyond the limit nothing is kept.
 */
export interface LineReader {
  push(piece: Uint8Array): void;
  /** Bytes after the last line feed, without taking them. */
  rest(): string;
  /** Begins the count again: at each request. */
  restart(): void;
}

export function lineReader(limit: number, onLine: (line: string) => void, onExcess: () => void): LineReader {
  // Bytes are joined before they are decoded: a piece may end within a character.
  let held: Uint8Array[] = [];
  let count = 0;
  let over = false;
  const take = (): string => {
    const text = Buffer.concat(held).toString('utf8');
    held = [];
    return text;
  };
  return {
    push(piece) {
      count += piece.length;
      if (!over && count > limit) {
        over = true;
        held = [];
        onExcess();
      }
      let from = 0;
      for (let end = piece.indexOf(10); !over && end >= 0; end = piece.indexOf(10, from)) {
        held.push(piece.subarray(from, end));
        from = end + 1;
        onLine(take());
      }
      if (!over && from < piece.length) held.push(piece.subarray(from));
    },
    rest: () => Buffer.concat(held).toString('utf8'),
    restart() {
      count = held.reduce((total, { length }) => total + length, 0);
    },
  };
}
