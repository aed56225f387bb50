// The default solver benchmark (three flows, all solvers, ten step counts, seven tolerances, two precisions) against the same runs in
// numpy and SciPy. One unit of work is one run with its error and its floor.

import { defaultConfig } from '../../dist/benchmark/default-config.js';
import { namedProblem, problemFromSpec, solverTable } from '../../dist/index.js';
import { parseRational, toNumber } from '../../dist/solvers/rational.js';
import { node, on, python } from '../harness/subject.mjs';

export const title = 'Default solver benchmark';
export const effort = { repetition: 1, warmUp: 0, rounds: 9, leastRounds: 5, caseLimit: 300_000 };

const number = (text) => toNumber(parseRational('coefficient', text));

/** What the other side needs to do the same: numbers, and no code of ours. */
export function work(config) {
  const tableaus = solverTable
    .filter(({ family }) => family === 'runge-kutta' || family === 'pair')
    .map(({ solver: { name, c, a, b, embedded } }) => ({
      name,
      c: c.map(number),
      a: a.map((row) => row.map(number)),
      b: b.map(number),
      ...(embedded && { embedded: embedded[0].b.map(number) }),
    }));
  const problems = config.problems.map((spec) => {
    const { weights, means, stds } = spec.target;
    return { name: spec.name, weights, means, stds, start: [...problemFromSpec(spec).start] };
  });
  return { tableaus, problems, steps: config.steps, tolerances: config.tolerances };
}

/** A part of the default benchmark, a larger one, and all of it. */
const PARTS = [{ steps: [8], tolerances: [1e-3] }, { steps: [8, 16, 32], tolerances: [1e-2, 1e-4] }, {}];
const QUICK = [{ problems: ['anchor'], steps: [4, 8], tolerances: [1e-2] }];

export function cases({ quick }) {
  return (quick ? QUICK : PARTS).map(solversCase);
}

/** `fields` of the configuration that are not the default's. */
function solversCase(fields) {
  const config = { ...defaultConfig, ...fields };
  if (fields.problems) config.problems = fields.problems.map(namedProblem);
  const pairs = solverTable.filter(({ family }) => family === 'pair').length;
  const series = config.problems.length * config.dtypes.length;
  const runs = series * (config.solvers.length * config.steps.length + pairs * config.tolerances.length);
  const ours = [1, 2].map((threads) =>
    node(threads === 1 ? on(1, 'flowproof') : 'flowproof, command on 2 threads', 'solvers-flowproof.mjs', {
      threads,
      config: fields,
    }),
  );
  const scipy = python('SciPy and numpy', 'solvers-scipy.py', work(config));
  return {
    name: `${runs} runs`,
    parameters: { problems: config.problems.length, runs },
    work: runs,
    unit: 'runs',
    subjects: [...ours, scipy],
    pairs: ours.map(({ name }) => [name, scipy.name]),
  };
}
