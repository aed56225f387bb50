/** Who does the phases of a step: this thread, or (parallel/) several. */
import { type Phase, runPhase, unitCount } from './phases.ts';
import { openSession, type SessionSpec } from './session.ts';

export interface TrainingExecutor {
  /**
   * Does all units of a phase of the session: before it returns, or else before the promise that it returns resolves. A promise for every
   * phase would be most of what a step of a small network allocates.
   */
  run(phase: Phase): Promise<void> | undefined;
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
  let nextPause = performance.now() + PAUSE_INTERVAL_MS;
  const due = (): boolean => performance.now() >= nextPause;

  /** Does the units from `first` on until a pause is due; returns how far it came. */
  const work = (phase: Phase, first: number, units: number): number => {
    for (let unit = first; unit < units; unit++) {
      runPhase(session, phase, unit, units);
      if (due()) return unit + 1;
    }
    return units;
  };
  const withPauses = async (phase: Phase, first: number, units: number): Promise<void> => {
    for (let unit = first; unit < units || due(); unit = work(phase, unit, units)) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      nextPause = performance.now() + PAUSE_INTERVAL_MS;
    }
  };

  return {
    run(phase) {
      const units = unitCount(phase, spec.config, session.mlp.parameterCount);
      const done = work(phase, 0, units);
      return done < units || due() ? withPauses(phase, done, units) : undefined;
    },
    async close(): Promise<void> {},
  };
}

const PAUSE_INTERVAL_MS = 50;
