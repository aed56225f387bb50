/**
 * A worker's part in a training run (training/phases.ts), on shared buffers: one long task, in which it does units of the phases that
 * are posted on the board until it is told to leave.
 *
 * What the units are is fixed by the configuration; who does one is settled while they run, so that a worker whose core is busy with
 * something else takes fewer. It cannot change a bit, as a unit writes only what is its own.
 */
import { openSession, runPhase, type SessionSpec, unitCount } from '../../training/index.ts';
import type { HandlerContext } from '../handler.ts';
import { nextPhase, type PhaseBoard, workOff } from '../phase-board.ts';

export interface TrainMessage {
  readonly session: number;
  readonly spec: SessionSpec;
  readonly board: PhaseBoard;
  /** The generation of the board before the first phase to do. */
  readonly generation: number;
}

export function trainHandler(
  { session, spec, board, generation }: TrainMessage,
  context: HandlerContext,
): void {
  const opened = context.sessions.get(session, 'training', () => openSession(spec));
  for (let posted = nextPhase(board, generation); posted; posted = nextPhase(board, posted.generation)) {
    const { phase } = posted;
    const units = unitCount(phase, spec.config, opened.mlp.parameterCount);
    workOff(board, posted, (unit) => runPhase(opened, phase, unit, units));
  }
}
