import type { Case, Operation } from '../../contract.ts';
import { rowsOf } from '../../formulas/batch.ts';
import {
  geodesicPoint,
  geodesicVelocity,
  offSphere,
  offTangent,
  pairSlack,
  sphereExp,
  sphereLog,
  widenedRow,
} from '../../formulas/sphere.ts';
import { time } from '../fields.ts';
import { onSphere, rowAt, SPHERE, unit, withRows } from './fields.ts';

const sizes = { rows: [3, 6], dim: [2, 4] } as const;
const SOURCE = 'Chen & Lipman, Flow Matching on General Geometries (2024), § 4';

/**
 * How near each other the first two points of a drawn case are: where an angle by the cosine alone loses its digits, but not those of
 * the logarithm at a point that was computed with such an angle.
 */
const NEAR = 0.03;

/** The case with the first row of `name` moved to the neighbourhood of the first row of `base`. */
const withNearPair = (drawn: Case, base: string, name: string): Case =>
  withRows(drawn, name, (row, r) =>
    r === 0 ? unit(rowAt(drawn, base, r).map((value, i) => value + NEAR * row[i]!)) : row,
  );

/** Exponential map of the sphere. */
export const sphereExpOperation: Operation = {
  name: 'sphere.exp',
  revision: 1,
  summary: 'exponential map of the unit sphere',
  formula: 'exp_x(v) = cos|v| x + (sin|v|/|v|) v',
  conventions: [SPHERE, 'v is tangent at x, up to rounding'],
  source: SOURCE,
  sizes,
  settings: [],
  inputs: [
    onSphere('x', 'base points'),
    {
      name: 'v',
      type: 'float',
      shape: ['rows', 'dim + 1'],
      meaning: 'tangent vectors at x, up to rounding',
      domain: { kind: 'normal', scale: 0.9 },
    },
  ],
  outputs: [{ name: 'y', type: 'float', shape: ['rows', 'dim + 1'], meaning: 'exp_x(v)' }],
  trace: [],
  arrange: (drawn) =>
    withRows(drawn, 'v', (v, r) => {
      const x = rowAt(drawn, 'x', r);
      const normal = x.reduce((total, value, i) => total + value * v[i]!, 0);
      return v.map((value, i) => value - normal * x[i]!);
    }),
  evaluate: ({ floats, sizes: { dim } }) => {
    const vectors = rowsOf(floats.v!, dim! + 1);
    return {
      y: rowsOf(floats.x!, dim! + 1).flatMap((x, r) => {
        const v = vectors[r]!;
        return widenedRow(sphereExp(x, v), 2 * (offSphere(x) + offTangent(x, v)));
      }),
    };
  },
};

/** Logarithm of the sphere. */
export const sphereLogOperation: Operation = {
  name: 'sphere.log',
  revision: 1,
  summary: 'logarithm of the unit sphere: the tangent vector at x that leads to y',
  formula: 'log_x(y) = (θ/sin θ) (y − ⟨x, y⟩ x),  cos θ = ⟨x, y⟩',
  conventions: [SPHERE, `the first row of a drawn case has a distance of about ${NEAR}`],
  source: SOURCE,
  sizes,
  settings: [],
  inputs: [onSphere('x', 'base points'), onSphere('y', 'points')],
  outputs: [{ name: 'v', type: 'float', shape: ['rows', 'dim + 1'], meaning: 'log_x(y)' }],
  trace: [],
  arrange: (drawn) => withNearPair(drawn, 'x', 'y'),
  evaluate: ({ floats, sizes: { dim } }) => {
    const ends = rowsOf(floats.y!, dim! + 1);
    return {
      v: rowsOf(floats.x!, dim! + 1).flatMap((x, r) =>
        widenedRow(sphereLog(x, ends[r]!), pairSlack(x, ends[r]!)),
      ),
    };
  },
};

/** Geodesic path of the sphere. */
export const spherePathOperation: Operation = {
  name: 'sphere.path',
  revision: 1,
  summary: 'point and velocity of the geodesic from x0 to x1',
  formula:
    'xₜ = exp_{x₀}(t log_{x₀} x₁),  ẋₜ = cos(tθ) v − θ sin(tθ) x₀ = log_{xₜ}(x₁)/(1 − t),  v = log_{x₀} x₁, θ = |v|',
  conventions: [
    SPHERE,
    'κ = t: constant speed',
    'the velocity is tangent at xₜ',
    `the points of the first row of a drawn case have a distance of about ${NEAR}`,
  ],
  source: SOURCE,
  sizes,
  settings: [],
  inputs: [onSphere('x0', 'points of the source'), onSphere('x1', 'points of the target'), time(0)],
  outputs: [
    { name: 'x', type: 'float', shape: ['rows', 'dim + 1'], meaning: 'xₜ' },
    { name: 'velocity', type: 'float', shape: ['rows', 'dim + 1'], meaning: 'ẋₜ' },
  ],
  trace: [],
  arrange: (drawn) => withNearPair(drawn, 'x0', 'x1'),
  evaluate: ({ floats, sizes: { dim } }) => {
    const [starts, ends] = [rowsOf(floats.x0!, dim! + 1), rowsOf(floats.x1!, dim! + 1)];
    const along = (of: typeof geodesicPoint) =>
      starts.flatMap((x0, r) => widenedRow(of(x0, ends[r]!, floats.t![r]!), pairSlack(x0, ends[r]!)));
    return { x: along(geodesicPoint), velocity: along(geodesicVelocity) };
  },
};
