/**
 * A worker's part in a training run (training/phases.ts), on shared buffers: one long task, in which it does units of the phases that
 * are posted on the board until it is dismissed.
 *
 * What the units are is fixed by the configuration; who does one is settled while they run, so that a worker whose core is busy with
 * something else takes fewer. It cannot change a bit, as a unit writes only what is its own.
 */
import { openSession, type Phase, runPhase, type SessionSpec, unitCount } from '../../training/index.ts';
import type { HandlerContext } from '../handler.ts';
import { type Attendance, nextPost, type PhaseBoard, workOff } from '../phase-board.ts';

export interface TrainMessage {
  readonly session: number;
  readonly spec: SessionSpec;
  readonly board: PhaseBoard;
  readonly attendance: Attendance;
}

export function trainHandler(
  { session, spec, board, attendance }: TrainMessage,
  context: HandlerContext,
): void {
  const opened = context.sessions.get(session, 'training', () => openSession(spec));
  const work = (phase: Phase, unit: number): void => {
    runPhase(opened, phase, unit, unitCount(phase, spec.config, opened.mlp.parameterCount));
  };
  let posts = nextPost(board, attendance);
  while (posts !== null) {
    workOff(board, work);
    posts = nextPost(board, { ...attendance, posts });
  }
}
