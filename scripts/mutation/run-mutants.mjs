/** Gives mutants to child processes and collects what became of them. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const WORKER = fileURLToPath(new URL('./mutant-worker.mjs', import.meta.url));
/** A child that is silent for so long hangs where its own clock cannot cut in: while it loads modules. */
const SILENCE = 180_000;

/**
 * Tries every mutant ({ file, start, end, text, at }) and returns their results in order. `noTests`: no test may kill, which shows
 * that survivors are reported.
 */
export async function runMutants({ root, mutants, tests, reached, jobs, noTests = false, onProgress }) {
  const results = new Array(mutants.length);
  let next = 0;
  let done = 0;
  const lane = async () => {
    let child = null;
    while (next < mutants.length) {
      const i = next++;
      child ??= await startChild({ root, tests });
      const { file, start, end, text, at } = mutants[i];
      const reply = await ask(child, {
        mutant: { file, start, end, text },
        tests: noTests ? [] : reached[at],
      });
      if (reply) results[i] = reply;
      else {
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

async function startChild(plan) {
  const child = fork(WORKER, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  if (!(await ask(child, { plan }))) throw new Error('the mutation worker does not start');
  return child;
}

/** The child's answer, or null when it ends or stays silent. */
function ask(child, message) {
  return new Promise((resolve) => {
    const settle = (value) => {
      clearTimeout(timer);
      child.off('message', onMessage);
      child.off('exit', onExit);
      resolve(value);
    };
    const onMessage = (reply) => settle(reply);
    const onExit = () => settle(null);
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      settle(null);
    }, SILENCE);
    child.on('message', onMessage);
    child.on('exit', onExit);
    child.send(message);
  });
}
