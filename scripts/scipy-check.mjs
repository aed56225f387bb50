// The profile 'scipy' against SciPy itself, step by step: scripts/scipy-steps.py runs RK23, RK45 and DOP853 there, this runs
// bs3, dopri5 and dop853 here, and every accepted and every rejected step must be the same.
//
//   node scripts/scipy-check.mjs [PROBLEM ...]
//
// What "the same" can mean. Steps follow from error estimates, which are differences of nearly equal numbers: rounding noise in them moves
// a step by about noise/tolerance, and the next one starts there. So the arithmetic is made the same instead, to the bit: SciPy adds
// with the BLAS, and the reference BLAS of Debian adds from left to right without fused operations, as the profile does. Then
// whole runs agree in all bits, but where glibc rounds a power, a sine, a cosine or an exponential to the other neighbour than the
// correctly rounded functions do here. From that step on the noise is there, and the comparison needs its tolerances:
//
//   accepted and rejected steps, evaluations: equal in number, always
//   times of accepted and rejected steps: 1e-6 of the interval. Seen: 4e-10, and 7e-8 for the flow, whose velocity the two sides
//     compute by different formulas
//   states at every accepted step: 1e-12 of the largest component of the trajectory, after the drift u dt of a step that ends at
//     another time; 1e-11 for the flow. Not of the component itself, which may pass through 0, where a relative difference means
//     nothing.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { bs3, dop853, dopri5, problemFromSpec, solveAdaptive } from '../dist/index.js';

const SOLVERS = { RK23: bs3, RK45: dopri5, DOP853: dop853 };
const TIME_TOLERANCE = 1e-6;
const STATE_TOLERANCE = 1e-12;
const FLOW_TOLERANCE = 1e-11;
const LEAST_IDENTICAL = 0.8;

const names = process.argv.slice(2);

function referenceBlas() {
  for (const folder of readdirSync('/usr/lib')) {
    if (existsSync(`/usr/lib/${folder}/blas/libblas.so.3`)) return `/usr/lib/${folder}/blas`;
  }
  throw new Error('the reference BLAS is missing: apt-get install libblas3 python3-scipy');
}

function stepsOfScipy() {
  const script = fileURLToPath(new URL('scipy-steps.py', import.meta.url));
  const { status, stdout, stderr, error } = spawnSync('/usr/bin/python3', [script, ...names], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: { ...process.env, LD_LIBRARY_PATH: referenceBlas() },
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`scipy-steps.py failed:\n${stderr}`);
  return JSON.parse(stdout);
}

function floats(text) {
  const bytes = Buffer.from(text, 'base64');
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

function problem(name) {
  if (name !== 'mixture-flow') return problemFromSpec({ kind: 'classic', name });
  return problemFromSpec({
    kind: 'flow',
    target: { kind: 'gaussian-mixture', weights: [0.3, 0.7], means: [[-2], [1.5]], stds: [0.5, 0.5] },
    schedule: { kind: 'cond-ot' },
    start: { kind: 'points', points: [[-1.5], [-0.6], [0.1], [0.4], [1.2]] },
  });
}

/** The largest difference between two arrays of equal length. */
function distance(a, b) {
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i] - b[i]));
  return largest;
}

/** The largest difference of states relative to the largest component of all, each moved by its velocity to the same time. */
function stateDistance({ velocity, at, times }, expected, expectedTimes, n) {
  const size = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const slope = new Float64Array(n);
  let largest = 0;
  for (const [step, t] of times.entries()) {
    const x = at(t);
    velocity(t, x, slope);
    for (let i = 0; i < n; i++) {
      const moved = x[i] + slope[i] * (expectedTimes[step] - t);
      largest = Math.max(largest, Math.abs(moved - expected[step * n + i]));
    }
  }
  return largest / size;
}

function compare(run) {
  const { velocity, start, dim } = problem(run.problem);
  const options = {
    dim,
    solver: SOLVERS[run.method],
    rtol: run.tolerance,
    atol: run.tolerance / 1000,
    profile: 'scipy',
  };
  const plain = solveAdaptive(velocity, start, options);
  // Once more for the states, because the dense output of DOP853 costs evaluations.
  const { at } = solveAdaptive(velocity, start, { ...options, dense: true });
  const times = floats(run.times);
  const rejectedTimes = floats(run.rejectedTimes);
  const [accepted, rejected] = [times.length - 1, rejectedTimes.length];
  const what = `${run.problem} ${run.method} ${run.tolerance}`;
  const wrong = [];
  for (const [part, here, there] of [
    ['accepted', plain.accepted, accepted],
    ['rejected', plain.rejected, rejected],
    ['nfe', plain.nfe, run.nfe],
  ]) {
    if (here !== there) wrong.push(`${what}: ${part} ${here} here, ${there} in SciPy`);
  }
  if (run.status !== 'finished' || plain.status !== 'done')
    wrong.push(`${what}: ${plain.status} here, ${run.status} in SciPy`);
  if (wrong.length > 0) return { wrong, accepted, rejected, time: Number.NaN, state: Number.NaN };
  const time = Math.max(
    distance(plain.times, times),
    distance(plain.rejectedTimes, rejectedTimes),
    distance(plain.rejectedSteps, floats(run.rejectedSteps)),
  );
  const state = stateDistance({ velocity, at, times: plain.times }, floats(run.states), times, start.length);
  if (!(time <= TIME_TOLERANCE)) wrong.push(`${what}: a time differs by ${time}`);
  if (!(state <= (run.problem === 'mixture-flow' ? FLOW_TOLERANCE : STATE_TOLERANCE)))
    wrong.push(`${what}: a state differs by ${state} relatively`);
  return { wrong, accepted, rejected, time, state };
}

const { scipy, numpy, runs } = stepsOfScipy();
const results = runs.map((run) => ({ run, ...compare(run) }));
const problems = new Set(runs.map(({ problem: name }) => name)).size;
console.log(`SciPy ${scipy}, NumPy ${numpy}, reference BLAS: ${problems} problems, ${runs.length} runs`);
for (const method of Object.keys(SOLVERS)) {
  const of = results.filter(({ run }) => run.method === method);
  const sum = (part) => of.reduce((total, result) => total + result[part], 0);
  const most = (part) => of.reduce((largest, result) => Math.max(largest, result[part]), 0).toExponential(1);
  const identical = of.filter(({ time, state }) => time === 0 && state === 0).length;
  const tolerances = [...new Set(of.map(({ run }) => run.tolerance))].join(', ');
  console.log(
    `${method.padEnd(6)} rtol ${tolerances}: ${sum('accepted')} accepted and ${sum('rejected')} rejected steps; ` +
      `${identical} of ${of.length} runs identical in all bits, else times within ${most('time')}, states within ${most('state')}`,
  );
  if (identical < LEAST_IDENTICAL * of.length) {
    of[0].wrong.push(
      `${method}: only ${identical} of ${of.length} runs are identical, so the arithmetic is not SciPy's any more`,
    );
  }
}
const wrong = results.flatMap((result) => result.wrong);
if (wrong.length > 0) {
  console.error(wrong.join('\n'));
  process.exit(1);
}
console.log('the same accepted and rejected steps and evaluations in every run');
