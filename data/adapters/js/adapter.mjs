// Functions for the flowproof oracle, which loads this module: call your own code in them.
// Inputs are typed arrays in row-major order; answer typed arrays of the same kind, or arrays of numbers.
// What each operation takes and answers: operations.md. A promise will do as well.

/** α, σ and their derivatives at one time. */
function schedule({ kind }, t) {
  const quarter = Math.PI / 2;
  const angle = quarter * t;
  if (kind === 'cond-ot') return { alpha: t, sigma: 1 - t, alphaDot: 1, sigmaDot: -1 };
  if (kind !== 'cosine') return undefined;
  const [alpha, sigma] = [Math.sin(angle), Math.cos(angle)];
  return { alpha, sigma, alphaDot: quarter * sigma, sigmaDot: -quarter * alpha };
}

/** The coefficients of each row. */
const rowsOf = (settings, t) => Array.from(t, (time) => schedule(settings.schedule, time));
const unsupported = ({ schedule: { kind } }) => ({ unsupported: `schedule ${kind}` });

function pathSample({ x0, x1, t }, { sizes, settings }) {
  const rows = rowsOf(settings, t);
  if (!rows[0]) return unsupported(settings);
  const x = x0.map((noise, i) => {
    const { alpha, sigma } = rows[Math.floor(i / sizes.dim)];
    return alpha * x1[i] + sigma * noise;
  });
  return { x };
}

function lossCfm({ prediction, x0, x1, t }, { sizes, settings }) {
  const rows = rowsOf(settings, t);
  if (!rows[0]) return unsupported(settings);
  const residual = Array.from(prediction, (v, i) => {
    const { alphaDot, sigmaDot } = rows[Math.floor(i / sizes.dim)];
    return v - (alphaDot * x1[i] + sigmaDot * x0[i]);
  });
  const loss = residual.reduce((sum, r) => sum + r * r, 0) / sizes.rows;
  return { loss, gradient: residual.map((r) => (2 * r) / sizes.rows) };
}

export default {
  name: 'my backend',
  dtypes: ['float32', 'float64'],
  operations: {
    'path.sample': pathSample,
    'loss.cfm': lossCfm,
    // To do:
    // {{operations}}
  },
};
