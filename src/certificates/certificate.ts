/** What is proved about a Runge–Kutta method, as plain data: schemas/certificate.schema.json. */
import type { ExactNumber } from './exact-number.ts';

/** An order condition that fails. */
export interface ViolatedCondition {
  /** Vertices of its tree. */
  readonly order: number;
  /** Bracket notation, such as '[[τ],τ]'; t is a leaf of the time. */
  readonly tree: string;
  /** The tree in characters, root at the bottom. */
  readonly drawing: readonly string[];
  /** γ and σ, as decimal integers. */
  readonly density: string;
  readonly symmetry: string;
  /** Such as 'Σ bᵢ aᵢⱼ cⱼ = 1/6'. */
  readonly formula: string;
  /** k, where the coefficient of θᵏ is what fails in a dense output; else null. */
  readonly power: number | null;
  /** The left side, the right side, and left − right. */
  readonly value: ExactNumber;
  readonly expected: ExactNumber;
  readonly residual: ExactNumber;
  /** The largest |residual| that would have been allowed. */
  readonly tolerance: number;
}

/** The order of one set of weights. */
export interface OrderProof {
  /** 'b', the name of embedded weights, or 'b(θ)'. */
  readonly weights: string;
  readonly claimed: number;
  /** All conditions up to this order hold, and one of the next fails. */
  readonly order: number;
  /** order = claimed. */
  readonly holds: boolean;
  /** The condition of order + 1 that fails, by the order of the trees the first; null when none was met up to order 11. */
  readonly next: ViolatedCondition | null;
  /** How many trees of order + 1 fail, out of how many. */
  readonly failing: number;
  readonly ofTrees: number;
  /** Conditions that were decided. */
  readonly conditions: number;
  /** The largest |residual| of those that hold: 0 for exact coefficients. */
  readonly largestResidual: number;
}

/** Something that makes the certificate red. */
export interface Finding {
  readonly kind: 'row-sum' | 'order' | 'fsal' | 'dense-end';
  /** One sentence. */
  readonly words: string;
  /** The condition at fault, for kind 'order'. */
  readonly condition: ViolatedCondition | null;
}

/** R(z) = P(z)/Q(z), with which a method multiplies x on ẋ = λx, z = λh. */
export interface Stability {
  /** Coefficients of 1, z, z², … in P and in Q; Q = 1 for an explicit method. */
  readonly numerator: readonly ExactNumber[];
  readonly denominator: readonly ExactNumber[];
  /** The largest ρ with |R| ≤ 1 on [−ρ, 0]; null for all of it. */
  readonly real: number | null;
  /** The largest ρ with |R| ≤ 1 on [−ρi, ρi]; null for all of it. */
  readonly imaginary: number | null;
}

/** Σ_i b_i c_i^{k−1} = 1/k for k ≤ B; Σ_j a_ij c_j^{k−1} = c_i^k/k for k ≤ C; Σ_i b_i c_i^{k−1} a_ij = b_j (1 − c_j^k)/k for k ≤ D. */
export interface SimplifyingAssumptions {
  readonly B: number;
  readonly C: number;
  readonly D: number;
}

/** A certificate. It holds when everything that the method claims is proved and nothing more than that is true of its order. */
export interface Certificate {
  readonly name: string;
  readonly holds: boolean;
  readonly findings: readonly Finding[];
  readonly stages: number;
  readonly explicit: boolean;
  /** Where the coefficients live: 'ℚ', 'ℚ(√3)'. */
  readonly numbers: string;
  /** 'exact', or how residuals of rounded coefficients are judged. */
  readonly arithmetic: 'exact' | 'declared precision' | 'digits given';
  readonly precision: number | null;
  /** The main weights, each embedded set, the dense output. */
  readonly orders: readonly OrderProof[];
  readonly rowSums: boolean;
  /** The last stage is the first of the next step: a_sj = b_j and c_s = 1. */
  readonly fsal: boolean;
  /** Only for a dense output: b(1) = b, and the slopes at both ends are those of the first stage and of a stage at x⁺. */
  readonly continuous: boolean | null;
  readonly smooth: boolean | null;
  /** Stepping back undoes a step, up to rounding. */
  readonly symmetric: boolean;
  /** Conserves quadratic invariants. */
  readonly symplectic: boolean;
  readonly simplifying: SimplifyingAssumptions;
  readonly stability: Stability;
}
