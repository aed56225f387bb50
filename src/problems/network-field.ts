/**
 * A multilayer perceptron in float64, from its definition: layer l maps a to f(W a + b), the last one without f, and the input row is
 * [x, time features]. The float32 engine of nn/ rounds at every operation, so that its field is a staircase of steps of 10⁻⁷, on which no
 * solver has an order; this one is smooth, and the engine approximates it.
 *
 * Activations: tanh z; max(z, 0); z/(1 + e⁻ᶻ); z Φ(z); λ(z or α(eᶻ − 1)); ln(1 + eᶻ). Time: t itself, or sin(π2ʲt) and cos(π2ʲt).
 */
import { checkLength, type FloatArray, rowsOf } from '../array/float-array.ts';
import { cosPi, exp, expm1, log1p, normalCdf, sinPi, tanh } from '../math/index.ts';
import type { ActivationName, Mlp } from '../nn/mlp.ts';
import { checkTime } from '../schedules/domain.ts';
import type { VelocityFunction } from '../solvers/velocity.ts';

const LAMBDA = 1.0507009873554805;
const ALPHA = 1.6732632423543772;

const activations: Readonly<Record<ActivationName, (z: number) => number>> = {
  tanh,
  relu: (z) => Math.max(z, 0),
  silu: (z) => (z < 0 ? (z * exp(z)) / (1 + exp(z)) : z / (1 + exp(-z))),
  gelu: (z) => z * normalCdf(z),
  selu: (z) => LAMBDA * (z > 0 ? z : ALPHA * expm1(z)),
  softplus: (z) => Math.max(z, 0) + log1p(exp(-Math.abs(z))),
};

/** v(t, x) of the network with float32 parameters, in float64; rounded once where `out` is float32. Not for two threads at once. */
export function networkField({ config, layers }: Mlp, params: Float32Array): VelocityFunction {
  const { dim, time, activation } = config;
  const weights = Float64Array.from(params);
  const activate = activations[activation];
  const widest = Math.max(...layers.map(({ inputs, outputs }) => Math.max(inputs, outputs)));
  let here = new Float64Array(widest);
  let there = new Float64Array(widest);
  const writeTime = (t: number): void => {
    if (time.kind === 'input') here[dim] = t;
    else {
      for (let j = 0, half = t; j < time.frequencies; j++, half *= 2) {
        here[dim + j] = sinPi(half);
        here[dim + time.frequencies + j] = cosPi(half);
      }
    }
  };
  return (t: number, x: FloatArray, out: FloatArray) => {
    checkTime(t);
    const rows = rowsOf('x', x, dim);
    checkLength('out', out, x.length);
    for (let r = 0; r < rows; r++) {
      for (let i = 0; i < dim; i++) here[i] = x[r * dim + i]!;
      writeTime(t);
      for (const [l, { inputs, outputs, weight, bias }] of layers.entries()) {
        const hidden = l + 1 < layers.length;
        for (let o = 0; o < outputs; o++) {
          let sum = weights[bias + o]!;
          for (let i = 0, w = weight + o * inputs; i < inputs; i++) sum += weights[w + i]! * here[i]!;
          there[o] = hidden ? activate(sum) : sum;
        }
        [here, there] = [there, here];
      }
      for (let i = 0; i < dim; i++) out[r * dim + i] = here[i]!;
    }
  };
}
