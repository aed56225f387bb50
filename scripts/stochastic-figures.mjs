// Prints the tables of docs/solvers/stochastic.md: weak errors without sampling.
//
//   npm run build && node scripts/stochastic-figures.mjs        one to two minutes
//
// Mixture: E f(X_N) by the backward equation of the scheme itself. u_N = f and u_n(x) = E u_{n+1}(X⁺(x)), the expectation over the normals of
// one step by Gauss–Hermite, u_{n+1} between its 1,201 points on [−9, 9] by Lagrange interpolation of degree 7. The truth is E f under p₁.
import {
  condOT,
  edmChurn,
  eulerMaruyama,
  gaussHermite,
  gaussianDiffusion,
  gaussianMixture,
  heun,
  marginalDiffusion,
  marginalField,
  momentRecursion,
  solve,
  solveStochastic,
  sra1,
  stochasticHeun,
} from '../dist/index.js';

const weights = [0.3, 0.7];
const means = [-2, 1.5];
const std = 0.5;
const target = gaussianMixture({ weights, means: means.map((m) => [m]), stds: [std, std] });
const field = marginalField({ schedule: condOT, target });
const functions = [(x) => x * x, (x) => Math.cos(2 * x), (x) => Math.tanh(2 * x)];

const rule = gaussHermite(12);
const fine = gaussHermite(64);
const [COUNT, LOW, HIGH] = [1201, -9, 9];
const spacing = (HIGH - LOW) / (COUNT - 1);
const points = Float64Array.from({ length: COUNT }, (_, i) => LOW + i * spacing);

/** The weights of the eight Lagrange polynomials over their equidistant nodes 0 … 7. */
const barycentric = Float64Array.from([-1, 7, -21, 35, -35, 21, -7, 1]);

function interpolate(values, x) {
  const u = (Math.min(Math.max(x, LOW), HIGH) - LOW) / spacing;
  const first = Math.min(Math.max(Math.floor(u) - 3, 0), COUNT - 8);
  let above = 0;
  let below = 0;
  for (let j = 0; j < 8; j++) {
    const d = u - first - j;
    if (d === 0) return values[first + j];
    above += (barycentric[j] / d) * values[first + j];
    below += barycentric[j] / d;
  }
  return above / below;
}

/** max over f of |E f(X_N) − E f(X₁)|. */
function weakError(process, solver, steps) {
  const draws = solver === sra1 ? 2 : 1;
  const nodes = Array.from(rule.nodes, (z, i) => ({ z: [z], w: rule.weights[i] }));
  const noise =
    draws === 2 ? nodes.flatMap((a) => nodes.map((b) => ({ z: [a.z[0], b.z[0]], w: a.w * b.w }))) : nodes;
  let values = functions.map((f) => points.map(f));
  for (let n = steps - 1; n >= 0; n--) {
    const x0 = new Float64Array(COUNT * noise.length);
    for (let k = 0; k < noise.length; k++) x0.set(points, k * COUNT);
    const grid = [n / steps, (n + 1) / steps];
    // Churn reads the number of steps from the grid, and here the grid is one of them.
    const one =
      solver.kind === 'edm-churn' ? edmChurn({ schedule: condOT, churn: solver.churn / steps }) : solver;
    const { x } = solveStochastic(process, x0, {
      solver: one,
      grid,
      dim: 1,
      noise: (_step, draw, _first, out) => {
        for (let k = 0; k < noise.length; k++) out.fill(noise[k].z[draw], k * COUNT, (k + 1) * COUNT);
      },
    });
    values = values.map((next) => {
      const mean = new Float64Array(COUNT);
      for (let k = 0; k < noise.length; k++) {
        for (let i = 0; i < COUNT; i++) mean[i] += noise[k].w * interpolate(next, x[k * COUNT + i]);
      }
      return mean;
    });
  }
  return Math.max(
    ...functions.map((f, j) => {
      const found = fine.nodes.reduce((sum, z, i) => sum + fine.weights[i] * interpolate(values[j], z), 0);
      return Math.abs(found - truth(f));
    }),
  );
}

/** The same for the flow itself: the ends of 20,001 points, and the trapezoidal rule. */
function deterministicError(steps) {
  const starts = Float64Array.from({ length: 20001 }, (_, i) => -9 + (18 * i) / 20000);
  const { x } = solve(field, starts, { solver: heun, steps, dim: 1 });
  const density = starts.map((z) => Math.exp(-0.5 * z * z));
  const mass = density.reduce((sum, p) => sum + p, 0);
  return Math.max(
    ...functions.map((f) => {
      const found = density.reduce((sum, p, i) => sum + p * f(x[i]), 0) / mass;
      return Math.abs(found - truth(f));
    }),
  );
}

/** E f(X₁). */
function truth(f) {
  let sum = 0;
  fine.nodes.forEach((z, i) => {
    means.forEach((m, k) => {
      sum += fine.weights[i] * weights[k] * f(m + std * z);
    });
  });
  return sum;
}

const evaluations = [16, 32, 64, 128];
const cell = (value) => value.toExponential(1);
const row = (...cells) => console.log(`| ${cells.join(' | ')} |`);

console.log('## Mixture: largest error of E f, f = x², cos 2x, tanh 2x\n');
row('solver', 'noise', ...evaluations.map((n) => `${n} evaluations`));
row('---', '---', ...evaluations.map(() => '---'));
row('Heun (the flow)', 'none', ...evaluations.map((n) => cell(deterministicError(n / 2))));
for (const [solver, cost] of [
  [eulerMaruyama, 1],
  [stochasticHeun, 2],
  [sra1, 2],
]) {
  for (const noise of ['sigma', 'sigma-squared', 'sin-squared', 'constant']) {
    const process = marginalDiffusion(field, { noise });
    row(solver.name, noise, ...evaluations.map((n) => cell(weakError(process, solver, n / cost))));
  }
}
row(
  'edm-churn, S = 1',
  '',
  ...evaluations.map((n) => cell(weakError(field, edmChurn({ schedule: condOT, churn: 1 }), n / 2))),
);

console.log(
  '\n## What is left at t = 1 of a start with variance 1.44 for 1, target N(1.5, ¼), 512 steps of stochastic Heun\n',
);
row('½w² = η φ', ...[0, 0.25, 1, 4].map((eta) => `η = ${eta}`));
row('---', ...[0, 0.25, 1, 4].map(() => '---'));
for (const kind of ['sigma', 'sigma-squared', 'sin-squared', 'constant']) {
  row(
    kind,
    ...[0, 0.25, 1, 4].map((strength) => {
      const process = gaussianDiffusion({
        schedule: condOT,
        mean: [1.5],
        covariance: [0.25],
        noise: { kind, strength },
      });
      const start = { mean: Float64Array.of(0), covariance: Float64Array.of(1.44) };
      const end = momentRecursion(process, { solver: stochasticHeun, steps: 512, start }).moments[512];
      return (end.covariance[0] - 0.25).toFixed(4);
    }),
  );
}
