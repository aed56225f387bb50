/**
 * One optimizer step on the parameters [from, to), fused: float32, every operation rounded, the scalars rounded once.
 *
 * Elements do not mix, so any partition of the range gives the same bits. `scale` multiplies the gradient first
 * (global-norm clipping); 1 leaves every bit.
 */
import { kernelsOf } from './heap.ts';

const fround = Math.fround;

/** g ← s·g; m ← μm + g; θ ← θ − ηm. Sutskever et al. 2013, eq. 1–2, with the rate outside the momentum. `constants`: s, η, μ. */
export function sgdUpdate(
  from: number,
  to: number,
  params: Float32Array,
  gradient: Float32Array,
  velocity: Float32Array,
  constants: Float32Array,
): void {
  const s = constants[0]!;
  const eta = constants[1]!;
  const mu = constants[2]!;
  for (let i = from; i < to; i++) {
    const v = fround(fround(mu * velocity[i]!) + fround(s * gradient[i]!));
    velocity[i] = v;
    params[i] = fround(params[i]! - fround(eta * v));
  }
}

/** Length of what {@link adamConstants} writes. */
export const ADAM_CONSTANTS = 9;

/**
 * The scalars of {@link adamUpdate}, [9]: s, β₁, β₂, 1 − β₁, 1 − β₂, η/c₁, 1/c₂, ε, κ, each rounded once. They travel in an array,
 * as V8 would put each of them on the heap for each block of parameters otherwise.
 *
 * c₁ = 1 − β₁ᵏ and c₂ = 1 − β₂ᵏ are the bias corrections of step k (Kingma & Ba 2015, algorithm 1); κ = 1 for Adam and
 * 1 − ηλ for AdamW (Loshchilov & Hutter 2019, algorithm 2 with the rate applied to the decay).
 */
export function adamConstants(
  scale: number,
  rate: number,
  beta1: number,
  beta2: number,
  correction1: number,
  correction2: number,
  epsilon: number,
  shrink: number,
  out: Float32Array,
): void {
  out[0] = scale;
  out[1] = beta1;
  out[2] = beta2;
  out[3] = 1 - beta1;
  out[4] = 1 - beta2;
  out[5] = rate / correction1;
  out[6] = 1 / correction2;
  out[7] = epsilon;
  out[8] = shrink;
}

/** g ← s·g; m ← β₁m + (1−β₁)g; v ← β₂v + (1−β₂)g²; θ ← κθ − (η/c₁)·m/(√(v/c₂) + ε). */
export function adamUpdate(
  from: number,
  to: number,
  params: Float32Array,
  gradient: Float32Array,
  firstMoment: Float32Array,
  secondMoment: Float32Array,
  constants: Float32Array,
): void {
  const s = constants[0]!;
  const b1 = constants[1]!;
  const b2 = constants[2]!;
  const d1 = constants[3]!;
  const d2 = constants[4]!;
  const eta = constants[5]!;
  const inverse2 = constants[6]!;
  const eps = constants[7]!;
  const kappa = constants[8]!;
  const kernels = kernelsOf(params);
  const { buffer } = params;
  if (
    kernels !== null &&
    gradient.buffer === buffer &&
    firstMoment.buffer === buffer &&
    secondMoment.buffer === buffer
  ) {
    const first = 4 * from;
    kernels.simd.adamUpdate(
      to - from,
      params.byteOffset + first,
      gradient.byteOffset + first,
      firstMoment.byteOffset + first,
      secondMoment.byteOffset + first,
      s,
      b1,
      b2,
      d1,
      d2,
      eta,
      inverse2,
      eps,
      kappa,
    );
    return;
  }
  for (let i = from; i < to; i++) {
    const g = fround(s * gradient[i]!);
    const m = fround(fround(b1 * firstMoment[i]!) + fround(d1 * g));
    const v = fround(fround(b2 * secondMoment[i]!) + fround(d2 * fround(g * g)));
    firstMoment[i] = m;
    secondMoment[i] = v;
    const denominator = fround(fround(Math.sqrt(fround(v * inverse2))) + eps);
    params[i] = fround(fround(kappa * params[i]!) - fround(eta * fround(m / denominator)));
  }
}
