/**
 * Mistakes in the formulas of a schedule: some in one function, some in α or σ and consistently in all that follows from them.
 *
 * The second kind is invisible to derivatives and inverses: another schedule under the name of this one, which only its ends can betray.
 */
import { exp, log } from '../../../math/index.ts';
import { condOT, cosine, linearVP, ot, polynomial, type Schedule, ve, vp } from '../../../schedules/index.ts';
import type { ScheduleSubject } from '../../core/subjects.ts';
import { type Mistake, mistakeOf, type Text } from '../mistake.ts';
import { blendFunctions } from './blend.ts';
import { everyLaw } from './every-law.ts';

type Functions = Omit<ScheduleSubject, 'name' | 'ends'>;

const build = (text: Text, object: (size: number) => ScheduleSubject): Mistake =>
  mistakeOf('schedule', text, (size) => everyLaw('schedule', object(size)));

/** Single functions are wrong, the others are not. */
function inOne(text: Text, right: Schedule, wrong: Partial<Functions>): Mistake {
  return build(text, (size) => {
    const object: Record<string, unknown> = { ...right };
    for (const [name, f] of Object.entries(wrong)) {
      object[name] = blendFunctions(right[name as keyof Functions], f as (x: number) => number, size);
    }
    return object as unknown as ScheduleSubject;
  });
}

/** α and σ are those of another schedule, with its derivatives; what the name and the parameters promise stays. */
function throughout(
  text: Text,
  right: Schedule,
  wrong: Pick<Functions, 'alpha' | 'sigma' | 'alphaDot' | 'sigmaDot'>,
): Mistake {
  return build(text, (size) => {
    const mix = (name: keyof typeof wrong): ((t: number) => number) =>
      blendFunctions(right[name], wrong[name], size);
    const [alpha, sigma] = [mix('alpha'), mix('sigma')];
    const { name, spec } = right;
    const object = { name, spec, alpha, sigma, alphaDot: mix('alphaDot'), sigmaDot: mix('sigmaDot') };
    return {
      ...object,
      snr: (t: number) => alpha(t) / sigma(t),
      logSnr: (t: number) => 2 * log(alpha(t) / sigma(t)),
    };
  });
}

/** The schedule run backwards in time. */
const reversed = ({ alpha, sigma, alphaDot, sigmaDot }: Schedule): Schedule => ({
  ...condOT,
  alpha: (t) => alpha(1 - t),
  sigma: (t) => sigma(1 - t),
  alphaDot: (t) => -alphaDot(1 - t),
  sigmaDot: (t) => -sigmaDot(1 - t),
});

const VP = vp();
const VE = ve({ sigmaMin: 0.1, sigmaMax: 5 });
const OT = ot({ sigmaMin: 0.1 });
const CUBE = polynomial({ n: 3 });

/** T with (1 − t)² β-terms as given: what VP makes of an integral of β. */
const integral = (t: number, square: number): number => (1 - t) * (square * (1 - t) * 19.9 + 0.1);

/** VP with T = (1 − t)² (β_max − β_min) + (1 − t) β_min. */
const DOUBLED = {
  alpha: (t: number): number => exp(-0.5 * integral(t, 1)),
  sigma: (t: number): number => Math.sqrt(1 - exp(-integral(t, 1))),
  alphaDot: (t: number): number => 0.5 * (0.1 + 39.8 * (1 - t)) * exp(-0.5 * integral(t, 1)),
  sigmaDot: (t: number): number =>
    (-0.5 * (0.1 + 39.8 * (1 - t)) * exp(-integral(t, 1))) / Math.sqrt(1 - exp(-integral(t, 1))),
};

export const scheduleMistakes: readonly Mistake[] = [
  inOne(['sigma-dot-sign', 'σ̇ = −1', 'σ̇ = 1'], condOT, { sigmaDot: () => 1 }),
  inOne(['alpha-dot-factor-two', 'α̇ = ½βα', 'α̇ = βα, the derivative of ln α² in place of ln α'], VP, {
    alphaDot: (t) => 2 * VP.alphaDot(t),
  }),
  inOne(['sigma-sigma-dot-half-missing', 'σσ̇ = ½ dσ²/dt', 'dσ²/dt'], VE, {
    sigmaSigmaDot: (t) => 2 * VE.sigmaSigmaDot(t),
  }),
  inOne(['derivatives-in-diffusion-time', 'α̇ = dα/dt', 'dα/ds, dσ/ds with s = 1 − t'], VP, {
    alphaDot: (t) => -VP.alphaDot(t),
    sigmaDot: (t) => -VP.sigmaDot(t),
    sigmaSigmaDot: (t) => -VP.sigmaSigmaDot(t),
  }),
  inOne(['derivative-at-reversed-time', 'α̇ = (π/2) cos(πt/2)', 'α̇(1 − t)'], cosine, {
    alphaDot: (t) => cosine.alphaDot(1 - t),
  }),
  inOne(['beta-at-reversed-time', 'α̇ = ½β(1 − t)α', 'α̇ = ½β(t)α'], VP, {
    alphaDot: (t) => 0.5 * (0.1 + 19.9 * t) * VP.alpha(t),
  }),
  inOne(['cosine-without-half-pi', 'α̇ = (π/2)σ, σ̇ = −(π/2)α', 'α̇ = σ, σ̇ = −α'], cosine, {
    alphaDot: cosine.sigma,
    sigmaDot: (t) => -cosine.alpha(t),
  }),
  inOne(['exponent-of-derivative', 'α̇ = n tⁿ⁻¹', 'α̇ = n tⁿ'], CUBE, { alphaDot: (t) => 3 * CUBE.alpha(t) }),
  inOne(['factor-of-derivative', 'α̇ = n tⁿ⁻¹', 'α̇ = tⁿ⁻¹'], CUBE, { alphaDot: (t) => CUBE.alphaDot(t) / 3 }),
  inOne(['sigma-min-dropped-in-derivative', 'σ̇ = σ_min − 1', 'σ̇ = −1'], OT, { sigmaDot: () => -1 }),
  inOne(['derivative-of-square', 'σ̇ = −t/σ', 'σ̇ = −t'], linearVP, { sigmaDot: (t) => -t }),
  inOne(['decimal-logarithm', 'σ̇ = −σ ln(σ_max/σ_min)', 'σ̇ = −σ log₁₀(σ_max/σ_min)'], VE, {
    sigmaDot: (t) => VE.sigmaDot(t) / log(10),
  }),
  inOne(['root-dropped-in-sigma', 'σ = √(1 − t²)', 'σ = 1 − t²'], linearVP, {
    sigma: (t) => (1 - t) * (1 + t),
  }),
  inOne(['inverse-of-squared-level', 't = ρ/(1 + ρ)', 't = ρ²/(1 + ρ²), σ² for σ'], condOT, {
    snrInverse: (rho) => condOT.snrInverse(rho * rho),
  }),
  inOne(['level-of-variance', 'ρ = α/σ', 'ρ = α/σ²'], condOT, { snr: (t) => condOT.snr(t) / (1 - t) }),
  inOne(['log-level-halved', 'λ = ln(α²/σ²)', 'λ = ln(α/σ)'], cosine, {
    logSnr: (t) => cosine.logSnr(t) / 2,
  }),
  inOne(['log-level-inverse-doubled', 't = ρ⁻¹(e^(λ/2))', 't = ρ⁻¹(e^λ)'], linearVP, {
    logSnrInverse: (lambda) => linearVP.logSnrInverse(2 * lambda),
  }),
  throughout(['ends-swapped', 'α = t, σ = 1 − t', 'α = 1 − t, σ = t'], condOT, reversed(condOT)),
  throughout(
    ['beta-integral-half-missing', 'T = ½(1−t)²Δβ + (1−t)β_min', 'T = (1−t)²Δβ + (1−t)β_min'],
    VP,
    DOUBLED,
  ),
  throughout(['variance-for-deviation', 'σ = √(1 − e^(−T))', 'σ = 1 − e^(−T)'], VP, {
    alpha: VP.alpha,
    sigma: (t) => VP.sigma(t) * VP.sigma(t),
    alphaDot: VP.alphaDot,
    sigmaDot: (t) => 2 * VP.sigmaSigmaDot(t),
  }),
  throughout(
    ['ve-under-the-name-of-vp', 'α = e^(−T/2), σ = √(1 − e^(−T))', 'α = 1, σ = σ_min (σ_max/σ_min)^(1−t)'],
    VP,
    VE,
  ),
  throughout(
    ['time-reversed', 'σ = σ_min (σ_max/σ_min)^(1−t)', 'σ = σ_min (σ_max/σ_min)^t'],
    VE,
    reversed(VE),
  ),
  throughout(['sigma-min-dropped', 'σ = 1 − (1 − σ_min) t', 'σ = 1 − t'], OT, condOT),
  throughout(['right-at-the-ends-alone', 'α = t', 'α = 0.9 t for t < 1, α(1) = 1'], condOT, {
    ...condOT,
    alpha: (t) => (t < 1 ? 0.9 * t : 1),
    alphaDot: () => 0.9,
  }),
];
