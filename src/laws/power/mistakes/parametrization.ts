/** Mistakes in conversions between parametrizations, and in the change of schedule. */
import { convert, type Parametrization, scheduleChange } from '../../../paths/index.ts';
import { condOT, cosine, linearVP, ot, type Schedule, vp } from '../../../schedules/index.ts';
import { changeOfSchedule, conversions, type ParametrizationSubject } from '../../conversions/index.ts';
import { trial } from '../../core/trial.ts';
import { type Mistake, mistakeOf } from '../mistake.ts';
import { blend } from './blend.ts';

/** At one time: α, σ, α̇, σ̇, D = α̇σ − ασ̇. */
interface Point {
  readonly t: number;
  readonly a: number;
  readonly s: number;
  readonly aDot: number;
  readonly sDot: number;
  readonly D: number;
}

type Pair = readonly [Parametrization, Parametrization];
/** The wrong answer from x and the prediction. */
type Wrong = (p: Point, x: number, f: number) => number;

function pointOf(schedule: Schedule, t: number): Point {
  const [a, s] = [schedule.alpha(t), schedule.sigma(t)];
  const [aDot, sDot] = [schedule.alphaDot(t), schedule.sigmaDot(t)];
  return { t, a, s, aDot, sDot, D: aDot * s - a * sDot };
}

/** One conversion is wrong; its poles are guarded as they should be. */
function inConversion(
  id: string,
  [from, to]: Pair,
  formula: string,
  mistake: string,
  wrong: Wrong,
  schedule: Schedule = linearVP,
): Mistake {
  const object = (size: number): ParametrizationSubject => ({
    name: `conversions on ${schedule.name}`,
    schedule,
    convert(source, goal, t, x, prediction, out) {
      convert(schedule, source, goal, t, x, prediction, out);
      if (source !== from || goal !== to) return;
      const p = pointOf(schedule, t);
      for (let i = 0; i < x.length; i++) {
        const value = wrong(p, x[i]!, prediction[i]!);
        // At an end where the mistake is 0/0 it does not show.
        if (Number.isFinite(value)) out[i] = blend(out[i]!, value, size);
      }
    },
  });
  return mistakeOf('parametrization', [id, formula, mistake], (size) => [trial(conversions(object(size)))]);
}

/** A divisor that is kept off 0 by up to a thousandth, so that no pole is met. */
function clipped(
  id: string,
  pair: Pair,
  formula: string,
  mistake: string,
  wrong: (p: Point, x: number, f: number, least: number) => number,
): Mistake {
  const schedule = condOT;
  const object = (size: number): ParametrizationSubject => ({
    name: `conversions on ${schedule.name}`,
    schedule,
    convert(source, goal, t, x, prediction, out) {
      if (size === 0 || source !== pair[0] || goal !== pair[1]) {
        convert(schedule, source, goal, t, x, prediction, out);
        return;
      }
      const p = pointOf(schedule, t);
      for (let i = 0; i < x.length; i++) out[i] = wrong(p, x[i]!, prediction[i]!, 1e-3 * size);
    },
  });
  return mistakeOf('parametrization', [id, formula, mistake], (size) => [trial(conversions(object(size)))]);
}

/** What is known at time r of a change of schedule: t and s with their derivatives, besides u. */
interface Change {
  readonly r: number;
  readonly t: number;
  readonly s: number;
  readonly tDot: number;
  /** ṡ/s. */
  readonly growth: number;
}

function inChange(
  id: string,
  formula: string,
  mistake: string,
  wrong: (c: Change, x: number, u: (t: number, y: number) => number) => number,
): Mistake {
  const [from, to] = [ot({ sigmaMin: 0.1 }), vp()];
  const at = (r: number): Change => {
    const { time: t, scale: s } = scheduleChange(from, to, r);
    const [old, next] = [pointOf(from, t), pointOf(to, r)];
    const tDot = next.D / (next.a * next.s) / (old.D / (old.a * old.s));
    return { r, t, s, tDot, growth: next.sDot / next.s - (tDot * old.sDot) / old.s };
  };
  return mistakeOf('parametrization', [id, formula, mistake], (size) => [
    trial(
      changeOfSchedule({
        name: `${from.name} → ${to.name}`,
        from,
        to,
        change: (velocity) => (r, x, out) => {
          const u = (t: number, y: number): number => {
            const value = Float64Array.of(Number.NaN);
            velocity(t, Float64Array.of(y), value);
            return value[0]!;
          };
          const { time, scale, velocity: a, point: b } = scheduleChange(from, to, r);
          const c = at(r);
          for (let i = 0; i < x.length; i++) {
            const right = a * u(time, x[i]! / scale) + (b * x[i]!) / scale;
            const value = size === 0 ? right : wrong(c, x[i]!, u);
            out[i] = Number.isFinite(value) ? blend(right, value, size) : right;
          }
        },
      }),
    ),
  ]);
}

export const parametrizationMistakes: readonly Mistake[] = [
  inConversion(
    'sign',
    ['velocity', 'x1'],
    'x₁ = (σu − σ̇x)/D',
    'x₁ = (σu + σ̇x)/D',
    (p, x, u) => (p.s * u + p.sDot * x) / p.D,
  ),
  inConversion(
    'sum-in-determinant',
    ['x1', 'velocity'],
    'u = (σ̇x + Dx₁)/σ, D = α̇σ − ασ̇',
    'D = α̇σ + ασ̇',
    (p, x, x1) => (p.sDot * x + (p.aDot * p.s + p.a * p.sDot) * x1) / p.s,
  ),
  inConversion(
    'ends-swapped',
    ['velocity', 'x1'],
    'x₁ = (σu − σ̇x)/D',
    '(α̇x − αu)/D, which is x₀',
    (p, x, u) => (p.aDot * x - p.a * u) / p.D,
  ),
  inConversion('minus-dropped', ['score', 'epsilon'], 'ε = −σs', 'ε = σs', (p, _x, s) => p.s * s),
  inConversion(
    'deviation-for-variance',
    ['score', 'x1'],
    'x₁ = (x + σ²s)/α (Tweedie)',
    'x₁ = (x + σs)/α',
    (p, x, s) => (x + p.s * s) / p.a,
  ),
  inConversion(
    'variance-for-deviation',
    ['epsilon', 'score'],
    's = −ε/σ',
    's = −ε/σ²',
    (p, _x, e) => -e / (p.s * p.s),
  ),
  inConversion(
    'half',
    ['score', 'velocity'],
    'u = (α̇x + σDs)/α',
    'u = (α̇x + ½σDs)/α',
    (p, x, s) => (p.aDot * x + 0.5 * p.s * p.D * s) / p.a,
  ),
  inConversion(
    'v-sign',
    ['epsilon', 'v'],
    'v = αε − σx₁',
    'v = σx₁ − αε',
    (p, x, e) => (p.s * (x - p.s * e)) / p.a - p.a * e,
  ),
  inConversion(
    'v-coefficients-swapped',
    ['x1', 'v'],
    'v = αε − σx₁',
    'v = σε − αx₁',
    (p, x, x1) => x - 2 * p.a * x1,
  ),
  inConversion(
    'noise-scale-dropped',
    ['x1', 'epsilon'],
    'ε = (x − αx₁)/σ',
    'ε = x − αx₁',
    (p, x, x1) => x - p.a * x1,
  ),
  inConversion(
    'signal-scale-dropped',
    ['epsilon', 'x1'],
    'x₁ = (x − σε)/α',
    'x₁ = x − σε',
    (p, x, e) => x - p.s * e,
  ),
  inConversion(
    'another-schedule',
    ['velocity', 'x1'],
    'x₁ = (σu − σ̇x)/D of the schedule',
    'x₁ = x + (1 − t)u, right for the linear one',
    (p, x, u) => x + (1 - p.t) * u,
    cosine,
  ),
  inConversion(
    'noise-velocity-dropped',
    ['epsilon', 'velocity'],
    'u = α̇(x − σε)/α + σ̇ε',
    'u = α̇(x − σε)/α',
    (p, x, e) => (p.aDot * (x - p.s * e)) / p.a,
  ),
  inConversion(
    'v-not-normalised',
    ['v', 'epsilon'],
    'ε = (σx + αv)/(α² + σ²)',
    'ε = σx + αv, right where α² + σ² = 1',
    (p, x, v) => p.s * x + p.a * v,
    condOT,
  ),
  clipped(
    'pole-clipped-at-data',
    ['x1', 'epsilon'],
    'ε = (x − αx₁)/σ, an error at σ = 0',
    '(x − αx₁)/max(σ, 10⁻³)',
    (p, x, x1, least) => (x - p.a * x1) / Math.max(p.s, least),
  ),
  clipped(
    'pole-clipped-at-noise',
    ['epsilon', 'x1'],
    'x₁ = (x − σε)/α, an error at α = 0',
    '(x − σε)α/(α² + 10⁻⁶)',
    (p, x, e, least) => ((x - p.s * e) * p.a) / (p.a * p.a + least * least),
  ),
  inChange(
    'scale-inverted',
    'ū = (ṡ/s)x + sṫ u_t(x/s)',
    '(ṡ/s)x + sṫ u_t(sx)',
    (c, x, u) => c.growth * x + c.s * c.tDot * u(c.t, x * c.s),
  ),
  inChange(
    'time-speed-dropped',
    'ū = (ṡ/s)x + sṫ u_t(x/s)',
    '(ṡ/s)x + s u_t(x/s)',
    (c, x, u) => c.growth * x + c.s * u(c.t, x / c.s),
  ),
  inChange(
    'scale-speed-dropped',
    'ū = (ṡ/s)x + sṫ u_t(x/s)',
    'sṫ u_t(x/s)',
    (c, x, u) => c.s * c.tDot * u(c.t, x / c.s),
  ),
  inChange(
    'time-not-changed',
    'ū = (ṡ/s)x + sṫ u_t(x/s)',
    '(ṡ/s)x + sṫ u_r(x/s)',
    (c, x, u) => c.growth * x + c.s * c.tDot * u(c.r, x / c.s),
  ),
];
