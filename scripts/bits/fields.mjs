// Fields from plain data, solved and evaluated on this thread.
import { fieldFromSpec, learnedField, mlp, solve } from '../../dist/core.js';

function build(spec) {
  if (spec.kind !== 'learned') return fieldFromSpec(spec);
  const { config, params, label, guidance } = spec;
  return learnedField({ mlp: mlp(config), params, label, guidance });
}

const SCALARS = ['logDensity', 'dtLogDensity', 'divergence'];

export const solveHere = (spec, x0, how) => solve(build(spec), x0, how).x;

export function evaluateHere(spec, quantity, t, x, { dim }) {
  const out = new x.constructor(SCALARS.includes(quantity) ? x.length / dim : x.length);
  build(spec)[quantity](t, x, out);
  return out;
}
