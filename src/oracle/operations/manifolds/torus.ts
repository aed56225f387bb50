import type { Operation } from '../../contract.ts';
import { torusExp, torusLog, torusPoint, torusVelocity } from '../../formulas/torus.ts';
import { batch, time } from '../fields.ts';
import { onTorus, TORUS } from './fields.ts';

const SOURCE = 'Chen & Lipman, Flow Matching on General Geometries (2024), § 4';

/** Exponential map of the torus. */
export const torusExpOperation: Operation = {
  name: 'torus.exp',
  revision: 1,
  summary: 'exponential map of the flat torus',
  formula: 'exp_x(v) = (x + v) mod 1',
  conventions: [TORUS, 'mod is that of mathematics: −0.25 mod 1 = 0.75'],
  source: SOURCE,
  sizes: batch,
  settings: [],
  inputs: [
    onTorus('x', 'base points'),
    {
      name: 'v',
      type: 'float',
      shape: ['rows', 'dim'],
      meaning: 'tangent vectors',
      domain: { kind: 'normal', scale: 0.9 },
    },
  ],
  outputs: [{ name: 'y', type: 'float', shape: ['rows', 'dim'], meaning: 'exp_x(v), in [0, 1)' }],
  trace: [],
  evaluate: ({ floats }) => ({ y: floats.x!.map((x, i) => torusExp(x, floats.v![i]!)) }),
};

/** Logarithm of the torus. */
export const torusLogOperation: Operation = {
  name: 'torus.log',
  revision: 1,
  summary: 'logarithm of the flat torus: the shortest way from x to y',
  formula: 'log_x(y) = (y − x) − round(y − x) ∈ [−½, ½]',
  conventions: [TORUS, 'where both ways are equally long, either is right'],
  source: SOURCE,
  sizes: batch,
  settings: [],
  inputs: [onTorus('x', 'base points'), onTorus('y', 'points')],
  outputs: [{ name: 'v', type: 'float', shape: ['rows', 'dim'], meaning: 'log_x(y)' }],
  trace: [],
  evaluate: ({ floats }) => ({ v: floats.x!.map((x, i) => torusLog(x, floats.y![i]!)) }),
};

/** Geodesic path of the torus. */
export const torusPathOperation: Operation = {
  name: 'torus.path',
  revision: 1,
  summary: 'point and velocity of the geodesic from x0 to x1 on the flat torus',
  formula: 'xₜ = (x₀ + t v) mod 1,  ẋₜ = v,  v = (x₁ − x₀) − round(x₁ − x₀)',
  conventions: [TORUS, 'κ = t: constant speed'],
  source: SOURCE,
  sizes: batch,
  settings: [],
  inputs: [onTorus('x0', 'points of the source'), onTorus('x1', 'points of the target'), time(0)],
  outputs: [
    { name: 'x', type: 'float', shape: ['rows', 'dim'], meaning: 'xₜ, in [0, 1)' },
    { name: 'velocity', type: 'float', shape: ['rows', 'dim'], meaning: 'ẋₜ' },
  ],
  trace: [],
  evaluate: ({ floats, sizes }) => {
    const at = (i: number) => floats.t![Math.floor(i / sizes.dim!)]!;
    return {
      x: floats.x0!.map((x0, i) => torusPoint(x0, floats.x1![i]!, at(i))),
      velocity: floats.x0!.map((x0, i) => torusVelocity(x0, floats.x1![i]!, at(i))),
    };
  },
};
