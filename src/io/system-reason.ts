/** What the operating system refuses, in words: why, and the way out. */
import { printable } from './printable.ts';

export interface SystemReason {
  /** What was received in place of a file: `no such file or folder`. */
  readonly received: string;
  readonly wayOut?: string;
}

const ELSEWHERE = 'choose another place';
const PERMISSION: SystemReason = {
  received: 'no permission',
  wayOut: 'change its permissions, or choose another place',
};

const REASONS: Readonly<Record<string, SystemReason>> = {
  ENOENT: { received: 'no such file or folder', wayOut: 'check the path' },
  EACCES: PERMISSION,
  EPERM: PERMISSION,
  EEXIST: { received: 'a file of this name', wayOut: 'choose another name' },
  EISDIR: { received: 'a folder', wayOut: 'name a file inside it' },
  ENOTDIR: { received: 'a path through something that is no folder', wayOut: 'check the path' },
  ENOTEMPTY: { received: 'a folder with something in it', wayOut: ELSEWHERE },
  ENOSPC: { received: 'a full disk', wayOut: `make room, or ${ELSEWHERE}` },
  EDQUOT: { received: 'a full quota', wayOut: `make room, or ${ELSEWHERE}` },
  EROFS: { received: 'a read-only file system', wayOut: ELSEWHERE },
  ENAMETOOLONG: { received: 'a name that is too long', wayOut: 'choose a shorter one' },
  ELOOP: { received: 'a loop of links', wayOut: 'check the path' },
  EMFILE: { received: 'too many open files', wayOut: 'close some, or raise the limit of the system' },
  EBUSY: { received: 'a file that is in use', wayOut: 'end the program that uses it' },
};

/** Why the system refused. `error` is whatever a function of node:fs threw. */
export function systemReason(error: unknown): SystemReason {
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  return REASONS[String(code)] ?? { received: printable(String(message ?? error), 200) };
}
