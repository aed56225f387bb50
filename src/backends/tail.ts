/** What a backend wrote beside the protocol, within limits. */

/** The last characters of a stream. */
export interface Tail {
  push(piece: Uint8Array): void;
  text(): string;
}

export function tail(limit: number): Tail {
  let kept: Buffer = Buffer.alloc(0);
  let cut = false;
  return {
    push(piece) {
      cut ||= kept.length + piece.length > limit;
      kept = Buffer.concat([kept, piece.subarray(Math.max(0, piece.length - limit))]);
      kept = Buffer.from(kept.subarray(Math.max(0, kept.length - limit)));
    },
    text: () => `${cut ? '…' : ''}${kept.toString('utf8')}`,
  };
}

/** Lines worth a word to the user: the first few, and how many more there were. */
export interface Notes {
  add(text: string): void;
  list(): readonly string[];
  /** All that came, kept or not. */
  readonly count: number;
}

export function notes(most: number): Notes {
  const kept: string[] = [];
  let count = 0;
  return {
    add(text) {
      count++;
      if (kept.length < most) kept.push(text);
    },
    list: () => (count > kept.length ? [...kept, `… and ${count - kept.length} more`] : [...kept]),
    get count() {
      return count;
    },
  };
}
