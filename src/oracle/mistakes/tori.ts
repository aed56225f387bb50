/** Mistakes on the torus. */
import { add, exact, multiply, negate, subtract } from '../arithmetic/tracked.ts';
import { instead } from '../formula.ts';
import { shortest, torusLog, torusPoint, torusVelocity, wrapped } from '../formulas/torus.ts';
import type { Mistake } from './mistake.ts';

const shown = ['torus.log', 'torus.path'];
const placed = ['torus.exp', 'torus.path'];

export const torusMistakes: readonly Mistake[] = [
  {
    id: 'torus.difference-not-wrapped',
    title: 'the way does not use that the space closes',
    right: 'v = (y − x) − round(y − x)',
    wrong: 'v = y − x',
    looksLike: 'right for points less than ½ apart; others go the long way round',
    operations: shown,
    replace: [instead(shortest, (_, a) => a)],
  },
  {
    id: 'torus.difference-positive',
    title: 'the way is wrapped to [0, 1) as points are',
    right: 'v ∈ [−½, ½]',
    wrong: 'v = (y − x) mod 1 ∈ [0, 1)',
    looksLike: 'everything turns in one direction',
    operations: shown,
    replace: [instead(shortest, (_, a) => wrapped(a))],
  },
  {
    id: 'torus.log-base-exchanged',
    title: 'base point and end are exchanged',
    right: 'v = (y − x) − round(y − x)',
    wrong: 'v = (x − y) − round(x − y)',
    looksLike: 'vectors that point back; paths run away from their end',
    operations: shown,
    replace: [instead(torusLog, (right, x, y) => right(y, x))],
  },
  {
    id: 'torus.point-not-wrapped',
    title: 'points are not brought back to [0, 1)',
    right: 'y = (x + v) mod 1',
    wrong: 'y = x + v',
    looksLike: 'points leave the cell; later distances are wrong by whole periods',
    operations: placed,
    replace: [instead(wrapped, (_, a) => a)],
  },
  {
    id: 'torus.remainder-with-sign',
    title: 'the remainder keeps the sign of its number',
    right: 'a mod 1 = a − ⌊a⌋',
    wrong: 'a mod 1 = a − trunc(a), as % and fmod do',
    looksLike: 'right for positive numbers; points in (−1, 0) on the other side',
    operations: placed,
    replace: [instead(wrapped, (_, a) => subtract(a, exact(Math.trunc(a.v))))],
  },
  {
    id: 'torus.point-clipped',
    title: 'points are clipped to the cell instead of wrapped',
    right: 'y = (x + v) mod 1',
    wrong: 'y = min(1, max(0, x + v))',
    looksLike: 'points gather at the boundary that is none',
    operations: placed,
    replace: [instead(wrapped, (_, a) => (a.v < 0 ? exact(0) : a.v > 1 ? exact(1) : a))],
  },
  {
    id: 'torus.path-linear',
    title: 'the path is interpolated between the coordinates',
    right: 'xₜ = (x₀ + t v) mod 1',
    wrong: 'xₜ = (1 − t) x₀ + t x₁',
    looksLike: 'velocities right, points on the long way round in one coordinate of four',
    operations: ['torus.path'],
    replace: [
      instead(torusPoint, (_, x0, x1, t) => add(multiply(subtract(exact(1), t), x0), multiply(t, x1))),
    ],
  },
  {
    id: 'torus.velocity-reversed',
    title: 'the velocity points from the end to the start',
    right: 'ẋₜ = v',
    wrong: 'ẋₜ = −v',
    looksLike: 'points right, samples run from data to noise',
    operations: ['torus.path'],
    replace: [instead(torusVelocity, (right, ...args) => negate(right(...args)))],
  },
];
