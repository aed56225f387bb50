import type { Supervised } from '../../parallel/outcome.ts';

/** Threads for laws. `here`: our own code on one thread needs none of its own. `onPrint` takes what they write to stdout and stderr. */
export async function openThreads(
  threads: number | undefined,
  here: boolean,
  onPrint?: (text: string) => void,
): Promise<Supervised> {
  if (here && threads === 1) {
    const { lawHandler } = await import('../../parallel/handlers/law.ts');
    return (await import('../../parallel/supervised-here.ts')).superviseHere(lawHandler);
  }
  const { availableParallelism } = await import('node:os');
  const { supervise } = await import('../../parallel/supervised.ts');
  return supervise(threads ?? availableParallelism(), 'law-worker.js', onPrint);
}
