// Fixed-step Runge–Kutta methods on the polynomial field v(t, x) = A x + B x² + c t + d t².
import { matrix, scalar, tf } from './tensorflow.mjs';

const { add, div, matMul, mul, square, sub } = tf;

/** Rows of coefficients aᵢⱼ, weights bᵢ, nodes cᵢ. */
const tableaus = {
  euler: [[[]], [1], [0]],
  midpoint: [
    [[], [1 / 2]],
    [0, 1],
    [0, 1 / 2],
  ],
  heun: [
    [[], [1]],
    [1 / 2, 1 / 2],
    [0, 1],
  ],
  ralston: [
    [[], [2 / 3]],
    [1 / 4, 3 / 4],
    [0, 2 / 3],
  ],
  heun3: [
    [[], [1 / 3], [0, 2 / 3]],
    [1 / 4, 0, 3 / 4],
    [0, 1 / 3, 2 / 3],
  ],
  rk4: [
    [[], [1 / 2], [0, 1 / 2], [0, 0, 1]],
    [1 / 6, 1 / 3, 1 / 3, 1 / 6],
    [0, 1 / 2, 1 / 2, 1],
  ],
};

const tableauOf = ({ solver }) => (Object.hasOwn(tableaus, solver) ? tableaus[solver] : null);

function fieldOf({ A, B, c, d }, { dim }) {
  const [linear, quadratic] = [matrix(A, dim, dim), matrix(B, dim, dim)];
  const [first, second] = [tf.tensor1d(c), tf.tensor1d(d)];
  return (t, x) =>
    add(
      add(matMul(x, linear, false, true), matMul(square(x), quadratic, false, true)),
      add(mul(first, t), mul(second, square(t))),
    );
}

/** x + h Σ wⱼ kⱼ. */
function advance(x, h, weights, slopes) {
  const terms = weights.flatMap((w, j) => (w === 0 ? [] : [mul(w, slopes[j])]));
  return terms.length === 0 ? x : add(x, mul(h, tf.addN(terms)));
}

function step([a, b, c], field, t, h, x) {
  const slopes = [];
  for (const [i, row] of a.entries()) slopes.push(field(add(t, mul(c[i], h)), advance(x, h, row, slopes)));
  return advance(x, h, b, slopes);
}

const unsupported = ({ solver }) => ({ unsupported: `no method ${solver}` });

export const operations = {
  'solver.step'(inputs, { settings, sizes }) {
    const tableau = tableauOf(settings);
    if (!tableau) return unsupported(settings);
    const [t0, t1] = [scalar(inputs.t0), scalar(inputs.t1)];
    const x = matrix(inputs.x, sizes.rows, sizes.dim);
    return { x: step(tableau, fieldOf(inputs, sizes), t0, sub(t1, t0), x) };
  },
  'solver.solve'(inputs, { settings, sizes }) {
    const tableau = tableauOf(settings);
    if (!tableau) return unsupported(settings);
    const field = fieldOf(inputs, sizes);
    const [t0, t1] = [scalar(inputs.t0), scalar(inputs.t1)];
    const h = div(sub(t1, t0), sizes.steps);
    const states = [matrix(inputs.x, sizes.rows, sizes.dim)];
    for (let n = 0; n < sizes.steps; n++) {
      states.push(step(tableau, field, add(t0, mul(n, h)), h, states[n]));
    }
    return { x: states.at(-1), trace: { states: tf.stack(states.slice(0, -1)) } };
  },
};
