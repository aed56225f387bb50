// Solvers, stochastic steps and couplings of flowproof, behind the names of the oracle.
import {
  ab2,
  ab3,
  dopri5,
  euler,
  eulerMaruyama,
  heun,
  heun3,
  midpoint,
  optimalCoupling,
  ralston,
  rk4,
  rk4ThreeEighths,
  solve,
  solveStochastic,
} from 'flowproof';

const solvers = { euler, midpoint, heun, ralston, heun3, rk4, 'rk4-38': rk4ThreeEighths, dopri5, ab2, ab3 };

const LOG_TWO_PI = Math.log(2 * Math.PI);

/** v(t, x) = A x + B x² + c t + d t² of one row that begins at `from`, and its divergence. */
function polynomial({ A, B, c, d }, dim) {
  return {
    write(t, x, from, out) {
      for (let i = 0; i < dim; i++) {
        let sum = c[i] * t + d[i] * t * t;
        for (let j = 0; j < dim; j++) {
          const value = x[from + j];
          sum += (A[i * dim + j] + B[i * dim + j] * value) * value;
        }
        out[from + i] = sum;
      }
    },
    divergence(x, from) {
      let sum = 0;
      for (let i = 0; i < dim; i++) sum += A[i * dim + i] + 2 * B[i * dim + i] * x[from + i];
      return sum;
    },
  };
}

function walk(inputs, { settings, sizes }, steps) {
  const { dim } = sizes;
  const field = polynomial(inputs, dim);
  const velocity = (t, x, out) => {
    for (let from = 0; from < x.length; from += dim) field.write(t, x, from, out);
  };
  return solve(velocity, inputs.x, {
    dim,
    solver: solvers[settings.solver],
    steps,
    from: inputs.t0[0],
    to: inputs.t1[0],
    path: true,
  });
}

export const operations = {
  'solver.step': (inputs, context) => ({ x: walk(inputs, context, 1).x }),
  'solver.solve': (inputs, context) => {
    const { x, path } = walk(inputs, context, context.sizes.steps);
    return { x, trace: { states: path.slice(0, -x.length) } };
  },
  /** The points and the integral of the divergence as one state. */
  'density.log-likelihood': (inputs, { sizes: { rows, dim, steps } }) => {
    const width = dim + 1;
    const start = new inputs.x1.constructor(rows * width);
    for (let r = 0; r < rows; r++) start.set(inputs.x1.subarray(r * dim, (r + 1) * dim), r * width);
    const field = polynomial(inputs, dim);
    const velocity = (t, x, out) => {
      for (let from = 0; from < x.length; from += width) {
        field.write(t, x, from, out);
        out[from + dim] = field.divergence(x, from);
      }
    };
    const { x } = solve(velocity, start, { dim: width, solver: rk4, steps, from: 1, to: 0 });
    const ends = Array.from({ length: rows }, (_, r) => x.subarray(r * width, (r + 1) * width));
    return {
      x0: ends.flatMap((end) => Array.from(end.subarray(0, dim))),
      // The state went backwards: the integral from 0 to 1 is minus what it has gathered.
      log_density: ends.map(
        (end) =>
          end[dim] - 0.5 * (end.subarray(0, dim).reduce((sum, y) => sum + y * y, 0) + dim * LOG_TWO_PI),
      ),
    };
  },
  'sde.step': ({ x, velocity, score, w, dt, noise }, { sizes: { rows, dim } }) => {
    const out = new x.constructor(x.length);
    for (let r = 0; r < rows; r++) {
      const row = (batch) => batch.subarray(r * dim, (r + 1) * dim);
      const drift = (_t, _x, into) => {
        for (let i = 0; i < dim; i++) into[i] = row(velocity)[i] + 0.5 * w[r] * w[r] * row(score)[i];
      };
      const process = { drift, diffusion: w[r] };
      const options = { dim, solver: eulerMaruyama, steps: 1, from: 0, to: dt[0], noise: row(noise) };
      row(out).set(solveStochastic(process, row(x), options).x);
    }
    return { x: out };
  },
  'coupling.exact': ({ x0, x1 }, { sizes }) => ({
    permutation: Array.from(optimalCoupling(x0, x1, sizes.dim).assignment),
  }),
};
