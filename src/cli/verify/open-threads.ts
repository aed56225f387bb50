import type { Supervised } from '../../parallel/outcome.ts';

/** `here`: our own code on one thread needs none of its own. */
export async function openThreads(threads: number | undefined, here: boolean): Promise<Supervised> {
  if (here && threads === 1) return (await import('../../parallel/supervised-here.ts')).superviseHere();
  const { availableParallelism } = await import('node:os');
  return (await import('../../parallel/supervised.ts')).supervise(threads ?? availableParallelism());
}
