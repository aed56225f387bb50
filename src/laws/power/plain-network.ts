/**
 * A small network in plain float64 code, as somebody else would write it, with hooks where mistakes are made.
 *
 * a = f(W₁ [x, sin 2πt, cos 2πt] + b₁ + E[c]), v = W₂ a + b₂, with three columns of x, three units and three outputs: all square, so
 * that a transposed matrix goes unnoticed. Parameters in the order W₁ [3, 5], b₁ [3], W₂ [3, 3], b₂ [3], E [2, 3].
 */
import { cosPi, exp, log1p, normalCdf, normalPdf, sinPi, tanh } from '../../math/index.ts';
import type { NetworkInput, NetworkSubject } from '../network/subject.ts';

/** Offsets of the parameters. */
export const plainLayout: Readonly<Record<'W1' | 'B1' | 'W2' | 'B2' | 'E', number>> = {
  W1: 0,
  B1: 15,
  W2: 18,
  B2: 27,
  E: 30,
};
const { W1, B1, W2, B2, E } = plainLayout;
/** Columns of x, units and outputs. */
export const PLAIN_WIDTH = 3;
const N = PLAIN_WIDTH;
const COLUMNS = N + 2;
const CLASSES = 2;
const COUNT = E + CLASSES * N;
const TWO_PI = 6.283185307179586;

/** An activation: its value, and its slope at z, where y is the value. */
interface PlainActivation {
  readonly value: (z: number) => number;
  readonly slope: (z: number, y: number) => number;
}

const sigmoid = (z: number): number => 1 / (1 + exp(-z));

export const plainActivations: Readonly<
  Record<'tanh' | 'silu' | 'gelu' | 'softplus' | 'relu', PlainActivation>
> = {
  tanh: { value: tanh, slope: (_z: number, y: number) => 1 - y * y },
  silu: {
    value: (z: number) => z * sigmoid(z),
    slope: (z: number) => sigmoid(z) + z * sigmoid(z) * sigmoid(-z),
  },
  gelu: {
    value: (z: number) => z * normalCdf(z),
    slope: (z: number) => normalCdf(z) + z * normalPdf(z),
  },
  softplus: {
    value: (z: number) => Math.max(z, 0) + log1p(exp(-Math.abs(z))),
    slope: (z: number) => sigmoid(z),
  },
  relu: { value: (z: number) => Math.max(z, 0), slope: (z: number) => (z > 0 ? 1 : 0) },
};

/** What can be done differently; each default is right. */
export interface PlainHooks {
  readonly slope: (z: number, y: number) => number;
  /** Entry (o, h) of the W₂ that backpropagation multiplies δ by, h the input. */
  readonly backWeight: (
    w2: Float64Array,
    o: number,
    h: number,
    delta: Float64Array,
    a: Float64Array,
  ) => number;
  /** Entry (o, h) of the W₂ of the Jacobian-vector product. */
  readonly tangentWeight: (w2: Float64Array, o: number, h: number) => number;
  /** d(sin 2πt)/dt and d(cos 2πt)/dt, as multiples of cos 2πt and −sin 2πt. */
  readonly timeRate: number;
  /** First column of W₁ that ∂/∂x reads. */
  readonly firstColumn: number;
  /** Factor on the cotangent of a row. */
  readonly cotangentScale: (cotangent: Float64Array) => number;
}

interface Row {
  readonly input: Float64Array;
  readonly a: Float64Array;
  readonly slopes: Float64Array;
  readonly v: Float64Array;
}

/** The network, right unless a hook says otherwise. */
export function plainNetwork(activation: PlainActivation, hooks: Partial<PlainHooks> = {}): NetworkSubject {
  const {
    slope = activation.slope,
    backWeight = (w, o, h) => w[o * N + h]!,
    tangentWeight = (w, o, h) => w[o * N + h]!,
    timeRate = TWO_PI,
    firstColumn = 0,
    cotangentScale = () => 1,
  } = hooks;

  const evaluate = ({ params, x, t, labels }: NetworkInput, r: number): Row => {
    const input = Float64Array.of(...x.subarray(r * N, (r + 1) * N), sinPi(2 * t[r]!), cosPi(2 * t[r]!));
    const [a, slopes, v] = [new Float64Array(N), new Float64Array(N), new Float64Array(N)];
    const label = labels[r]!;
    for (let h = 0; h < N; h++) {
      let z = params[B1 + h]! + (label >= 0 ? params[E + label * N + h]! : 0);
      for (let i = 0; i < COLUMNS; i++) z += params[W1 + h * COLUMNS + i]! * input[i]!;
      a[h] = activation.value(z);
      slopes[h] = slope(z, a[h]!);
    }
    for (let o = 0; o < N; o++) {
      v[o] = params[B2 + o]!;
      for (let h = 0; h < N; h++) v[o]! += params[W2 + o * N + h]! * a[h]!;
    }
    return { input, a, slopes, v };
  };

  const tangentOf = (at: NetworkInput, r: number, dx: Float64Array, dt: number): Float64Array => {
    const { input, slopes } = evaluate(at, r);
    const w2 = at.params.subarray(W2, B2);
    const dInput = Float64Array.of(...dx, timeRate * dt * input[N + 1]!, -timeRate * dt * input[N]!);
    const out = new Float64Array(N);
    for (let h = 0; h < N; h++) {
      let dz = 0;
      for (let i = 0; i < COLUMNS; i++) dz += at.params[W1 + h * COLUMNS + i]! * dInput[i]!;
      for (let o = 0; o < N; o++) out[o]! += tangentWeight(w2, o, h) * slopes[h]! * dz;
    }
    return out;
  };

  const formOf = (at: NetworkInput, r: number, probe: Float64Array): number =>
    tangentOf(at, r, probe, 0).reduce((s, j, i) => s + j * probe[i]!, 0);

  return {
    name: 'a plain float64 network',
    inputs: N,
    parameterCount: COUNT,
    classes: CLASSES,
    forward(at, out) {
      for (let r = 0; r < at.rows; r++) out.set(evaluate(at, r).v, r * N);
    },
    backward(at, cotangent, gradParams, gradX) {
      gradParams.fill(0);
      const w2 = at.params.subarray(W2, B2);
      for (let r = 0; r < at.rows; r++) {
        const { input, a, slopes } = evaluate(at, r);
        const given = cotangent.subarray(r * N, (r + 1) * N);
        const scale = cotangentScale(given);
        const c = given.map((v) => scale * v);
        const delta = new Float64Array(N);
        for (let o = 0; o < N; o++) {
          gradParams[B2 + o]! += c[o]!;
          for (let h = 0; h < N; h++) {
            gradParams[W2 + o * N + h]! += c[o]! * a[h]!;
            delta[h]! += c[o]! * backWeight(w2, o, h, c, a) * slopes[h]!;
          }
        }
        const x = new Float64Array(COLUMNS);
        for (let h = 0; h < N; h++) {
          gradParams[B1 + h]! += delta[h]!;
          if (at.labels[r]! >= 0) gradParams[E + at.labels[r]! * N + h]! += delta[h]!;
          for (let i = 0; i < COLUMNS; i++) {
            gradParams[W1 + h * COLUMNS + i]! += delta[h]! * input[i]!;
            x[i]! += delta[h]! * at.params[W1 + h * COLUMNS + i]!;
          }
        }
        gradX.set(x.subarray(firstColumn, firstColumn + N), r * N);
      }
    },
    jvp(at, tangentX, tangentT, out) {
      for (let r = 0; r < at.rows; r++) {
        out.set(tangentOf(at, r, tangentX.subarray(r * N, (r + 1) * N), tangentT[r]!), r * N);
      }
    },
    divergence(at, out) {
      for (let r = 0; r < at.rows; r++) {
        out[r] = 0;
        for (let i = 0; i < N; i++) out[r]! += formOf(at, r, Float64Array.from([0, 0, 0]).fill(1, i, i + 1));
      }
    },
    hutchinson(at, probes, count, out) {
      out.fill(0);
      for (let p = 0; p < count; p++) {
        for (let r = 0; r < at.rows; r++) {
          const first = (p * at.rows + r) * N;
          out[r]! += formOf(at, r, probes.subarray(first, first + N)) / count;
        }
      }
    },
  };
}
