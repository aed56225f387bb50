/** Other ways to write the sphere and the torus. */
import { angle, arccos } from '../arithmetic/angle.ts';
import { cos, outward, sin } from '../arithmetic/functions.ts';
import {
  add,
  constant,
  divide,
  dot,
  exact,
  multiply,
  negate,
  subtract,
  type Tracked,
} from '../arithmetic/tracked.ts';
import { instead } from '../formula.ts';
import type { Row } from '../formulas/batch.ts';
import {
  geodesicPoint,
  geodesicVelocity,
  length,
  scaled,
  sphereAngle,
  sphereExp,
  sphereLog,
  tangentPart,
} from '../formulas/sphere.ts';
import { shortest, wrapped } from '../formulas/torus.ts';
import type { Form } from './form.ts';

const one = exact(1);
const TWO_PI = 6.283185307179586;
const plus = (x: Row, y: Row): Row => x.map((value, i) => add(value, y[i]!));
const minus = (x: Row, y: Row): Row => x.map((value, i) => subtract(value, y[i]!));
const normalized = (x: Row): Row => scaled(divide(one, length(x)), x);
const combined = (a: Tracked, x: Row, b: Tracked, y: Row): Row => plus(scaled(a, x), scaled(b, y));

/** θ between two points, by the cosine. */
const between = (x: Row, y: Row): Tracked => arccos(dot(x, y));

/** Of an angle that its error takes to 0, where the quotients below have limits, what stands for 0. */
const LEAST = 1e-6;

/**
 * f(θ) for an f that rises with θ in (0, π): the same θ̂ stands above and below its fraction line, so that f lies between its values at both
 * ends, where a quotient of two numbers would have the relative error of θ̂ twice.
 */
function rising(f: (theta: Tracked) => Tracked, { v, e, q }: Tracked): Tracked {
  const { v: value, e: roundings, q: variance } = f(exact(v));
  if (!(v + e < Math.PI)) return { v: value, e: Infinity, q: Infinity };
  const ends = [f(exact(Math.max(outward(v, -e), LEAST * v))), f(exact(outward(v, e)))];
  const reach = ends.reduce((most, end) => Math.max(most, Math.abs(end.v - value) + end.e), roundings);
  const slope = e === 0 ? 0 : (ends[1]!.v - ends[0]!.v) / (2 * e);
  return { v: value, e: reach, q: variance + slope * slope * q };
}

/** sin(sθ)/sin θ for s in [0, 1]; it rises because x cot x falls. */
const sineRatio = (s: Tracked, theta: Tracked): Tracked =>
  rising((angle) => divide(sin(multiply(s, angle)), sin(angle)), theta);

/** θ/sin θ. */
const overSine = (theta: Tracked): Tracked => rising((angle) => divide(angle, sin(angle)), theta);

export const manifoldForms: readonly Form[] = [
  {
    id: 'sphere.exp-normalized',
    formula: 'cos|v| x + sin|v| (v/|v|), then divided by its length',
    operations: ['sphere.exp', 'sphere.path'],
    replace: [
      instead(sphereExp, (_, x, v) => {
        const r = length(v);
        if (r.v === 0) return normalized(x);
        return normalized(combined(cos(r), x, sin(r), scaled(divide(one, r), v)));
      }),
    ],
  },
  {
    id: 'sphere.chord-projected',
    formula: 'w = (y − x) − ⟨x, y − x⟩ x',
    operations: ['sphere.log', 'sphere.path'],
    replace: [
      instead(tangentPart, (_, x, y) => {
        const chord = minus(y, x);
        const cosine = dot(x, chord);
        return chord.map((value, i) => subtract(value, multiply(cosine, x[i]!)));
      }),
    ],
  },
  {
    id: 'sphere.angle-by-arccos',
    formula: 'θ = arccos⟨x, y⟩',
    operations: ['sphere.log', 'sphere.path'],
    replace: [instead(sphereAngle, (_, x, y) => between(x, y))],
  },
  {
    id: 'sphere.angle-by-chords',
    formula: 'θ = 2 atan2(|x − y|, |x + y|)',
    operations: ['sphere.log', 'sphere.path'],
    replace: [
      instead(sphereAngle, (_, x, y) => multiply(exact(2), angle(length(minus(x, y)), length(plus(x, y))))),
    ],
  },
  {
    id: 'sphere.log-by-sine',
    formula: '(θ/sin θ)(y − cos θ x),  θ = arccos⟨x, y⟩',
    operations: ['sphere.log', 'sphere.path'],
    replace: [
      instead(sphereLog, (_, x, y) => {
        const theta = between(x, y);
        return scaled(overSine(theta), minus(y, scaled(cos(theta), x)));
      }),
    ],
  },
  {
    id: 'sphere.slerp',
    formula: 'xₜ = (sin((1 − t)θ) x₀ + sin(tθ) x₁)/sin θ,  ẋₜ = θ (cos(tθ) x₁ − cos((1 − t)θ) x₀)/sin θ',
    operations: ['sphere.path'],
    replace: [
      instead(geodesicPoint, (_, x0, x1, t) => {
        const theta = between(x0, x1);
        return combined(sineRatio(subtract(one, t), theta), x0, sineRatio(t, theta), x1);
      }),
      instead(geodesicVelocity, (_, x0, x1, t) => {
        const theta = between(x0, x1);
        const [rest, done] = [multiply(subtract(one, t), theta), multiply(t, theta)];
        return scaled(overSine(theta), combined(cos(done), x1, negate(cos(rest)), x0));
      }),
    ],
  },
  {
    id: 'sphere.velocity-from-what-is-left',
    formula: 'ẋₜ = log_{xₜ}(x₁)/(1 − t)',
    operations: ['sphere.path'],
    replace: [
      instead(geodesicVelocity, (_, x0, x1, t) =>
        scaled(divide(one, subtract(one, t)), sphereLog(geodesicPoint(x0, x1, t), x1)),
      ),
    ],
  },
  {
    id: 'torus.way-by-angle',
    formula: 'atan2(sin 2πa, cos 2πa)/2π',
    operations: ['torus.log', 'torus.path'],
    replace: [
      instead(shortest, (right, a) => {
        const turned = multiply(constant(TWO_PI), a);
        const found = divide(angle(sin(turned), cos(turned)), constant(TWO_PI));
        const jump = right(a).e >= 1 || 0.5 - Math.abs(found.v) <= found.e ? 1 : 0;
        return { ...found, e: found.e + jump };
      }),
    ],
  },
  {
    id: 'torus.way-by-remainder',
    formula: '((a + ½) mod 1) − ½',
    operations: ['torus.log', 'torus.path'],
    replace: [instead(shortest, (_, a) => subtract(wrapped(add(a, exact(0.5))), exact(0.5)))],
  },
];
