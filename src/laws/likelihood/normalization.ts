/**
 * ∫ p(x) dx = 1, in one and two dimensions, on a grid that is moved about from case to case.
 *
 * A box around draws of p (or ±4 scales) grows until its outermost nodes hold less than 2⁻⁵⁴ of the mass; then the mesh is
 * halved until two meshes agree to rounding. With draws of p, the mesh is also halved until ln p bends by less than 4 over a
 * step at each draw, so that no spike that holds mass falls between the nodes. Densities with edges: Gauss–Legendre panels between them.
 *
 * Bound: the difference of the last two meshes, which bounds the error of the finer one where halving helps at all; plus the outermost
 * nodes' mass; plus 2ε ∫ p (d + 4 + |ln p|) for the rounding of ln p, which exp turns into a relative error of p. Where the meshes
 * do not come to agree to 10⁻⁶, nothing is judged. Blind to: spikes much narrower than the scale of a density without draws, and
 * anything that leaves the integral 1. Source: Trefethen & Weideman, The exponentially convergent trapezoidal rule (2014).
 */

import fc from 'fast-check';
import { gaussLegendrePanels } from '../../math/gauss-legendre.ts';
import { key } from '../../random/index.ts';
import { givenArray, requireDimension } from '../core/guard.ts';
import { defineLaw, type Law } from '../core/law.ts';
import { CannotJudge, type Measurement } from '../core/measurement.ts';
import { precisionOf } from '../core/precision.ts';
import type { DensitySubject } from './density.ts';
import { type Axis, evenAxis, type Integral, integrate } from './quadrature.ts';

/** Where the grid lies: the first node, in steps after the corner of the box, for each axis. */
export interface GridCase {
  readonly shift: readonly number[];
}

/**
 * The law of normalization.
 *
 * ```ts
 * import { normalization } from 'flowproof/laws';
 * const logistic = {
 *   dim: 1,
 *   scale: 4,
 *   logDensity(x: Float64Array, out: Float64Array) {
 *     for (let i = 0; i < x.length; i++) out[i] = -Math.abs(x[i]!) - 2 * Math.log1p(Math.exp(-Math.abs(x[i]!)));
 *   },
 * };
 * console.log(normalization(logistic).check().status); // holds
 * ```
 */
export const normalization: Law<DensitySubject, GridCase> = defineLaw({
  id: 'normalization',
  number: 10,
  title: '∫ p(x) dx = 1',
  kind: 'density',
  assumes: [
    'one or two dimensions',
    'smooth, or smooth between stated edges',
    'tails that fall faster than any power',
  ],
  export: 'normalization',
  runs: 2,
  refuses(density) {
    if (typeof density?.logDensity !== 'function') return 'it has no logDensity(x, out)';
    if (requireDimension(density) > 2) return 'a grid needs one or two dimensions';
    return null;
  },
  cases: ({ dim }) =>
    fc
      .array(fc.integer({ min: 0, max: 99 }), { minLength: dim, maxLength: dim })
      .map((shift) => ({ shift: shift.map((k) => k / 100) })),
  words: ({ shift }) => `a grid that begins ${shift.join(' and ')} of a step inside its box`,
  measure(density, { shift }) {
    const mesh = density.edges ? panels(density, density.edges) : evenMesh(density, shift);
    let [coarse, fine] = [mesh(0), mesh(1)];
    const epsilon = precisionOf(density);
    const rounding = (integral: Integral): number => 2 * epsilon * integral.rounding;
    for (let level = 2; ; level++) {
      const { value, infinite } = fine.integral;
      if (infinite) throw new CannotJudge('p is infinite at a point of the grid');
      const gap = Math.abs(value - coarse.integral.value);
      if (gap <= rounding(fine.integral) && fine.resolved)
        return verdict(density, fine.integral, gap, rounding(fine.integral));
      const next = mesh(level, true);
      if (next === null) {
        if (gap <= ENOUGH && fine.resolved)
          return verdict(density, fine.integral, gap, rounding(fine.integral));
        throw new CannotJudge(
          `two meshes give ${coarse.integral.value} and ${value}: ${density.edges ? 'p is not smooth between its edges' : ROUGH}`,
        );
      }
      coarse = fine;
      fine = next;
    }
  },
});

const ROUGH =
  'p is much narrower than scale, or not smooth; where it jumps or has a corner, give edges, the coordinates of jumps, corners and ends, such as [[0, 1, 2, 4, 8, 16, 40]] for e⁻ˣ';
const ENOUGH = 1e-6;
const NOTHING = 1e-3;
/** Draws that say where the mass is: one in fifty of it is missed once in 3·10⁴ cases. */
const DRAWS = 512;
/** Nodes at most: per axis on the line, and per axis in the plane. */
const MOST_NODES = [16384, 512] as const;

/** Without draws or edges a grid may lie beside the mass, and little of it is no finding. */
function verdict(
  density: DensitySubject,
  { value, face }: Integral,
  gap: number,
  rounding: number,
): Measurement {
  if (!density.sample && !density.edges && !(value > NOTHING)) {
    throw new CannotJudge(`no mass was found: ∫ p = ${value} where it was looked for`);
  }
  return {
    residual: Math.abs(value - 1),
    bound: gap + face + rounding,
    why: 'difference of two meshes, mass in the outermost nodes, rounding of ln p',
    detail: `∫ p = ${value} over the box about the draws; where mass lies elsewhere, say so by scale or sample`,
  };
}

interface Mesh {
  readonly integral: Integral;
  readonly resolved: boolean;
}

/** `level` 0, 1, 2, …: meshes twice as fine each; null where that is too many nodes and `optional`. */
interface Meshes {
  (level: number): Mesh;
  (level: number, optional: true): Mesh | null;
}

function panels(density: DensitySubject, edges: readonly (readonly number[])[]): Meshes {
  return ((level: number, optional = false) => {
    const count = 4 << level;
    if (optional && count > 64) return null;
    // Outside the edges there is nothing: the rim holds mass, and none is lost there.
    const integral = {
      ...integrate(
        density,
        edges.map((axis) => gaussLegendrePanels(axis, count)),
      ),
      face: 0,
    };
    return { integral, resolved: true };
  }) as Meshes;
}

function evenMesh(density: DensitySubject, shift: readonly number[]): Meshes {
  const { dim } = density;
  const draws = density.sample
    ? givenArray('sample(key)', DRAWS * dim, (out) => density.sample!(key(0), out))
    : null;
  const box = Array.from({ length: dim }, (_, i) => startBox(density, draws, i));
  const axesOf = (count: number): Axis[] =>
    box.map(([low, high], i) => evenAxis(low, high, count, shift[i]!));
  growBox(density, box, axesOf);
  return ((level: number, optional = false) => {
    const count = FIRST_NODES << level;
    if (optional && count > MOST_NODES[dim - 1]!) return null;
    const steps = box.map(([low, high]) => (high - low) / count);
    return {
      integral: integrate(density, axesOf(count)),
      resolved: draws === null || resolved(density, draws, steps),
    };
  }) as Meshes;
}

const FIRST_NODES = 32;

function startBox(density: DensitySubject, draws: Float64Array | null, axis: number): [number, number] {
  const reach = 4 * (density.scale ?? 1);
  if (draws === null) return [-reach, reach];
  let [low, high] = [Infinity, -Infinity];
  for (let at = axis; at < draws.length; at += density.dim) {
    low = Math.min(low, draws[at]!);
    high = Math.max(high, draws[at]!);
  }
  const margin = 0.1 * (high - low || 1);
  return [low - margin, high + margin];
}

/** Grows the box by an eighth on each side until its rim is empty. */
function growBox(density: DensitySubject, box: [number, number][], axesOf: (count: number) => Axis[]): void {
  for (let turn = 0; turn < 40; turn++) {
    const { face, value } = integrate(density, axesOf(FIRST_NODES));
    if (turn > 0 && face <= 5.5e-17 * value) return;
    box.forEach(([low, high], i) => {
      const more = (high - low) / 8;
      box[i] = [low - more, high + more];
    });
  }
  throw new CannotJudge(
    'no box holds all of its mass to rounding: the tails of p fall like a power, as those of Student and Cauchy do, or scale is far too small',
  );
}

/** True when ln p bends by less than 4 over a step at every draw: steps of two widths of a Gaussian at most. */
function resolved(density: DensitySubject, draws: Float64Array, steps: readonly number[]): boolean {
  const { dim } = density;
  const logs = (move: number, axis: number): Float64Array => {
    const x = draws.slice();
    for (let at = axis; at < x.length; at += dim) x[at]! += move;
    return givenArray('logDensity(x)', x.length / dim, (out) => density.logDensity(x, out), true);
  };
  const centre = logs(0, 0);
  return steps.every((step, axis) => {
    const [ahead, behind] = [logs(step, axis), logs(-step, axis)];
    return centre.every((log, r) => Math.abs(ahead[r]! - 2 * log + behind[r]!) <= 4);
  });
}
