/**
 * Finite volumes on the line or in the plane: the mass of each cell at two times, and what crosses each face between them.
 *
 *   m_c(t) = ∫_c p_t dx        F_f = ∫ₛᵗ ∫_f p u·n da dτ        m_c(t) − m_c(s) + Σ_f ±F_f = 0
 *
 * Every inner face counts once for the cell on its left and once, with the other sign, for that on its right: what the cells lose together is what
 * leaves through the outer faces, whatever the values of F, to rounding. Cells are integrated by Gauss–Legendre on panels.
 * Source: LeVeque, Finite Volume Methods for Hyperbolic Problems (2002), chapter 4.
 */
import { gaussLegendrePanels } from '../../math/gauss-legendre.ts';
import { exp, gaussLegendre } from '../../math/index.ts';
import { addCompensated } from '../../math/sums.ts';
import { logDensityAt, velocityAt } from '../core/field-calls.ts';
import type { FieldSubject } from '../core/subjects.ts';

/** Edges of the cells along each axis, ascending. */
export type Edges = readonly Float64Array[];

/** Numbers of panels to a cell, and of nodes in time. */
export interface Resolution {
  readonly panels: readonly number[];
  readonly times: number;
}

/** Numbers with their rounding, in multiples of ε. */
export interface Integrals {
  readonly values: Float64Array;
  readonly roundings: Float64Array;
}

/** Nodes to a panel. */
export const ORDER = 12;

/** Nodes along one axis, cell by cell. */
interface AxisNodes {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
  /** Cell of each node. */
  readonly cells: Int32Array;
}

function axisNodes(edges: Float64Array, panels: number): AxisNodes {
  const cells = edges.length - 1;
  const ends = Float64Array.from({ length: cells * panels + 1 }, (_, at) => {
    const cell = Math.floor(at / panels);
    const width = at % panels === 0 ? 0 : edges[cell + 1]! - edges[cell]!;
    return edges[cell]! + ((at % panels) / panels) * width;
  });
  const rule = gaussLegendrePanels(ends, ORDER);
  return { ...rule, cells: Int32Array.from(rule.nodes, (_, at) => Math.floor(at / (panels * ORDER))) };
}

/** The only node of an axis that a face cuts. */
const cut = (at: number): AxisNodes => ({
  nodes: Float64Array.of(at),
  weights: Float64Array.of(1),
  cells: Int32Array.of(0),
});

/** The points of the tensor product, with the cell, row-major, and the weight of each. */
function tensor(
  axes: readonly AxisNodes[],
  counts: readonly number[],
): { x: Float64Array; cell: Int32Array; weight: Float64Array } {
  const [first, second] = axes;
  const across = second?.nodes.length ?? 1;
  const rows = first!.nodes.length * across;
  const dim = axes.length;
  const x = new Float64Array(rows * dim);
  const cell = new Int32Array(rows);
  const weight = new Float64Array(rows);
  for (let r = 0; r < rows; r++) {
    const [i, j] = [Math.floor(r / across), r % across];
    x[r * dim] = first!.nodes[i]!;
    if (second) x[r * dim + 1] = second.nodes[j]!;
    cell[r] = first!.cells[i]! * (counts[1] ?? 1) + (second?.cells[j] ?? 0);
    weight[r] = first!.weights[i]! * (second?.weights[j] ?? 1);
  }
  return { x, cell, weight };
}

const countsOf = (edges: Edges): number[] => edges.map((axis) => axis.length - 1);
const zeros = (n: number): Integrals => ({ values: new Float64Array(n), roundings: new Float64Array(n) });

/** ∫p over each cell. */
export function masses(field: FieldSubject, edges: Edges, { panels }: Resolution, t: number): Integrals {
  const counts = countsOf(edges);
  const { x, cell, weight } = tensor(
    edges.map((axis, i) => axisNodes(axis, panels[i]!)),
    counts,
  );
  const out = zeros(counts.reduce((a, b) => a * b));
  const logP = logDensityAt(field, t, x);
  // Thousands of terms would carry more rounding than p does.
  const lost = new Float64Array(out.values.length);
  for (let r = 0; r < weight.length; r++) {
    const term = weight[r]! * exp(logP[r]!);
    if (term === 0) continue;
    const c = cell[r]!;
    addCompensated(out.values, lost, c, term);
    out.roundings[c]! += term * Math.abs(logP[r]!);
  }
  for (let c = 0; c < lost.length; c++) out.values[c]! += lost[c]!;
  return out;
}

/** F of each face that is perpendicular to `axis`: faces along the axis first, [cells of the axis + 1, cells of the other axis]. */
export function crossings(
  field: FieldSubject,
  edges: Edges,
  { panels, times }: Resolution,
  axis: number,
  [s, t]: readonly [number, number],
): Integrals {
  const others = edges.length === 1 ? 1 : edges[1 - axis]!.length - 1;
  const rule = gaussLegendre(times);
  const out = zeros(edges[axis]!.length * others);
  edges[axis]!.forEach((value, face) => {
    const axes = edges.map((other, i) => (i === axis ? cut(value) : axisNodes(other, panels[i]!)));
    const counts = edges.map((_, i) => (i === axis ? 1 : others));
    const { x, cell, weight } = tensor(axes, counts);
    for (let q = 0; q < times; q++) {
      const time = s + (t - s) * rule.nodes[q]!;
      const logP = logDensityAt(field, time, x);
      addFlux(field, time, x, logP, axis, (r, flux) => {
        const at = face * others + cell[r]!;
        const term = (t - s) * rule.weights[q]! * weight[r]! * flux;
        out.values[at]! += term;
        out.roundings[at]! += Math.abs(term) * Math.abs(logP[r]!);
      });
    }
  });
  return out;
}

/** Calls `add(row, p u_axis)` for each row with p > 0: elsewhere a velocity may not exist. */
function addFlux(
  field: FieldSubject,
  t: number,
  x: Float64Array,
  logP: Float64Array,
  axis: number,
  add: (row: number, flux: number) => void,
): void {
  const { dim } = field;
  const rows = Array.from(logP.keys()).filter((r) => exp(logP[r]!) > 0);
  const points = new Float64Array(rows.length * dim);
  rows.forEach((r, row) => {
    for (let i = 0; i < dim; i++) points[row * dim + i] = x[r * dim + i]!;
  });
  const u = velocityAt(field, t, points);
  rows.forEach((r, row) => {
    add(r, exp(logP[r]!) * u[row * dim + axis]!);
  });
}

/** What leaves each cell: Σ_f ±F_f. `magnitudes` adds magnitudes instead. */
export function outflow(edges: Edges, fluxes: readonly Float64Array[], magnitudes = false): Float64Array {
  const counts = countsOf(edges);
  const across = counts[1] ?? 1;
  const sign = magnitudes ? 1 : -1;
  return Float64Array.from({ length: counts[0]! * across }, (_, c) => {
    const [i, j] = [Math.floor(c / across), c % across];
    let sum = fluxes[0]![(i + 1) * across + j]! + sign * fluxes[0]![i * across + j]!;
    if (fluxes[1]) sum += fluxes[1][(j + 1) * counts[0]! + i]! + sign * fluxes[1][j * counts[0]! + i]!;
    return sum;
  });
}

/** What leaves through the outer faces. `magnitudes` adds magnitudes instead. */
export function outerFlow(edges: Edges, fluxes: readonly Float64Array[], magnitudes = false): number {
  const counts = countsOf(edges);
  let sum = 0;
  fluxes.forEach((flux, axis) => {
    const others = counts[1 - axis] ?? 1;
    for (let j = 0; j < others; j++) {
      sum += flux[counts[axis]! * others + j]! + (magnitudes ? 1 : -1) * flux[j]!;
    }
  });
  return sum;
}
