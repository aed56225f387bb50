/** α and σ of every built-in schedule, written a second time in hyper-dual arithmetic: their derivatives come for free. */
import type { ScheduleSpec } from '../../src/schedules/schedule.ts';
import { add, chain, cos, exp, type HyperDual, hd, log, mul, scale, sin, sqrt, sub } from './hyper-dual.ts';

const expm1 = (a: HyperDual): HyperDual => chain(a, Math.expm1(a.f), Math.exp(a.f), Math.exp(a.f));
const power = (a: HyperDual, n: number): HyperDual => exp(scale(n, log(a)));

/** α(t) and σ(t) for t strictly inside (0, 1). */
export function scheduleDuals(spec: ScheduleSpec, t: HyperDual): { alpha: HyperDual; sigma: HyperDual } {
  const rest = sub(hd(1), t);
  switch (spec.kind) {
    case 'cond-ot':
      return { alpha: t, sigma: rest };
    case 'ot':
      return { alpha: t, sigma: sub(hd(1), scale(1 - spec.sigmaMin, t)) };
    case 'polynomial':
      return { alpha: power(t, spec.n), sigma: scale(-1, expm1(scale(spec.n, log(t)))) };
    case 'vp': {
      const T = add(scale((spec.betaMax - spec.betaMin) / 2, mul(rest, rest)), scale(spec.betaMin, rest));
      return { alpha: exp(scale(-0.5, T)), sigma: sqrt(scale(-1, expm1(scale(-1, T)))) };
    }
    case 'linear-vp':
      // Factored or not, whichever cancels less: 1 − t² in value near t = 1, its derivative −2t near t = 0.
      return { alpha: t, sigma: sqrt(t.f < 0.5 ? sub(hd(1), mul(t, t)) : mul(rest, add(hd(1), t))) };
    case 'cosine': {
      // Half the angle from the nearer end, so that σ is not a cancelled cosine near t = 1.
      const half = Math.PI / 2;
      return t.f < 0.5
        ? { alpha: sin(scale(half, t)), sigma: cos(scale(half, t)) }
        : { alpha: cos(scale(half, rest)), sigma: sin(scale(half, rest)) };
    }
    case 've':
      return {
        alpha: hd(1),
        sigma: scale(spec.sigmaMax, exp(scale(Math.log(spec.sigmaMin / spec.sigmaMax), t))),
      };
  }
}

/** One of each kind, with parameters away from their defaults. */
export const SCHEDULE_SPECS: readonly ScheduleSpec[] = [
  { kind: 'cond-ot' },
  { kind: 'ot', sigmaMin: 0.05 },
  { kind: 'polynomial', n: 2 },
  { kind: 'polynomial', n: 0.7 },
  { kind: 'polynomial', n: 3.3 },
  { kind: 'vp', betaMin: 0.1, betaMax: 20 },
  { kind: 'vp', betaMin: 1, betaMax: 3 },
  { kind: 'linear-vp' },
  { kind: 'cosine' },
  { kind: 've', sigmaMin: 0.02, sigmaMax: 20 },
];
