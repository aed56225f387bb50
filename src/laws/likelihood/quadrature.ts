/**
 * ∫ p over a box of one or two dimensions, by the trapezoidal rule or by Gauss–Legendre panels between the edges of p.
 *
 * On a grid without an end the trapezoidal rule of an analytic density converges like e^(−2π²s²/h²), s the width of its finest
 * feature. The sums are compensated, so that what is left of rounding is that of ln p itself.
 */
import { exp } from '../../math/index.ts';
import { addCompensated } from '../../math/sums.ts';
import { givenArray } from '../core/guard.ts';
import type { DensitySubject } from './density.ts';

/** Nodes of one axis with their weights. */
export interface Axis {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/** An integral and what is needed to judge it. */
export interface Integral {
  readonly value: number;
  /** Mass in the outermost nodes of all axes. */
  readonly face: number;
  /** Σ weight · p · (d + 4 + |ln p|): in units of ε, what rounding of ln p does to the value. */
  readonly rounding: number;
  /** True when a value was +∞. */
  readonly infinite: boolean;
}

/** `count` nodes on [low, high], the first `shift` of a step after `low`. */
export function evenAxis(low: number, high: number, count: number, shift: number): Axis {
  const step = (high - low) / count;
  return {
    nodes: Float64Array.from({ length: count }, (_, i) => low + (i + shift) * step),
    weights: new Float64Array(count).fill(step),
  };
}

/** Below e^(−80) a value adds nothing to a sum near 1. */
const NOTHING = -80;

/** ∫ p by the product of the axes (one or two), a row of nodes at a time. */
export function integrate(density: DensitySubject, axes: readonly Axis[]): Integral {
  const { dim } = density;
  const along = axes.at(-1)!;
  const across = dim === 2 ? axes[0]! : { nodes: Float64Array.of(0), weights: Float64Array.of(1) };
  const n = along.nodes.length;
  const x = new Float64Array(n * dim);
  const [total, lost] = [new Float64Array(1), new Float64Array(1)];
  let [face, rounding, infinite] = [0, 0, false];
  for (let r = 0; r < across.nodes.length; r++) {
    for (let i = 0; i < n; i++) {
      if (dim === 2) x[2 * i] = across.nodes[r]!;
      x[dim * i + dim - 1] = along.nodes[i]!;
    }
    const logs = givenArray('logDensity(x)', n, (out) => density.logDensity(x, out), true);
    const outer = dim === 2 && (r === 0 || r === across.nodes.length - 1);
    for (let i = 0; i < n; i++) {
      const log = logs[i]!;
      if (log === Infinity) infinite = true;
      if (!(log > NOTHING)) continue;
      const mass = across.weights[r]! * along.weights[i]! * exp(log);
      addCompensated(total, lost, 0, mass);
      rounding += mass * (dim + 4 + Math.abs(log));
      if (outer || i === 0 || i === n - 1) face += mass;
    }
  }
  return { value: total[0]! + lost[0]!, face, rounding, infinite };
}
