/**
 * Where one thread posts the phases of a training step and others, which stay inside one long task, find them: a few words of shared
 * memory. Posting and finding cost a wake-up, less than a message and its answer.
 *
 *   words    [POSTS]  how often something was posted; workers sleep on it
 *            [END]    the ticket after the last of all phases so far
 *            [NEXT]   the first ticket that nobody has taken; NEXT = END when all are
 *            [DONE]   units of this phase that are done; the poster sleeps on it
 *            [SHIFT]  how often the workers were dismissed: whoever came in an earlier shift leaves
 *            [KIND, START, UNITS]  of the phase: an index into KINDS, the ticket of unit 0, how many
 *   numbers  [STEP, SCALE]         of the phase
 *
 * Tickets are 32-bit integers that wrap around; a unit is taken by moving NEXT from its ticket to the following one. Who has taken a
 * ticket holds the phase open until the unit is done, so only then is it read what the phase is: nobody can have posted the next one. A
 * worker that looks at an old phase, however late, cannot take a ticket of a new one for one of the old.
 */
import type { Phase } from '../training/index.ts';

export interface PhaseBoard {
  /** [8], shared. */
  readonly words: Int32Array;
  /** [2], shared. */
  readonly numbers: Float64Array;
}

const [POSTS, END, NEXT, DONE, SHIFT, KIND, START, UNITS] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const [STEP, SCALE] = [0, 1] as const;
const KINDS = ['gradient', 'reduce', 'update', 'held-out'] as const;

export function phaseBoard(): PhaseBoard {
  return {
    words: new Int32Array(new SharedArrayBuffer(32)),
    numbers: new Float64Array(new SharedArrayBuffer(16)),
  };
}

/** What a worker knows when it comes, and while it stays. */
export interface Attendance {
  readonly shift: number;
  /** How often something had been posted when it last looked. */
  readonly posts: number;
  /** Whether there is a core for every thread: then it watches for a while before it falls asleep. */
  readonly wakeful: boolean;
}

/** For workers that are to come now. */
export function attendance({ words }: PhaseBoard, wakeful: boolean): Attendance {
  return { shift: Atomics.load(words, SHIFT), posts: Atomics.load(words, POSTS), wakeful };
}

/** Posts a phase. The units of the one before must be done. */
export function post({ words, numbers }: PhaseBoard, phase: Phase, units: number): void {
  const start = Atomics.load(words, END);
  words[KIND] = KINDS.indexOf(phase.kind);
  words[START] = start;
  words[UNITS] = units;
  numbers[STEP] = 'step' in phase ? phase.step : 0;
  numbers[SCALE] = 'scale' in phase ? phase.scale : 0;
  Atomics.store(words, DONE, 0);
  // From here on its tickets can be taken.
  Atomics.store(words, END, (start + units) | 0);
  announce(words);
}

/** Tells the workers who have come so far to leave. */
export function dismiss({ words }: PhaseBoard): void {
  Atomics.add(words, SHIFT, 1);
  announce(words);
}

function announce(words: Int32Array): void {
  Atomics.add(words, POSTS, 1);
  Atomics.notify(words, POSTS);
}

/** Looks before one goes to sleep, some tens of microseconds: falling asleep and waking up again would take as long. */
const LOOKS = 4000;

/** Sleeps until something is posted after the first `posts` times; returns how often that is now, or null to leave. */
export function nextPost({ words }: PhaseBoard, { shift, posts, wakeful }: Attendance): number | null {
  for (let look = 0; wakeful && Atomics.load(words, POSTS) === posts && look < LOOKS; look++);
  Atomics.wait(words, POSTS, posts);
  const now = Atomics.load(words, POSTS);
  return Atomics.load(words, SHIFT) === shift ? now : null;
}

/** Takes units and does them, until there are no more or the time (of performance.now) is over. */
export function workOff(
  { words, numbers }: PhaseBoard,
  work: (phase: Phase, unit: number) => void,
  until: number = Infinity,
): void {
  do {
    const ticket = Atomics.load(words, NEXT);
    // Looked up after NEXT, which never passes it: they are equal, or the ticket is one that was given out.
    if (ticket === Atomics.load(words, END)) return;
    if (Atomics.compareExchange(words, NEXT, ticket, (ticket + 1) | 0) !== ticket) continue;
    const units = words[UNITS]!;
    const phase = { kind: KINDS[words[KIND]!]!, step: numbers[STEP]!, scale: numbers[SCALE]! } as Phase;
    work(phase, (ticket - words[START]!) | 0);
    if (Atomics.add(words, DONE, 1) + 1 === units) Atomics.notify(words, DONE);
  } while (until === Infinity || performance.now() < until);
}

/** Sleeps until all units are done, at most that long; returns whether they are. */
export function sleepUntilDone(
  { words }: PhaseBoard,
  units: number,
  milliseconds: number,
  wakeful: boolean,
): boolean {
  let done = Atomics.load(words, DONE);
  for (let look = 0; wakeful && done < units && look < LOOKS; look++) done = Atomics.load(words, DONE);
  const end = performance.now() + milliseconds;
  for (; done < units; done = Atomics.load(words, DONE)) {
    const left = end - performance.now();
    if (left <= 0) return false;
    Atomics.wait(words, DONE, done, left);
  }
  return true;
}
