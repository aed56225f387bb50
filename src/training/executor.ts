/** Who does the phases of a step: this thread, or (parallel/) several. */
import { type Phase, runPhase, unitCount } from './phases.ts';
import { openSession, type SessionSpec } from './session.ts';

/** Does all units of a phase of one session before it resolves. */
export interface TrainingExecutor {
  run(phase: Phase): Promise<void>;
  /** Frees what the session holds in other threads. */
  close(): Promise<void>;
}

/** Opens an executor on a session that was made for `threads` threads. */
export interface ExecutorFactory {
  readonly threads: number;
  open(spec: SessionSpec): TrainingExecutor;
}

/** Everything on this thread. Gives way to the event loop some times a second, so that it can be interrupted. */
export const inProcess: ExecutorFactory = { threads: 1, open: openInProcess };

function openInProcess(spec: SessionSpec): TrainingExecutor {
  const session = openSession(spec);
  let lastPause = performance.now();
  return {
    async run(phase: Phase): Promise<void> {
      const units = unitCount(phase, spec.config, session.mlp.parameterCount);
      for (let unit = 0; unit < units; unit++) {
        runPhase(session, phase, unit, units);
        if (performance.now() - lastPause < PAUSE_INTERVAL_MS) continue;
        await new Promise((resolve) => setTimeout(resolve, 0));
        lastPause = performance.now();
      }
    },
    async close(): Promise<void> {},
  };
}

const PAUSE_INTERVAL_MS = 50;
