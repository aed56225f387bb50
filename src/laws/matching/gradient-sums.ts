/** ∇θ L_CFM and ∇θ L_FM of a network by quadrature, summed with compensation (Neumaier), and the size of what they sum. */
import { addCompensated } from '../../math/sums.ts';
import { exampleNodes, type PreparedTime } from './example-nodes.ts';
import { lossSlopes } from './loss-calls.ts';
import { activationsOf, backward, forward, type Network } from './network.ts';
import type { MatchingSubject } from './subject.ts';

/** Both gradients, for every parameter, and Σ weight·(size of both terms) for each. */
interface GradientSums {
  readonly cfm: Float64Array;
  readonly fm: Float64Array;
  readonly magnitude: Float64Array;
}

/** Both gradients at n and m nodes for each axis. */
export function gradientSums(
  subject: MatchingSubject,
  network: Network,
  times: readonly PreparedTime[],
  n: number,
  m: number,
): GradientSums {
  const count = network.parameters.length;
  const cfm = new Float64Array(count);
  const fm = new Float64Array(count);
  const magnitude = new Float64Array(count);
  const [cfmLost, fmLost] = [new Float64Array(count), new Float64Array(count)];
  const gradient = new Float64Array(count);
  const delta = new Float64Array(2 * Math.max(...network.sizes));
  for (const { t, factors, scale, components } of times) {
    for (const component of components) {
      const nodes = exampleNodes(subject, t, component, n, m);
      const points = nodes.x.length / network.dim;
      const hidden = activationsOf(network, points);
      const v = new Float64Array(nodes.x.length);
      forward(network, t, nodes.x, scale, hidden, v);
      const cotangents = cotangentsOf(subject, nodes, v, factors);
      for (let p = 0; p < points; p++) {
        backward(network, t, nodes.x, scale, hidden, p, cotangents.cfm, gradient, delta);
        accumulate(cfm, cfmLost, gradient);
        backward(network, t, nodes.x, scale, hidden, p, cotangents.fm, gradient, delta);
        accumulate(fm, fmLost, gradient);
        backward(network, t, nodes.x, scale, hidden, p, cotangents.magnitude, gradient, delta);
        for (let j = 0; j < count; j++) magnitude[j]! += Math.abs(gradient[j]!);
      }
    }
  }
  for (let j = 0; j < count; j++) {
    cfm[j]! += cfmLost[j]!;
    fm[j]! += fmLost[j]!;
  }
  return { cfm, fm, magnitude };
}

function accumulate(sums: Float64Array, lost: Float64Array, terms: Float64Array): void {
  for (let j = 0; j < sums.length; j++) addCompensated(sums, lost, j, terms[j]!);
}

interface Cotangents {
  /** Σ over the rows of a point of weight · ∂ℓ/∂v [points, dim]. */
  readonly cfm: Float64Array;
  readonly fm: Float64Array;
  readonly magnitude: Float64Array;
}

function cotangentsOf(
  { cfmLoss, fmLoss, dim }: MatchingSubject,
  { rows, weights, conditional, point, marginal }: ReturnType<typeof exampleNodes>,
  v: Float64Array,
  factors: readonly [number, number],
): Cotangents {
  const [cfm, fm, magnitude] = [0, 1, 2].map(() => new Float64Array(v.length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const wide = (values: Float64Array): Float64Array =>
    Float64Array.from(
      { length: rows * dim },
      (_, i) => values[point[Math.floor(i / dim)]! * dim + (i % dim)]!,
    );
  const byConditional = cfmLoss ? lossSlopes(cfmLoss, wide(v), conditional, rows, dim) : null;
  const byMarginal = fmLoss ? lossSlopes(fmLoss, wide(v), wide(marginal), rows, dim) : null;
  for (let r = 0; r < rows; r++) {
    for (let i = 0; i < dim; i++) {
      const [at, row] = [point[r]! * dim + i, r * dim + i];
      const [value, given, field] = [v[at]!, conditional[row]!, marginal[at]!];
      const [c, f] = [weights[r]! * factors[0], weights[r]! * factors[1]];
      cfm[at]! += c * (byConditional ? byConditional[row]! : 2 * (value - given));
      fm[at]! += f * (byMarginal ? byMarginal[row]! : 2 * (value - field));
      const size = Math.abs(value) + Math.abs(given) + Math.abs(field);
      magnitude[at]! += 2 * (Math.abs(c) + Math.abs(f)) * size;
    }
  }
  return { cfm, fm, magnitude };
}
