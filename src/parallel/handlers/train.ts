/** A worker's share of one phase of a training step (training/phases.ts), on shared buffers. */
import { openSession, type Phase, runPhase, type SessionSpec } from '../../training/index.ts';
import type { HandlerContext } from '../handler.ts';

export interface TrainMessage {
  readonly session: number;
  readonly spec: SessionSpec;
  readonly phase: Phase;
  readonly worker: number;
  readonly workers: number;
}

export function trainHandler(message: TrainMessage, context: HandlerContext): void {
  const session = context.sessions.get(message.session, 'training', () => openSession(message.spec));
  runPhase(session, message.phase, message.worker, message.workers);
}
