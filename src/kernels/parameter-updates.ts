/**
 * One optimizer step on the parameters [from, to), fused: float32, every operation rounded, the scalars rounded once.
 *
 * Elements do not mix, so any partition of the range gives the same bits. `scale` multiplies the gradient first
 * (global-norm clipping); 1 leaves every bit.
 */
import { kernelsOf } from './heap.ts';

const fround = Math.fround;

/** m ← μm + g; θ ← θ − ηm. Sutskever et al. 2013, eq. 1–2, with the rate outside the momentum. */
export function sgdUpdate(
  from: number,
  to: number,
  params: Float32Array,
  gradient: Float32Array,
  velocity: Float32Array,
  scale: number,
  rate: number,
  momentum: number,
): void {
  const s = fround(scale);
  const eta = fround(rate);
  const mu = fround(momentum);
  for (let i = from; i < to; i++) {
    const v = fround(fround(mu * velocity[i]!) + fround(s * gradient[i]!));
    velocity[i] = v;
    params[i] = fround(params[i]! - fround(eta * v));
  }
}

/**
 * m ← β₁m + (1−β₁)g; v ← β₂v + (1−β₂)g²; θ ← κθ − (η/c₁)·m/(√(v/c₂) + ε).
 *
 * c₁ = 1 − β₁ᵏ and c₂ = 1 − β₂ᵏ are the bias corrections of step k (Kingma & Ba 2015, algorithm 1); κ = 1 for Adam and
 * 1 − ηλ for AdamW (Loshchilov & Hutter 2019, algorithm 2 with the rate applied to the decay).
 */
export function adamUpdate(
  from: number,
  to: number,
  params: Float32Array,
  gradient: Float32Array,
  firstMoment: Float32Array,
  secondMoment: Float32Array,
  scale: number,
  rate: number,
  beta1: number,
  beta2: number,
  correction1: number,
  correction2: number,
  epsilon: number,
  shrink: number,
): void {
  const s = fround(scale);
  const b1 = fround(beta1);
  const b2 = fround(beta2);
  const d1 = fround(1 - beta1);
  const d2 = fround(1 - beta2);
  const eta = fround(rate / correction1);
  const inverse2 = fround(1 / correction2);
  const eps = fround(epsilon);
  const kappa = fround(shrink);
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
