/** Gives mutants to child processes and collects what became of them. */
import { fileURLToPath } from 'node:url';
import { ask, startChild } from './child.mjs';

const WORKER = fileURLToPath(new URL('./mutant-worker.mjs', import.meta.url));
/** A child that is silent for so long hangs where its own clock cannot cut in. */
const SILENCE = 300_000;

/**
 * Tries every mutant ({ file, start, end, text, at }) and returns their results in order. `noTests`: no test may kill, which shows
 * that survivors are reported. `until`: no mutant is begun after that time; its result is then missing. `results` fills up as they come.
 */
export async function runMutants({
  root,
  mutants,
  tests,
  reached,
  jobs,
  noTests = false,
  until = Infinity,
  results = [],
  onProgress,
}) {
  let next = 0;
  let done = 0;
  const lane = async () => {
    let child = null;
    while (next < mutants.length && Date.now() < until) {
      const i = next++;
      if (!child) {
        child = startChild(WORKER);
        if (!(await ask(child, { plan: { root, tests } }, SILENCE)))
          throw new Error('the mutation worker does not start');
      }
      const { file, start, end, text, at } = mutants[i];
      const numbers = noTests ? [] : reached[at];
      results[i] = await ask(child, { mutant: { file, start, end, text }, tests: numbers }, SILENCE);
      if (!results[i]) {
        // Crashed, out of memory or hanging: whatever it was, the suite would not have been green.
        results[i] = { status: 'crashed' };
        child = null;
      }
      done++;
      onProgress?.(done, mutants.length);
    }
    child?.disconnect();
  };
  await Promise.all(Array.from({ length: jobs }, lane));
  return results;
}
