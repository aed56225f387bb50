/**
 * A program with all that it has started: ended together, and never later than this process, unless that is killed without a word
 * (SIGKILL). A program that founds a session of its own leaves the group, and with it this care.
 */
import { type ChildProcess, spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import process from 'node:process';

/** How a program must be spawned to lead a group. Windows has no groups, but can end a tree. */
export const grouped: boolean = process.platform !== 'win32';

/** Sends a signal to the whole group; where there are no groups, ends the program and what it has started. */
export function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  if (!grouped) {
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true });
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone, and that is what was wanted.
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const running = new Set<ChildProcess>();

process.on('exit', () => {
  for (const child of running) signalGroup(child, 'SIGKILL');
});

/** A signal that nobody else listens to would end this process without an `exit`. */
function onSignal(signal: (typeof SIGNALS)[number]): void {
  if (process.listenerCount(signal) === 1) process.exit(128 + constants.signals[signal]);
}

/** From now on the group ends with this process. */
export function keepWatch(child: ChildProcess): void {
  if (running.size === 0) for (const signal of SIGNALS) process.on(signal, onSignal);
  running.add(child);
}

/** The group has ended. */
export function endWatch(child: ChildProcess): void {
  if (running.delete(child) && running.size === 0) {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}
