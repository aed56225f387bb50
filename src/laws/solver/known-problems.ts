/**
 * Problems with known solutions, as plain data, for orders of convergence.
 *
 *   linear:    ẋ = λx, λ = a + ib as a turn and stretch of the plane:  x(t) = e^{λt} x(0)
 *   logistic:  ẋ = (r + kt) x (1 − x):  x = 1/(1 + (1/x(0) − 1) e^{−R}),  R = rt + kt²/2
 *   mixture:   the marginal field of a Gaussian mixture on the line under CondOT:  F_t(x_t) stays as it is (cdf-map.ts)
 *
 * An error made at time s grows until the end by |∂x(to)/∂x(s)|. On the line that is g(x(to))/g(x(s)) for g = u where u = r(t) g(x) separates, and
 * p_s(x_s)/p_to(x_to) for a flow that carries densities; in the plane e^{Re λ (to − s)}. With A its largest value over the interval,
 * rounding moves the end by at most about
 *
 *   ρ = A u (2 N |x| + (m + 40) |to − from| |u| + 16 |x|),
 *
 * Two roundings of the state a step; of each slope 32 for the field itself, m + 3 for the weighted sum and its product with h, 1 for storing it, and 4 for
 * the stage time; 16 of the known solution, whose closed forms have at most eight roundings (cdf-map.ts: a bracket of one, and its logarithms).
 * ρ only says where slopes stop to be read, and enters their error bar.
 */

import { cdfMap } from '../../fields/cdf-map.ts';
import { marginalField } from '../../fields/marginal-field.ts';
import { cos, exp, sin } from '../../math/index.ts';
import { condOT } from '../../schedules/index.ts';
import type { VelocityFunction } from '../../solvers/velocity.ts';
import { gaussianMixture } from '../../targets/index.ts';
import { largest } from '../core/vectors.ts';

/** Two Gaussians on the line. One alone would make the field affine in x, and the leading error of all starts vanish together. */
export interface TwoComponents {
  readonly weights: readonly number[];
  readonly means: readonly (readonly number[])[];
  readonly stds: readonly number[];
}

/** A problem; x holds the states at `from`. */
export type KnownProblem =
  | { readonly kind: 'linear'; readonly a: number; readonly b: number; readonly x: readonly number[] }
  | { readonly kind: 'logistic'; readonly rate: number; readonly ramp: number; readonly x: readonly number[] }
  | { readonly kind: 'mixture'; readonly target: TwoComponents; readonly x: readonly number[] };

/**
 * Solved beside every problem, so that a leading error coefficient that vanishes by chance leaves this one's: that of a linear system
 * is (R(z) − eᶻ)/zᵖ⁺¹ at z = 0, which is 0 for no method of order p with p stages. λ (to − from) = −0.3 + 2i, and |x| = 0.2, which makes
 * its error about as large as those that it stands beside.
 */
export function companion(length: number): KnownProblem {
  return { kind: 'linear', a: -0.3 / length, b: 2 / length, x: [0.16, 0.12] };
}

/** A problem on an interval, solved. */
export interface SolvedProblem {
  readonly dim: number;
  readonly velocity: VelocityFunction;
  /** The states at `from`. */
  readonly start: readonly number[];
  /** The states at `to`. */
  readonly exact: Float64Array;
  /** The largest state and speed along the way, and A. */
  readonly size: number;
  readonly speed: number;
  readonly growth: number;
  /** A of the way back, to `from`. */
  readonly growthBack: number;
  /** L, the largest |∂u/∂x|, and for a mixture |u| over the width of the narrowest component at that time with it: a series in the step size is one in hL. */
  readonly rate: number;
}

/** Where the largest values along the way are looked for: nine times, ends included. */
const LOOKS = 8;

/** The exact solution of a problem from one time to another. */
export function solved(problem: KnownProblem, from: number, to: number): SolvedProblem {
  const { dim, velocity, at, density, rate: rateOf } = FORMS[problem.kind](problem as never, from);
  const exact = at(to);
  let [size, speed, growth, growthBack, rate] = [0, 0, 1, 1, 0];
  const out = new Float64Array(exact.length);
  const first = density(from, at(from));
  const last = density(to, exact);
  for (let i = 0; i <= LOOKS; i++) {
    const t = i === LOOKS ? to : from + ((to - from) * i) / LOOKS;
    const x = at(t);
    velocity(t, x, out);
    size = Math.max(size, largest(x));
    speed = Math.max(speed, largest(out));
    rate = Math.max(rate, largest(rateOf(t, x)));
    const here = density(t, x);
    for (let j = 0; j < here.length; j++) {
      growth = Math.max(growth, here[j]! / last[j]!);
      growthBack = Math.max(growthBack, here[j]! / first[j]!);
    }
  }
  return { dim, velocity, start: problem.x, exact, size, speed, growth, growthBack, rate };
}

/** 32 of the field, 8 of what is done with it. */
const OF_A_SLOPE: number = 32 + 8;
const OF_THE_SOLUTION = 16;

/** ρ after N steps of m evaluations, with every error amplified by `growth`; `unit` is u. */
export function knownRounding(
  { size, speed }: SolvedProblem,
  growth: number,
  unit: number,
  { steps, length, stages }: { readonly steps: number; readonly length: number; readonly stages: number },
): number {
  return growth * unit * (steps * 2 * size + (stages + OF_A_SLOPE) * length * speed + OF_THE_SOLUTION * size);
}

/** The problem in words. */
export function problemWords(problem: KnownProblem): string {
  const x = `x = [${problem.x.join(', ')}]`;
  if (problem.kind === 'linear') return `ẋ = (${problem.a} + ${problem.b}i) x, ${x}`;
  if (problem.kind === 'logistic') return `ẋ = (${problem.rate} + ${problem.ramp} t) x (1 − x), ${x}`;
  const { weights, means, stds } = problem.target;
  const parts = weights.map((w, k) => `${w} N(${means[k]![0]}, ${stds[k]}²)`);
  return `CondOT to ${parts.join(' + ')}, ${x}`;
}

interface Form {
  readonly dim: number;
  readonly velocity: VelocityFunction;
  readonly at: (t: number) => Float64Array;
  /** What falls along a trajectory as small differences grow. */
  readonly density: (t: number, x: Float64Array) => Float64Array;
  /** How fast the field changes along each trajectory. */
  readonly rate: (t: number, x: Float64Array) => Float64Array;
}

type Of<K extends KnownProblem['kind']> = Extract<KnownProblem, { kind: K }>;

const FORMS = { linear, logistic, mixture };

function linear({ a, b, x }: Of<'linear'>, from: number): Form {
  return {
    dim: 2,
    velocity: (_, state, out) => {
      for (let i = 0; i < state.length; i += 2) {
        const [re, im] = [state[i]!, state[i + 1]!];
        out[i] = a * re - b * im;
        out[i + 1] = b * re + a * im;
      }
    },
    at(t) {
      const scale = exp(a * (t - from));
      const [c, s] = [scale * cos(b * (t - from)), scale * sin(b * (t - from))];
      return Float64Array.from(x, (value, i) =>
        i % 2 === 0 ? c * value - s * x[i + 1]! : s * x[i - 1]! + c * value,
      );
    },
    density: (t) => Float64Array.of(exp(-a * (t - from))),
    rate: () => Float64Array.of(Math.sqrt(a * a + b * b)),
  };
}

function logistic({ rate, ramp, x }: Of<'logistic'>, from: number): Form {
  return {
    dim: 1,
    velocity: (t, state, out) => {
      for (let i = 0; i < state.length; i++) out[i] = (rate + ramp * t) * state[i]! * (1 - state[i]!);
    },
    at(t) {
      const R = (t - from) * (rate + 0.5 * ramp * (t + from));
      return Float64Array.from(x, (value) => 1 / (1 + (1 / value - 1) * exp(-R)));
    },
    density: (_, state) => state.map((value) => 1 / (value * (1 - value))),
    rate: (t, state) => state.map((value) => (rate + ramp * t) * (1 - 2 * value)),
  };
}

function mixture({ target, x }: Of<'mixture'>, from: number): Form {
  const given = { schedule: condOT, target: gaussianMixture(target) };
  const field = marginalField(given);
  const narrowest = Math.min(...target.stds);
  /** The narrowest component at time t, on its way from N(0, 1). */
  const width = (t: number): number => Math.sqrt(t * t * narrowest * narrowest + (1 - t) * (1 - t));
  const flow = cdfMap(given);
  return {
    dim: 1,
    velocity: field.velocity,
    at(t) {
      const out = new Float64Array(x.length);
      flow.map(from, t, Float64Array.from(x), out);
      return out;
    },
    density(t, state) {
      const out = new Float64Array(state.length);
      field.logDensity(t, state, out);
      return out.map(exp);
    },
    rate(t, state) {
      const slope = new Float64Array(state.length);
      const speed = new Float64Array(state.length);
      field.divergence(t, state, slope);
      field.velocity(t, state, speed);
      return slope.map((value, i) => Math.abs(value) + Math.abs(speed[i]!) / width(t));
    },
  };
}
