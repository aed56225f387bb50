/** Mistakes in the derivatives of networks, made in a small float64 network and blended with the right one. */
import { normalCdf, tanh } from '../../../math/index.ts';
import type { NetworkInput, NetworkSubject } from '../../network/index.ts';
import { type Mistake, mistakeOf } from '../mistake.ts';
import {
  PLAIN_WIDTH,
  type PlainHooks,
  plainActivations,
  plainLayout,
  plainNetwork,
} from '../plain-network.ts';
import { blendInto } from './blend.ts';
import { everyLaw } from './every-law.ts';

type ActivationName = keyof typeof plainActivations;
const { W1, B1, W2, B2, E } = plainLayout;
const N = PLAIN_WIDTH;

/** right + size · (wrong − right), in every answer but the values. */
function between(right: NetworkSubject, wrong: NetworkSubject, size: number): NetworkSubject {
  const towards = (out: Float64Array, write: (other: Float64Array) => void): void => {
    const other = new Float64Array(out.length);
    write(other);
    blendInto(out, other, size);
  };
  return {
    ...right,
    backward(input, cotangent, gradParams, gradX) {
      right.backward(input, cotangent, gradParams, gradX);
      const byX = new Float64Array(gradX.length);
      towards(gradParams, (byParams) => wrong.backward(input, cotangent, byParams, byX));
      blendInto(gradX, byX, size);
    },
    jvp(input, tangentX, tangentT, out) {
      right.jvp!(input, tangentX, tangentT, out);
      towards(out, (other) => wrong.jvp!(input, tangentX, tangentT, other));
    },
    divergence(input, out) {
      right.divergence!(input, out);
      towards(out, (other) => wrong.divergence!(input, other));
    },
    hutchinson(input, probes, count, out) {
      right.hutchinson!(input, probes, count, out);
      towards(out, (other) => wrong.hutchinson!(input, probes, count, other));
    },
  };
}

function mistake(
  id: string,
  formula: string,
  wrongly: string,
  wrong: () => NetworkSubject,
  activation: ActivationName = 'tanh',
): Mistake {
  return mistakeOf('network', [id, formula, wrongly], (size) =>
    everyLaw('network', between(plainNetwork(plainActivations[activation]), wrong(), size)),
  );
}

/** A mistake made in a hook of the network. */
function hooked(
  id: string,
  formula: string,
  wrongly: string,
  hooks: Partial<PlainHooks>,
  activation: ActivationName = 'tanh',
): Mistake {
  return mistake(id, formula, wrongly, () => plainNetwork(plainActivations[activation], hooks), activation);
}

/** A mistake that changes the answers of a right network afterwards. */
function altered(
  id: string,
  formula: string,
  wrongly: string,
  change: (right: NetworkSubject) => Partial<NetworkSubject>,
): Mistake {
  return mistake(id, formula, wrongly, () => {
    const right = plainNetwork(plainActivations.tanh);
    return { ...right, ...change(right) };
  });
}

/** Changes the gradient of the parameters. */
function gradientChanged(
  id: string,
  formula: string,
  wrongly: string,
  change: (gradParams: Float64Array, input: NetworkInput) => void,
): Mistake {
  return altered(id, formula, wrongly, (right) => ({
    backward(input, cotangent, gradParams, gradX) {
      right.backward(input, cotangent, gradParams, gradX);
      change(gradParams, input);
    },
  }));
}

/** Multiplies entries [from, to) of the parameter gradient. */
const scaleRange = (gradParams: Float64Array, from: number, to: number, factor: number): void => {
  for (let p = from; p < to; p++) gradParams[p]! *= factor;
};

const norm = (c: Float64Array): number => Math.sqrt(c.reduce((s, v) => s + v * v, 0));
const sigmoid = plainActivations.softplus.slope;
/** Size of a step of gradient descent that is taken too early. */
const RATE = 0.1;

/** The derivatives of activations. */
const slopes: readonly Mistake[] = [
  hooked('tanh-slope-unsquared', 'tanh′ = 1 − y²', '1 − y', { slope: (_z, y) => 1 - y }),
  hooked('slope-at-output', 'δ ⊙ f′(z)', 'δ ⊙ f′(f(z))', {
    slope: (_z, y) => plainActivations.tanh.slope(y, tanh(y)),
  }),
  hooked('slope-missing', 'δ ⊙ f′(z)', 'δ', { slope: () => 1 }),
  hooked('silu-slope-incomplete', 'silu′ = s + z s (1 − s)', 's', { slope: sigmoid }, 'silu'),
  hooked(
    'gelu-slope-without-density',
    'gelu′ = Φ(z) + z φ(z)',
    'Φ(z)',
    { slope: (z) => normalCdf(z) },
    'gelu',
  ),
  hooked('softplus-slope-tanh', 'softplus′ = 1/(1 + e⁻ᶻ)', 'tanh z', { slope: (z) => tanh(z) }, 'softplus'),
  hooked(
    'relu-slope-leaky',
    'relu′ = 0 for z < 0',
    '0.01 for z < 0',
    { slope: (z) => (z > 0 ? 1 : 0.01) },
    'relu',
  ),
];

/** The passage through the layers. */
const passages: readonly Mistake[] = [
  hooked('weights-transposed', 'δ₁ = W₂ᵀ δ₂', 'W₂ δ₂', { backWeight: (w, o, h) => w[h * N + o]! }),
  hooked('jvp-weights-transposed', 'ȧ₂ = W₂ ȧ₁', 'W₂ᵀ ȧ₁', {
    tangentWeight: (w, o, h) => w[h * N + o]!,
  }),
  hooked('weights-updated-first', 'δ₁ = W₂ᵀ δ₂', '(W₂ − η δ₂ aᵀ)ᵀ δ₂', {
    backWeight: (w, o, h, delta, a) => w[o * N + h]! - RATE * delta[o]! * a[h]!,
  }),
  hooked('time-rate-missing', 'd sin(2πt)/dt = 2π cos(2πt)', 'cos(2πt)', { timeRate: 1 }),
  hooked('input-columns-shifted', '∂/∂x reads columns 0 … d − 1 of W₁', 'columns 1 … d', { firstColumn: 1 }),
  hooked('cotangent-clipped', 'g is linear in c', 'c / max(1, ‖c‖) row by row', {
    cotangentScale: (c) => 1 / Math.max(1, norm(c)),
  }),
  hooked('factor-two', 'g = cᵀ ∂f/∂θ', '2 cᵀ ∂f/∂θ, as if of a square', { cotangentScale: () => 2 }),
];

/** The gradient of the parameters. */
const gradients: readonly Mistake[] = [
  gradientChanged('bias-gradient-mean', '∂/∂b = Σ over rows δ', 'mean over rows', (g, { rows }) => {
    scaleRange(g, B1, W2, 1 / rows);
    scaleRange(g, B2, E, 1 / rows);
  }),
  gradientChanged('weight-gradient-mean', '∂/∂W = Σ over rows δ aᵀ', 'mean over rows', (g, { rows }) => {
    scaleRange(g, W1, B1, 1 / rows);
    scaleRange(g, W2, B2, 1 / rows);
  }),
  gradientChanged('bias-gradient-missing', '∂/∂b₁ = δ', '0', (g) => scaleRange(g, B1, W2, 0)),
  gradientChanged('embedding-not-differentiated', '∂/∂E[c] = δ', '0', (g) => scaleRange(g, E, g.length, 0)),
  gradientChanged('gradient-sign', '∂/∂W₂ = δ aᵀ', '−δ aᵀ', (g) => scaleRange(g, W2, B2, -1)),
  altered('gradient-accumulated', 'g ← Σ over rows', 'g ← g of the last call + Σ over rows', (right) => {
    let last = new Float64Array(right.parameterCount);
    return {
      backward(input, cotangent, gradParams, gradX) {
        right.backward(input, cotangent, gradParams, gradX);
        const sum = gradParams.map((g, p) => g + last[p]!);
        last = gradParams.slice();
        gradParams.set(sum);
      },
    };
  }),
  altered('rows-share-gradient', 'gradX row by row', 'the mean over rows in every row', (right) => ({
    backward(input, cotangent, gradParams, gradX) {
      right.backward(input, cotangent, gradParams, gradX);
      const own = gradX.slice();
      for (let i = 0; i < gradX.length; i++) {
        gradX[i] = 0;
        for (let r = 0; r < input.rows; r++) gradX[i]! += own[r * N + (i % N)]! / input.rows;
      }
    },
  })),
];

/** Forward mode and divergences. */
const divergences: readonly Mistake[] = [
  altered('jvp-by-difference', 'J ẋ', '(f(x + h ẋ, t + h ṫ) − f(x, t))/h, h = 10⁻⁴', (right) => ({
    jvp(input, tangentX, tangentT, out) {
      const h = 1e-4;
      const before = new Float64Array(out.length);
      right.forward(input, before);
      const x = input.x.map((v, i) => v + h * tangentX[i]!);
      right.forward({ ...input, x, t: input.t.map((v, r) => v + h * tangentT[r]!) }, out);
      for (let i = 0; i < out.length; i++) out[i] = (out[i]! - before[i]!) / h;
    },
  })),
  altered('divergence-of-all-entries', 'Σᵢ ∂fᵢ/∂xᵢ', 'Σᵢⱼ ∂fᵢ/∂xⱼ: one probe of ones', (right) => ({
    divergence: (input, out) => right.hutchinson!(input, new Float64Array(input.x.length).fill(1), 1, out),
  })),
  altered('divergence-last-coordinate-dropped', 'Σᵢ for i < d', 'Σᵢ for i < d − 1', (right) => ({
    divergence(input, out) {
      right.divergence!(input, out);
      const last = new Float64Array(out.length);
      const unit = input.x.map((_, i) => (i % N === N - 1 ? 1 : 0));
      right.hutchinson!(input, unit, 1, last);
      for (let r = 0; r < out.length; r++) out[r]! -= last[r]!;
    },
  })),
  altered('divergence-probes-biased', 'E[εεᵀ] = I', 'I/3: uniform probes on (−1, 1)', (right) => ({
    hutchinson: (input, probes, count, out) =>
      right.hutchinson!(
        input,
        probes.map((e) => e / Math.sqrt(3)),
        count,
        out,
      ),
  })),
  altered('probes-normalized', 'εᵀ J ε', 'εᵀ J ε / ‖ε‖²', (right) => ({
    hutchinson(input, probes, count, out) {
      const unit = probes.slice();
      for (let p = 0; p < unit.length; p += N) {
        const row = unit.subarray(p, p + N);
        const size = norm(row);
        for (let i = 0; i < N; i++) row[i]! /= size;
      }
      right.hutchinson!(input, unit, count, out);
    },
  })),
  altered('probes-summed', 'mean over probes', 'sum over probes', (right) => ({
    hutchinson(input, probes, count, out) {
      right.hutchinson!(input, probes, count, out);
      for (let r = 0; r < out.length; r++) out[r]! *= count;
    },
  })),
];

/** Every mistake about networks. */
export const networkMistakes: readonly Mistake[] = [...slopes, ...passages, ...gradients, ...divergences];
