// The bits of flowproof in a page, ?kernels=…&threads=…: hashes and what computed them, as JSON in #result. Threads are workers that share the
// heap of the training; the rows of flows and fields are dealt out among them.
import * as flowproof from '../../dist/index.js';
import { evaluateHere, solveHere } from './fields.mjs';
import { takeBits } from './work.mjs';

const { chooseKernels, inProcess, kernelChoice, kernelReport } = flowproof;

const here = { executor: inProcess, solve: solveHere, evaluate: evaluateHere };

function onThreads(count) {
  const workers = Array.from({ length: count }, () => new Worker('thread.js', { type: 'module' }));
  const ask = (worker, task, args) =>
    new Promise((resolve, reject) => {
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.onmessage = ({ data }) =>
        'error' in data ? reject(new Error(data.error)) : resolve(data.value);
      worker.postMessage({ kernels: kernelChoice(), task, args });
    });
  const askAll = (task, argsOf) => Promise.all(workers.map((worker, i) => ask(worker, task, argsOf(i))));

  /** Deals out the rows, and puts the parts of the answer together. */
  async function share(task, x, dim, argsOf) {
    const rows = x.length / dim;
    const border = (i) => dim * Math.round((rows * i) / count);
    const parts = await askAll(task, (i) => argsOf(x.slice(border(i), border(i + 1))));
    const whole = new x.constructor(parts.reduce((sum, part) => sum + part.length, 0));
    parts.reduce((at, part) => {
      whole.set(part, at);
      return at + part.length;
    }, 0);
    return whole;
  }

  return {
    executor: {
      threads: count,
      open(spec) {
        const opened = askAll('open', () => [spec]);
        return {
          async run(phase) {
            await opened;
            await askAll('phase', (i) => [phase, i, count]);
          },
          async close() {},
        };
      },
    },
    solve: (spec, x0, how) => share('solve', x0, how.dim, (x) => [spec, x, how]),
    evaluate: (spec, quantity, t, x, how) =>
      share('evaluate', x, how.dim, (part) => [spec, quantity, t, part, how]),
  };
}

async function answer() {
  const query = new URLSearchParams(location.search);
  const threads = Number(query.get('threads'));
  const facts = { isolated: crossOriginIsolated, sharedMemory: typeof SharedArrayBuffer !== 'undefined' };
  try {
    chooseKernels(query.get('kernels'));
  } catch ({ name, message }) {
    return { ...facts, refused: `${name}: ${message}` };
  }
  const hashes = await takeBits(flowproof, threads === 1 ? here : onThreads(threads));
  return { ...facts, ...kernelReport(), hashes };
}

const result = await answer().catch((error) => ({ failed: `${error}\n${error.stack}` }));
const element = document.createElement('pre');
element.id = 'result';
element.textContent = JSON.stringify(result);
document.body.append(element);
