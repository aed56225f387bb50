/**
 * A worker's share of one phase of a training step (training/phases.ts), on shared buffers.
 *
 * What the units are is fixed by the configuration; who does one is settled while they run, by a shared counter: a worker
 * whose core is busy with something else then takes fewer of them. It cannot change a bit, as a unit writes only what is
 * its own.
 */
import { openSession, type Phase, runPhase, type SessionSpec } from '../../training/index.ts';
import type { HandlerContext } from '../handler.ts';

export interface TrainMessage {
  readonly session: number;
  readonly spec: SessionSpec;
  readonly phase: Phase;
  /** Units of the phase. */
  readonly units: number;
  /** The next unit that nobody has taken, in shared memory; 0 when the phase begins. */
  readonly next: Int32Array;
}

export function trainHandler(
  { session, spec, phase, units, next }: TrainMessage,
  context: HandlerContext,
): void {
  const opened = context.sessions.get(session, 'training', () => openSession(spec));
  for (let unit = Atomics.add(next, 0, 1); unit < units; unit = Atomics.add(next, 0, 1)) {
    runPhase(opened, phase, unit, units);
  }
}
