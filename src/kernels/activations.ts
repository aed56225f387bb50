/**
 * Activations, value and derivative in one pass: for i < count, a[i] ← f(z[i]) and z[i] ← f′(z[i]).
 *
 * The derivative is taken where the exponential is at hand, and replaces the argument, which nothing needs again.
 * Float32, every operation rounded. At a kink the derivative is the one from the left: relu′(0) = 0, selu′(0) = λα.
 */
import { kernelsOf } from './heap.ts';
import { exp, expm1, gaussian, log1pUnit, normalTail, tanh } from './scalar-math.ts';

const fround = Math.fround;

/** z → derivative in place, a ← value. */
type ActivationKernel = (count: number, z: Float32Array, a: Float32Array) => void;

/** tanh z; derivative 1 − tanh² z. */
function tanhKernel(count: number, z: Float32Array, a: Float32Array): void {
  for (let i = 0; i < count; i++) {
    const y = tanh(z[i]!);
    a[i] = y;
    z[i] = fround(1 - fround(y * y));
  }
}

/** max(z, 0), NaN kept; derivative 1 for z > 0, else 0. */
function reluKernel(count: number, z: Float32Array, a: Float32Array): void {
  for (let i = 0; i < count; i++) {
    const x = z[i]!;
    a[i] = Math.max(x, 0);
    z[i] = x <= 0 ? 0 : 1;
  }
}

/** SiLU (swish) z·s, s = 1/(1 + e⁻ᶻ); derivative s + z·s·(1 − s). Ramachandran et al. 2017, eq. 1. */
function siluKernel(count: number, z: Float32Array, a: Float32Array): void {
  for (let i = 0; i < count; i++) {
    const x = z[i]!;
    const e = exp(-Math.abs(x));
    const larger = fround(1 / fround(1 + e));
    const smaller = fround(e / fround(1 + e));
    const s = x < 0 ? smaller : larger;
    // Below −104 s is 0, and −∞ · 0 would be NaN where the limit is 0; above 104 so is 1 − s.
    const y = x < -104 ? 0 : fround(x * s);
    a[i] = y;
    // 1 − s by subtraction would lose all its digits for large z, where z multiplies what is left.
    z[i] = x > 104 ? 1 : fround(s + fround(y * (x < 0 ? larger : smaller)));
  }
}

const INVERSE_SQRT_2_PI: number = fround(0.3989422804014327);

/** GELU in its exact form z·Φ(z), no tanh; derivative Φ(z) + z·φ(z). Hendrycks & Gimpel 2016, eq. 1. */
function geluKernel(count: number, z: Float32Array, a: Float32Array): void {
  for (let i = 0; i < count; i++) {
    const x = z[i]!;
    const e = gaussian(x);
    const tail = normalTail(Math.abs(x), e);
    const cdf = x < 0 ? tail : fround(1 - tail);
    // Beyond ±15 Φ is 0 or 1 and φ is 0 in float32; ∞ · 0 would be NaN.
    a[i] = x < -15 ? 0 : fround(x * cdf);
    z[i] = x > 15 || x < -15 ? cdf : fround(cdf + fround(x * fround(INVERSE_SQRT_2_PI * e)));
  }
}

/** λ and λα, the fixed point of mean 0 and variance 1. Klambauer et al. 2017, eq. 2 and 14. */
const SELU_LAMBDA: number = fround(1.0507009873554805);
const SELU_LAMBDA_ALPHA: number = fround(1.7580993408473766);

/** SELU λz for z > 0, else λα(eᶻ − 1); derivative λ or λα·eᶻ. */
function seluKernel(count: number, z: Float32Array, a: Float32Array): void {
  for (let i = 0; i < count; i++) {
    const x = z[i]!;
    a[i] = x > 0 ? fround(SELU_LAMBDA * x) : fround(SELU_LAMBDA_ALPHA * expm1(x));
    z[i] = x > 0 ? SELU_LAMBDA : fround(SELU_LAMBDA_ALPHA * exp(x));
  }
}

/** ln(1 + eᶻ) = max(z, 0) + ln(1 + e^−|z|); derivative 1/(1 + e⁻ᶻ). */
function softplusKernel(count: number, z: Float32Array, a: Float32Array): void {
  for (let i = 0; i < count; i++) {
    const x = z[i]!;
    const e = exp(-Math.abs(x));
    const correction = log1pUnit(e);
    a[i] = x > 0 ? fround(x + correction) : correction;
    z[i] = fround((x < 0 ? e : 1) / fround(1 + e));
  }
}

/** Names of the activations, in the order of the table in the documentation. */
export type ActivationName = 'tanh' | 'relu' | 'silu' | 'gelu' | 'selu' | 'softplus';

/** The definitions. */
const activationDefinitions: Readonly<Record<ActivationName, ActivationKernel>> = {
  tanh: tanhKernel,
  relu: reluKernel,
  silu: siluKernel,
  gelu: geluKernel,
  selu: seluKernel,
  softplus: softplusKernel,
};

/** The numbers of the activations in assembly/activations.ts. */
export const ACTIVATION_NUMBERS: Readonly<Record<ActivationName, number>> = {
  tanh: 0,
  relu: 1,
  silu: 2,
  gelu: 3,
  selu: 4,
  softplus: 5,
};

/** a ← f(z) and z ← f′(z), elementwise on the first `count` of each; in SIMD where they lie in one heap. */
export function activate(name: ActivationName, count: number, z: Float32Array, a: Float32Array): void {
  const kernels = kernelsOf(z);
  if (kernels === null || a.buffer !== z.buffer) activationDefinitions[name](count, z, a);
  else {
    const { simd, scratch } = kernels;
    simd.activate(ACTIVATION_NUMBERS[name], count, z.byteOffset, a.byteOffset, true, scratch);
  }
}
