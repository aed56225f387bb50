// A thread of a page: does its share of a phase of a training run, of a flow or of a field, with the kernels that the page has chosen.
import { chooseKernels, openSession, runPhase } from '../../dist/core.js';
import { evaluateHere, solveHere } from './fields.mjs';

let session;

const work = {
  open: (spec) => {
    session = openSession(spec);
  },
  phase: (phase, thread, threads) => runPhase(session, phase, thread, threads),
  solve: solveHere,
  evaluate: evaluateHere,
};

self.onmessage = ({ data: { kernels, task, args } }) => {
  try {
    chooseKernels(kernels);
    self.postMessage({ value: work[task](...args) });
  } catch (error) {
    self.postMessage({ error: String(error) });
  }
};
