/**
 * Where one thread posts the phases of a training step and others, which stay inside one long task, find them: a few words of shared
 * memory. Posting and finding cost a wake-up of some ten microseconds, a message would cost a hundred.
 *
 *   words    [GENERATION]  twice the number of what was posted, and odd while something is being written; workers sleep on it
 *            [NEXT]        the ticket of the next unit that nobody has taken; tickets go on from phase to phase, modulo 2³²
 *            [DONE]        units of this phase that are done; the poster sleeps on it
 *            [KIND]        of the phase, an index into KINDS, or LEAVE
 *   numbers  [START, UNITS, STEP, SCALE]
 *
 * A unit is taken by moving NEXT from one ticket of the phase to the next. A worker that is still at an old phase, however late it wakes
 * up, finds NEXT beyond it and takes nothing.
 */
import type { Phase } from '../training/index.ts';

export interface PhaseBoard {
  /** [4], shared. */
  readonly words: Int32Array;
  /** [4], shared. */
  readonly numbers: Float64Array;
}

const [GENERATION, NEXT, DONE, KIND] = [0, 1, 2, 3] as const;
const [START, UNITS, STEP, SCALE] = [0, 1, 2, 3] as const;
const KINDS = ['gradient', 'reduce', 'update', 'held-out'] as const;
const LEAVE = -1;

export function phaseBoard(): PhaseBoard {
  return {
    words: new Int32Array(new SharedArrayBuffer(16)),
    numbers: new Float64Array(new SharedArrayBuffer(32)),
  };
}

/** How much was posted so far. */
export function generationOf({ words }: PhaseBoard): number {
  return Atomics.load(words, GENERATION);
}

/** Posts a phase of at least one unit. The units of the one before must be done. */
export function post({ words, numbers }: PhaseBoard, phase: Phase, units: number): void {
  // Odd: whoever reads the numbers from here on reads them again.
  Atomics.add(words, GENERATION, 1);
  numbers[START] = Atomics.load(words, NEXT);
  numbers[UNITS] = units;
  numbers[STEP] = 'step' in phase ? phase.step : 0;
  numbers[SCALE] = 'scale' in phase ? phase.scale : 0;
  Atomics.store(words, DONE, 0);
  Atomics.store(words, KIND, KINDS.indexOf(phase.kind));
  Atomics.add(words, GENERATION, 1);
  Atomics.notify(words, GENERATION);
}

/** Tells the workers to leave. */
export function postLeave({ words }: PhaseBoard): void {
  Atomics.add(words, GENERATION, 1);
  Atomics.store(words, KIND, LEAVE);
  Atomics.add(words, GENERATION, 1);
  Atomics.notify(words, GENERATION);
}

/** What a worker has found on the board. */
export interface Posted {
  readonly generation: number;
  readonly phase: Phase;
  readonly start: number;
  readonly units: number;
}

/** What is posted after `generation`, as soon as it is; null to leave. */
export function nextPhase({ words, numbers }: PhaseBoard, generation: number): Posted | null {
  for (;;) {
    Atomics.wait(words, GENERATION, generation);
    const now = Atomics.load(words, GENERATION);
    if (now === generation || now % 2 !== 0) continue;
    const kind = Atomics.load(words, KIND);
    const [start, units] = [numbers[START]!, numbers[UNITS]!];
    const [step, scale] = [numbers[STEP]!, numbers[SCALE]!];
    // Done by others, and the next on its way, while it was read: read that.
    if (Atomics.load(words, GENERATION) !== now) continue;
    if (kind === LEAVE) return null;
    return { generation: now, phase: { kind: KINDS[kind]!, step, scale } as Phase, start, units };
  }
}

/** Takes units of the phase and does them, until there are no more. */
export function workOff({ words }: PhaseBoard, { start, units }: Posted, work: (unit: number) => void): void {
  for (;;) {
    const ticket = Atomics.load(words, NEXT);
    // Tickets are 32-bit integers that wrap around.
    const unit = (ticket - start) >>> 0;
    if (unit >= units) return;
    if (Atomics.compareExchange(words, NEXT, ticket, (ticket + 1) | 0) !== ticket) continue;
    work(unit);
    if (Atomics.add(words, DONE, 1) + 1 === units) Atomics.notify(words, DONE);
  }
}

/** Sleeps until all units are done, at most that long; returns whether they are. */
export function sleepUntilDone({ words }: PhaseBoard, units: number, milliseconds: number): boolean {
  const end = performance.now() + milliseconds;
  for (let done = Atomics.load(words, DONE); done < units; done = Atomics.load(words, DONE)) {
    const left = end - performance.now();
    if (left <= 0) return false;
    Atomics.wait(words, DONE, done, left);
  }
  return true;
}
