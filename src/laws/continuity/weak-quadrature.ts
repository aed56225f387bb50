/**
 * ∫φ p_t − ∫φ p_s − ∫ₛᵗ∫ ∇φ·u p dx dτ in one and two dimensions, with its error from two resolutions.
 *
 * In x the trapezoidal rule (test-function.ts), in τ Gauss–Legendre. Each is refined until two resolutions in a row differ by less than the rounding, or
 * the finest is reached; their difference is the error estimate.
 * Both rules in τ may miss a jump next to an end; the rate there, against the polynomial through the nodes, shows it and is added.
 * What lies outside of the grid is less than what lies on its rim, half a width wide, while the terms fall there by more than half over that distance: φ does by
 * e⁻⁴·⁶, so p would have to rise by e⁴.
 * Rounding: Σ|term| ε(8 + d + |ln p| + 4(|x| + |c|)/w). ln p is a sum of d squares, of which exp makes relative errors ε|ln p|; the roundings of
 * α and σ act as those of x, by which ln p changes at a rate of about 1/w, w being chosen as wide as ln p allows.
 */

import { exp, gaussLegendre } from '../../math/index.ts';
import { logDensityAt, velocityAt } from '../core/field-calls.ts';
import { precisionOf } from '../core/precision.ts';
import type { FieldSubject } from '../core/subjects.ts';
import { RADIUS, slopesAlong, type TestFunction, type TestGrid, testGrid } from './test-function.ts';

/** All in units of exp(reference). */
interface WeakBalance {
  readonly residual: number;
  /** Distance of two resolutions, in x and in τ, and what the grid leaves out. */
  readonly unresolved: number;
  readonly rounding: number;
  /** ∫φ p_t. */
  readonly mass: number;
  /** ∫φ p_t − ∫φ p_s. */
  readonly change: number;
  /** ∫∫ |∇φ·u| p. */
  readonly traffic: number;
  /** In time, of the finest rule. */
  readonly nodes: number;
}

/** Points to a width of φ. */
const SPACE_LEVELS: readonly (readonly number[])[] = [
  [1.8, 2.2, 2.8, 3.6, 5, 7, 10, 14, 20, 28],
  [1.8, 2.2, 2.8, 3.6, 5],
];
/** Nodes in time. */
const TIME_LEVELS = [6, 9, 14, 20];
/** A term φ exp(ln p − reference) below this adds nothing. */
const NEGLIGIBLE = 1e-22;

interface Sum {
  value: number;
  /** Σ|term| over the rim. */
  rim: number;
  magnitude: number;
  rounding: number;
}

/** What integrals are taken of: everything but the resolution. */
interface Setting {
  readonly field: FieldSubject;
  readonly test: TestFunction;
  readonly s: number;
  readonly t: number;
  /** A value of ln p near the centre, which keeps exp(ln p − reference) in range. */
  readonly reference: number;
  /** Relative noise of p and pu, in units of ε. */
  readonly noise: number;
}

/** An integral over time, and what it was taken of: ∫∇φ·u p at each node. */
interface Flux extends Sum {
  readonly rates: Float64Array;
}

interface Resolved {
  readonly before: Sum;
  readonly after: Sum;
  readonly through: Flux;
  readonly grid: TestGrid;
}

/** The three integrals on one grid. */
function resolve(setting: Setting, points: number): Resolved {
  const grid = testGrid(setting.test, points);
  return {
    before: massOf(setting, grid, setting.s),
    after: massOf(setting, grid, setting.t),
    through: fluxOf(setting, grid, TIME_LEVELS[0]!),
    grid,
  };
}

export function weakBalance(setting: Setting): WeakBalance {
  const epsilon = precisionOf(setting.field);
  const [first, ...finer] = SPACE_LEVELS[setting.field.dim - 1]!;
  let found = resolve(setting, first!);
  const rounding = ({ before, after, through }: Resolved): number =>
    epsilon * (before.rounding + after.rounding + through.rounding);
  let unresolved = Infinity;
  for (const points of finer) {
    const next = resolve(setting, points);
    unresolved = (['before', 'after', 'through'] as const).reduce(
      (sum, name) => sum + Math.abs(next[name].value - found[name].value),
      0,
    );
    // The coarser of two that agree is as good, and cheaper in time.
    if (unresolved <= rounding(found)) break;
    found = next;
  }
  let late = Infinity;
  for (const nodes of TIME_LEVELS.slice(1)) {
    const through = fluxOf(setting, found.grid, nodes);
    const before = late;
    late = Math.abs(through.value - found.through.value);
    found = { ...found, through };
    if (late <= rounding(found)) break;
    // Across a jump two rules may agree by luck; three hardly do.
    if (nodes === TIME_LEVELS.at(-1)) late = Math.max(late, before);
  }
  late += missedAtEnds(setting, found.grid, found.through.rates);
  const change = found.after.value - found.before.value;
  const outside = found.before.rim + found.after.rim + found.through.rim;
  return {
    residual: change - found.through.value,
    unresolved: unresolved + late + outside,
    rounding: rounding(found),
    mass: found.after.value,
    change,
    traffic: found.through.magnitude,
    nodes: found.through.rates.length,
  };
}

const nothing = (): Sum => ({ value: 0, rim: 0, magnitude: 0, rounding: 0 });

function add(sum: Sum, term: number, roundings: number, onRim: boolean): void {
  // Where p is 0, |ln p| is ∞, of which 0 · ∞ would make NaN.
  if (term === 0) return;
  sum.value += term;
  if (onRim) sum.rim += Math.abs(term);
  sum.magnitude += Math.abs(term);
  sum.rounding += Math.abs(term) * roundings;
}

/** Roundings in exp(ln p) at any row: 8 + d + 4(|x| + |c|)/w with the largest |x|, to which |ln p| comes, or the field's noise. */
function roundingsOf({ test: { centre, width }, noise }: Setting): number {
  const far = centre.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return Math.max(8 + centre.length + 4 * ((2 * far) / width + RADIUS), noise);
}

function massOf(setting: Setting, grid: TestGrid, time: number): Sum {
  const logP = logDensityAt(setting.field, time, grid.x);
  const sum = nothing();
  const roundings = roundingsOf(setting);
  for (let r = 0; r < logP.length; r++) {
    add(
      sum,
      grid.weights[r]! * exp(logP[r]! - setting.reference),
      roundings + Math.abs(logP[r]!),
      grid.onRim[r]!,
    );
  }
  return sum;
}

function fluxOf(setting: Setting, grid: TestGrid, nodes: number): Flux {
  const { s, t } = setting;
  const rule = gaussLegendre(nodes);
  const sum = nothing();
  const rates = Float64Array.from(rule.nodes, (node, q) => {
    const before = sum.value;
    const weight = (t - s) * rule.weights[q]!;
    addFlux(sum, setting, grid, s + (t - s) * node, weight);
    return (sum.value - before) / weight;
  });
  return { ...sum, rates };
}

/** weight · ∫∇φ·u p at one time. */
function addFlux(sum: Sum, setting: Setting, grid: TestGrid, time: number, weight: number): void {
  const { field, test, reference } = setting;
  const { dim } = field;
  const roundings = roundingsOf(setting);
  const least = NEGLIGIBLE * grid.weights.reduce((most, w) => Math.max(most, w), 0);
  const logP = logDensityAt(field, time, grid.x);
  const terms = grid.weights.map((w, r) => w * exp(logP[r]! - reference));
  // Where p is 0 a velocity may not exist.
  const rows = Array.from(terms.keys()).filter((r) => terms[r]! > least);
  const x = new Float64Array(rows.length * dim);
  rows.forEach((r, row) => {
    for (let i = 0; i < dim; i++) x[row * dim + i] = grid.x[r * dim + i]!;
  });
  const slopes = slopesAlong(test, x, velocityAt(field, time, x));
  rows.forEach((r, row) => {
    add(sum, weight * terms[r]! * slopes[row]!, roundings + Math.abs(logP[r]!), grid.onRim[r]!);
  });
}

/**
 * What two rules without nodes at the ends may both have missed: a jump between the last node and an end. There the rate differs from the
 * polynomial through the nodes; the difference, over the stretch between node and end.
 */
function missedAtEnds(setting: Setting, grid: TestGrid, rates: Float64Array): number {
  const { s, t } = setting;
  const { nodes } = gaussLegendre(rates.length);
  const stretch = nodes[0]! * (t - s);
  return [0, 1].reduce((missed, end) => {
    const there = nothing();
    addFlux(there, setting, grid, s + (t - s) * end, 1);
    return missed + stretch * Math.abs(there.value - extrapolated(nodes, rates, end));
  }, 0);
}

/** The polynomial through (nodes, values) at `at`, after Lagrange. */
function extrapolated(nodes: ArrayLike<number>, values: Float64Array, at: number): number {
  return values.reduce((sum, value, q) => {
    let factor = 1;
    for (let i = 0; i < nodes.length; i++) {
      if (i !== q) factor *= (at - nodes[i]!) / (nodes[q]! - nodes[i]!);
    }
    return sum + factor * value;
  }, 0);
}
