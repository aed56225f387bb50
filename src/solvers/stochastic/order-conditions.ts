/**
 * Order conditions of a stochastic Runge–Kutta method for additive noise, in exact rationals.
 *
 * With E_i = Σ_j e_ij and F_i = Σ_j f_ij for stage i, E = Σ_j ε_j and F = Σ_j φ_j for the step, and the covariance of two noises per h,
 * ⟨(E, F), (E′, F′)⟩ = EE′ + ½(EF′ + FE′) + ⅓FF′, since (ΔB, A) has covariance h [1, ½; ½, ⅓]:
 *
 *   weak 1      Σβ = 1      drift                     ⟨N, N⟩ = 1              w²
 *   weak 2      Σβc = ½     b′b, ∂ₜb                  Σβᵢ⟨Nᵢ, Nᵢ⟩ = ½         b″w²
 *               Σβᵢ⟨Nᵢ, N⟩ = ½    b′w²                Σⱼ dⱼ⟨(εⱼ, φⱼ), N⟩ = ½   wẇ
 *   strong 1    Σβ = 1,  Σε = 1,  Σφ = 0              the increment itself
 *   strong 3/2  Σβc = ½,  Σβᵢ⟨Nᵢ, Nᵢ⟩ = ½,  ΣβᵢEᵢ = 0,  ΣβᵢFᵢ = 1   b′w ∫(B_s − B_t) ds = b′w h A
 *               Σdε = 1,  Σdφ = −1                    ẇ ∫(s − t) dB = ẇ h (ΔB − A)
 *
 * and Σⱼ a_ij = c_i throughout. The weak ones are the terms of E f(X⁺) up to h² for any f, found by expanding mean and second moments
 * (third and higher cumulants are O(h³)); the strong ones those of X⁺ itself. Sources: Rößler (2010), theorem 5.1 with g constant in x;
 * Kloeden & Platen (1992), theorem 14.5.2 for weak order from moments of a step.
 */
import { addRational, equalRational, parseRational, type Rational, rational } from '../rational.ts';
import { type NoiseWeights, type StochasticTableau, stochasticMethod } from './stochastic-tableau.ts';

/** One order condition of a stochastic method. Numbers are exact, as text. */
export interface StochasticCondition {
  /** What it is needed for. */
  readonly order: 'consistency' | 'weak 1' | 'weak 2' | 'strong 1' | 'strong 3/2';
  readonly formula: string;
  readonly value: string;
  readonly wanted: string;
  readonly holds: boolean;
}

/** The orders that the conditions prove. */
export interface StochasticOrders {
  /** 0, 1 or 2: all that is asked here. */
  readonly weak: 0 | 1 | 2;
  /** 0, 1 or 1.5. */
  readonly strong: 0 | 1 | 1.5;
  readonly conditions: readonly StochasticCondition[];
}

const ZERO = rational(0n, 1n);
const ONE = rational(1n, 1n);
const times = (a: Rational, b: Rational): Rational => rational(a.p * b.p, a.q * b.q);
const sum = (numbers: readonly Rational[]): Rational => numbers.reduce(addRational, ZERO);
const dot = (a: readonly Rational[], b: readonly Rational[]): Rational =>
  sum(a.map((x, i) => times(x, b[i]!)));
const text = ({ p, q }: Rational): string => (q === 1n ? `${p}` : `${p}/${q}`);

/** A noise e ΔB + f A. */
interface Noise {
  readonly e: Rational;
  readonly f: Rational;
}

const HALF = rational(1n, 2n);
const THIRD = rational(1n, 3n);
const covariance = (a: Noise, b: Noise): Rational =>
  sum([
    times(a.e, b.e),
    times(HALF, addRational(times(a.e, b.f), times(a.f, b.e))),
    times(THIRD, times(a.f, b.f)),
  ]);

/**
 * Checks the order conditions of a stochastic tableau.
 *
 * ```ts
 * import { sra1, stochasticOrders } from 'flowproof';
 * const { weak, strong } = stochasticOrders(sra1);
 * console.log(weak, strong); // 2 1.5
 * ```
 *
 * @throws {ArgumentError} for what is no stochastic tableau.
 */
export function stochasticOrders(tableau: StochasticTableau): StochasticOrders {
  stochasticMethod(tableau);
  const conditions = conditionsOf(tableau);
  const holds = (...orders: StochasticCondition['order'][]): boolean =>
    conditions.every((condition) => condition.holds || !orders.includes(condition.order));
  const weak1 = holds('consistency', 'weak 1');
  const strong1 = holds('consistency', 'strong 1');
  return {
    weak: weak1 ? (holds('weak 2') ? 2 : 1) : 0,
    strong: strong1 ? (holds('strong 3/2') ? 1.5 : 1) : 0,
    conditions,
  };
}

function conditionsOf(tableau: StochasticTableau): StochasticCondition[] {
  const read = (texts: readonly string[]): Rational[] => texts.map((t) => parseRational('solver', t));
  const [b, c, d] = [read(tableau.b), read(tableau.c), read(tableau.d)];
  const noiseOf = ({ increment, mean }: NoiseWeights): Noise => ({
    e: sum(read(increment)),
    f: sum(read(mean)),
  });
  const stages = tableau.stageNoise.map(noiseOf);
  const step = noiseOf(tableau.noise);
  const [epsilon, phi] = [read(tableau.noise.increment), read(tableau.noise.mean)];
  const parts = epsilon.map((e, j): Noise => ({ e, f: phi[j]! }));
  const overStages = (of: (noise: Noise) => Rational): Rational => dot(b, stages.map(of));

  const drift = sum(b);
  const timed = dot(b, c);
  const curved = overStages((n) => covariance(n, n));
  const together = overStages((n) => covariance(n, step));
  const turning = dot(
    d,
    parts.map((n) => covariance(n, step)),
  );
  const rows: [StochasticCondition['order'], string, Rational, Rational][] = [
    ...tableau.a.map((row, i): (typeof rows)[number] => [
      'consistency',
      `Σ a_${i + 1}j = c_${i + 1}`,
      sum(read(row)),
      c[i]!,
    ]),
    ['weak 1', 'Σ β_i = 1', drift, ONE],
    ['weak 1', '⟨N, N⟩ = 1', covariance(step, step), ONE],
    ['weak 2', 'Σ β_i c_i = 1/2', timed, HALF],
    ['weak 2', 'Σ β_i ⟨N_i, N_i⟩ = 1/2', curved, HALF],
    ['weak 2', 'Σ β_i ⟨N_i, N⟩ = 1/2', together, HALF],
    ['weak 2', 'Σ d_j ⟨N^j, N⟩ = 1/2', turning, HALF],
    ['strong 1', 'Σ β_i = 1', drift, ONE],
    ['strong 1', 'Σ ε_j = 1', step.e, ONE],
    ['strong 1', 'Σ φ_j = 0', step.f, ZERO],
    ['strong 3/2', 'Σ β_i c_i = 1/2', timed, HALF],
    ['strong 3/2', 'Σ β_i ⟨N_i, N_i⟩ = 1/2', curved, HALF],
    ['strong 3/2', 'Σ β_i E_i = 0', overStages(({ e }) => e), ZERO],
    ['strong 3/2', 'Σ β_i F_i = 1', overStages(({ f }) => f), ONE],
    ['strong 3/2', 'Σ d_j ε_j = 1', dot(d, epsilon), ONE],
    ['strong 3/2', 'Σ d_j φ_j = -1', dot(d, phi), rational(-1n, 1n)],
  ];
  return rows.map(([order, formula, value, wanted]) => {
    return { order, formula, value: text(value), wanted: text(wanted), holds: equalRational(value, wanted) };
  });
}
