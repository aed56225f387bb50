/**
 * Collects the garbage of this thread, now. What a thread has held of a training run is memory that it shares with others, which V8 counts in
 * none of them: a thread that waits for work would never collect it, and every run on the same pool would leave its memory behind.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let gc: (() => void) | null = null;

export function collect(): void {
  if (gc === null) {
    // For new contexts of the process, of which this is one. Taken back, it would be missing in another thread that is just here.
    setFlagsFromString('--expose-gc');
    gc = runInNewContext('gc') as () => void;
  }
  gc();
}
