import { expect, test } from 'vitest';
import { angle, angleOf, arccos } from '../../../src/oracle/arithmetic/angle.ts';
import { exact } from '../../../src/oracle/arithmetic/tracked.ts';
import type { Case, Operation } from '../../../src/oracle/contract.ts';
import { drawCase } from '../../../src/oracle/generate.ts';
import {
  sphereExpOperation,
  sphereLogOperation,
  spherePathOperation,
} from '../../../src/oracle/operations/manifolds/sphere.ts';
import {
  torusExpOperation,
  torusLogOperation,
  torusPathOperation,
} from '../../../src/oracle/operations/manifolds/torus.ts';
import { evaluate } from '../../../src/oracle/truth.ts';
import { fold, key } from '../../../src/random/index.ts';

const dtype = 'float64';
const draw = (operation: Operation, i: number): Case => drawCase(operation, fold(key(81), i), { dtype });
type Row = readonly number[];

const rows = (values: ArrayLike<number>, width: number): Row[] =>
  Array.from({ length: values.length / width }, (_, r) =>
    Array.from(values).slice(r * width, (r + 1) * width),
  );
const inputRows = (question: Case, name: string): Row[] =>
  rows(question.inputs[name]!.data, question.inputs[name]!.shape.at(-1)!);
const answers = (operation: Operation, question: Case, name: string): Row[] => {
  const values = evaluate(operation, question).outputs[name]!.map(({ v }) => v);
  return rows(values, question.sizes.dim! + (operation.name.startsWith('sphere') ? 1 : 0));
};
const inner = (x: Row, y: Row): number => x.reduce((total, a, i) => total + a * y[i]!, 0);
const length = (x: Row): number => Math.sqrt(inner(x, x));
const along = (x: Row, h: number, v: Row): Row => x.map((a, i) => a + h * v[i]!);
const near = (x: Row, y: Row, bound: number): void => {
  for (const [i, a] of x.entries()) expect(Math.abs(a - y[i]!)).toBeLessThan(bound);
};

/** ẍ = −|ẋ|² x from t = 0 to 1 by the classical Runge–Kutta method. */
function geodesic(x: Row, v: Row): Row {
  const STEPS = 300;
  const h = 1 / STEPS;
  const pull = (p: Row, w: Row): Row => p.map((a) => -inner(w, w) * a);
  let [p, w] = [x, v];
  for (let n = 0; n < STEPS; n++) {
    const [k1, l1] = [w, pull(p, w)];
    const [k2, l2] = [along(w, h / 2, l1), pull(along(p, h / 2, k1), along(w, h / 2, l1))];
    const [k3, l3] = [along(w, h / 2, l2), pull(along(p, h / 2, k2), along(w, h / 2, l2))];
    const [k4, l4] = [along(w, h, l3), pull(along(p, h, k3), along(w, h, l3))];
    p = p.map((a, i) => a + (h / 6) * (k1[i]! + 2 * k2[i]! + 2 * k3[i]! + k4[i]!));
    w = w.map((a, i) => a + (h / 6) * (l1[i]! + 2 * l2[i]! + 2 * l3[i]! + l4[i]!));
  }
  return p;
}

/** rk4 with h = 1/300 and |v| below 4: |v|⁵h⁴/120 is about 10⁻⁹. */
const BY_STEPS = 4e-9;

test('the exponential map of the sphere solves the equation of geodesics', () => {
  for (let i = 0; i < 3; i++) {
    const question = draw(sphereExpOperation, i);
    const [x, v] = [inputRows(question, 'x'), inputRows(question, 'v')];
    for (const [r, y] of answers(sphereExpOperation, question, 'y').entries()) {
      near(y, geodesic(x[r]!, v[r]!), BY_STEPS);
    }
  }
});

test('the logarithm is tangent, as long as the angle, and led back by the exponential map', () => {
  for (let i = 0; i < 4; i++) {
    const question = draw(sphereLogOperation, i);
    const [x, y] = [inputRows(question, 'x'), inputRows(question, 'y')];
    const found = answers(sphereLogOperation, question, 'v');
    for (const [r, v] of found.entries()) {
      expect(Math.abs(inner(v, x[r]!))).toBeLessThan(1e-14);
      // Half the angle by the chord: arcsin(|x − y|/2) loses no digits for near points.
      const half = length(along(x[r]!, -1, y[r]!)) / 2;
      expect(Math.abs(length(v) - 2 * Math.asin(half))).toBeLessThan(1e-13);
      near(geodesic(x[r]!, v), y[r]!, BY_STEPS);
    }
    expect(length(found[0]!)).toBeLessThan(0.031);
  }
});

test('the velocity of a path is its derivative, and leads to the end in the time that is left', () => {
  const H = 2 ** -14;
  for (let i = 0; i < 3; i++) {
    const question = draw(spherePathOperation, i);
    const t = question.inputs.t!;
    const moved = (by: number): Case => {
      const data = Float64Array.from(t.data, (time) => time + by);
      return { ...question, inputs: { ...question.inputs, t: { ...t, data } } };
    };
    const [up, down] = [H, -H].map((by) => answers(spherePathOperation, moved(by), 'x'));
    const points = answers(spherePathOperation, question, 'x');
    for (const [r, velocity] of answers(spherePathOperation, question, 'velocity').entries()) {
      const difference = along(up![r]!, -1, down![r]!).map((a) => a / (2 * H));
      // θ³H²/6 < 2·10⁻⁸, and roundings of points over 2H.
      near(velocity, difference, 4e-8);
      expect(Math.abs(length(points[r]!) - 1)).toBeLessThan(1e-14);
      const rest = 1 - t.data[r]!;
      const whole = velocity.map((a) => rest * a);
      near(geodesic(points[r]!, whole), inputRows(question, 'x1')[r]!, BY_STEPS);
    }
  }
});

test('the logarithm of the torus is the shortest of all ways', () => {
  for (let i = 0; i < 10; i++) {
    const question = draw(torusLogOperation, i);
    const [x, y] = [question.inputs.x!.data, question.inputs.y!.data];
    for (const [k, v] of answers(torusLogOperation, question, 'v').flat().entries()) {
      const ways = [-1, 0, 1].map((turn) => y[k]! - x[k]! + turn);
      const shortest = ways.reduce((a, b) => (Math.abs(b) < Math.abs(a) ? b : a));
      expect(Math.abs(v - shortest)).toBeLessThan(1e-15);
    }
  }
});

const wholeTurns = (a: number): void => {
  expect(Math.abs(a - Math.round(a))).toBeLessThan(1e-14);
};

test('the exponential map of the torus turns whole periods, into [0, 1)', () => {
  for (let i = 0; i < 10; i++) {
    const question = draw(torusExpOperation, i);
    const { x, v } = question.inputs;
    for (const [k, point] of answers(torusExpOperation, question, 'y').flat().entries()) {
      wholeTurns(x!.data[k]! + v!.data[k]! - point);
      expect(point >= 0 && point < 1).toBe(true);
    }
  }
});

test('a path of the torus leads from start to end at its velocity', () => {
  for (let i = 0; i < 5; i++) {
    const question = draw(torusPathOperation, i);
    const { x0, x1, t } = question.inputs;
    const velocities = answers(torusPathOperation, question, 'velocity').flat();
    for (const [k, point] of answers(torusPathOperation, question, 'x').flat().entries()) {
      const time = t!.data[Math.floor(k / question.sizes.dim!)]!;
      expect(Math.abs(velocities[k]!)).toBeLessThanOrEqual(0.5);
      wholeTurns(point - time * velocities[k]! - x0!.data[k]!);
      wholeTurns(x1!.data[k]! - point - (1 - time) * velocities[k]!);
    }
  }
});

test('angles are within two units in the last place, all around and for any scale', () => {
  for (let i = -400; i <= 400; i++) {
    const theta = (i * Math.PI) / 400;
    for (const scale of [1, 1e-8, 1e6]) {
      const [s, c] = [scale * Math.sin(theta), scale * Math.cos(theta)];
      const gap = Math.abs(angleOf(s, c) - Math.atan2(s, c));
      expect(gap).toBeLessThanOrEqual(4.5e-16 * Math.abs(theta));
    }
  }
  expect(angleOf(0, -1)).toBe(Math.PI);
});

test('errors of angles hold for every number within the errors of their arguments', () => {
  const corners = [0.01, -0.01].flatMap((ds) => [0.02, -0.02].map((dc) => [ds, dc] as const));
  for (let i = 0; i < 200; i++) {
    const theta = -3 + 0.03 * i;
    const [s, c] = [0.3 * Math.sin(theta), 0.3 * Math.cos(theta)];
    const bound = angle({ v: s, e: 0.01, q: 0 }, { v: c, e: 0.02, q: 0 });
    for (const [ds, dc] of corners) {
      const turned = Math.atan2(s + ds, c + dc) - Math.atan2(s, c);
      const change = Math.abs(turned - 2 * Math.PI * Math.round(turned / (2 * Math.PI)));
      expect(change).toBeLessThanOrEqual(bound.e);
    }
    const cosine = arccos({ v: Math.cos(theta), e: 0.02, q: 0 });
    for (const by of [-0.02, 0.02]) {
      const other = Math.acos(Math.min(1, Math.max(-1, Math.cos(theta) + by)));
      expect(Math.abs(other - cosine.v)).toBeLessThanOrEqual(cosine.e);
    }
  }
  expect(arccos(exact(1)).v).toBe(0);
  expect(angle({ v: 0, e: 0.1, q: 0 }, { v: 0.05, e: 0, q: 0 }).e).toBe(Infinity);
});
