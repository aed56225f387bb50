/** Mistakes when a model trained on one schedule is asked on another. */
import { add, divide, exact, multiply, square, subtract, type Tracked } from '../arithmetic/tracked.ts';
import { instead, type Replacement } from '../formula.ts';
import { changedVelocity, oldTime, rates, scaledPoint } from '../formulas/schedule-change.ts';
import { timeOfSnr } from '../formulas/snr.ts';
import type { Mistake } from './mistake.ts';

const operations = ['schedule.change'];
const right = 'ūᵣ(x) = (ṡ/s) x + s ṫ uₜ(x/s)';

/** ū as a sum of a term of the point and a term of the velocity. */
const composed = (
  parts: (terms: {
    readonly x: Tracked;
    readonly s: Tracked;
    readonly u: Tracked;
    readonly timeRate: Tracked;
    readonly scaleRate: Tracked;
  }) => Tracked,
): Replacement =>
  instead(changedVelocity, (_, old, changed, s, u, y) => {
    const [timeRate, scaleRate] = rates(old, changed);
    return parts({ x: multiply(s, y), s, u, timeRate, scaleRate });
  });

export const scheduleChangeMistakes: readonly Mistake[] = [
  {
    id: 'schedule-change.time-kept',
    title: 'the old model is asked at the time of the new schedule',
    right: 't = ρ⁻¹(ρ̄(r))',
    wrong: 't = r',
    looksLike: 'right at both ends; levels of noise do not match between',
    operations,
    replace: [instead(oldTime, (_, _old, _changed, r) => r)],
  },
  {
    id: 'schedule-change.level-of-powers',
    title: 'the level is a ratio of powers, its inverse one of amplitudes',
    right: 't = ρ⁻¹(ᾱ/σ̄)',
    wrong: 't = ρ⁻¹(ᾱ²/σ̄²)',
    looksLike: 'right where α = σ; times move towards both ends',
    operations,
    replace: [
      instead(oldTime, (_, old, changed) => timeOfSnr(old, square(divide(changed.alpha, changed.sigma)))),
    ],
  },
  {
    id: 'schedule-change.diffusion-time',
    title: "the diffusion's own time s = 1 − t is handed to a model that expects t",
    right: 't = 1 − 2T/(β_min + √(β_min² + 2(β_max − β_min)T)) on vp',
    wrong: 't = 2T/(β_min + √(β_min² + 2(β_max − β_min)T)) on vp',
    looksLike: 'only from vp: time runs backwards',
    operations,
    replace: [
      instead(timeOfSnr, (right, schedule, rho) =>
        schedule.kind === 'vp' ? subtract(exact(1), right(schedule, rho)) : right(schedule, rho),
      ),
    ],
  },
  {
    id: 'schedule-change.point-scaled-up',
    title: 'the point is multiplied by the scale instead of divided',
    right: 'y = x/s',
    wrong: 'y = s x',
    looksLike: 'right where s = 1, at both ends of most pairs of schedules',
    operations,
    replace: [instead(scaledPoint, (_, s, x) => multiply(x, s))],
  },
  {
    id: 'schedule-change.point-unscaled',
    title: 'time is mapped, the point is not',
    right: 'y = x/s',
    wrong: 'y = x',
    looksLike: 'right where s = 1; the old model is asked off its own path',
    operations,
    replace: [instead(scaledPoint, (_, _s, x) => x)],
  },
  {
    id: 'schedule-change.time-rate-missing',
    title: 'the inner derivative ṫ is lost',
    right,
    wrong: 'ūᵣ(x) = (ṡ/s) x + s uₜ(x/s)',
    looksLike: 'the velocity is too fast where the new schedule is slower than the old one',
    operations,
    replace: [composed(({ x, s, u, scaleRate }) => add(multiply(scaleRate, x), multiply(s, u)))],
  },
  {
    id: 'schedule-change.scale-rate-missing',
    title: 'the motion of the scale is lost',
    right,
    wrong: 'ūᵣ(x) = s ṫ uₜ(x/s)',
    looksLike: 'right where ṡ = 0: between schedules of the same α + σ, or of the same α² + σ²',
    operations,
    replace: [composed(({ s, u, timeRate }) => multiply(multiply(s, timeRate), u))],
  },
  {
    id: 'schedule-change.velocity-unscaled',
    title: "the old model's velocity is not scaled back",
    right,
    wrong: 'ūᵣ(x) = (ṡ/s) x + ṫ uₜ(x/s)',
    looksLike: 'right where s = 1',
    operations,
    replace: [
      composed(({ x, u, timeRate, scaleRate }) => add(multiply(scaleRate, x), multiply(timeRate, u))),
    ],
  },
];
