/** The balances of the finite volumes of one case, each with its bound: continuity-volumes.ts says what they are. */

import { exp } from '../../math/index.ts';
import { key } from '../../random/index.ts';
import { drawField, logDensityAt } from '../core/field-calls.ts';
import { CannotJudge, type Measurement, ratioOf } from '../core/measurement.ts';
import { precisionOf } from '../core/precision.ts';
import type { FieldSubject } from '../core/subjects.ts';
import { fieldNoise } from './field-noise.ts';
import {
  crossings,
  type Edges,
  type Integrals,
  masses,
  ORDER,
  outerFlow,
  outflow,
  type Resolution,
} from './finite-volumes.ts';
import { lengthScale } from './local-scales.ts';
import { refuseSteep } from './steep-time.ts';
import { type Box, supportBox } from './support-box.ts';

const COARSE = 1e-6;
/** Draws at which p is followed in time where something seems violated. */
const STEEP_ROWS = 16;
/** Draws at which the noise of ln p and u is measured. */
const NOISE_ROWS = 3;
/** Panels of twelve nodes as long as five widths of p resolve it to about 10⁻⁹, and two thirds as long nearly to the last bit. */
const WIDTHS_PER_PANEL = 5;
const REFINEMENTS = 5;
const FINER = 1.5;
const FIRST_TIMES = 6;
const MOST_PANELS: readonly number[] = [2000, 24];
/** Points of all resolutions together, at which ln p is asked for: a second or two of a field written by hand. */
const MOST_POINTS = 1e6;
/** Two resolutions of something smooth come closer by far more than this, from the third on. */
const [EARLIEST, SLOWEST] = [3, 0.5];

interface Balance {
  readonly before: Integrals;
  readonly after: Integrals;
  readonly fluxes: readonly Integrals[];
}

/** Every balance of the grid: cells, all of them together, total mass at both times. Throws CannotJudge where p is too steep in time (steep-time.ts). */
export function gridBalance(
  field: FieldSubject,
  {
    s,
    t,
    cuts,
    seed,
  }: {
    readonly s: number;
    readonly t: number;
    readonly cuts: readonly (readonly number[])[];
    readonly seed: number;
  },
): Measurement[] {
  const box = supportBox(field, [s, t], seed);
  const edges = cuts.map((shares, i) => cutBox(box, i, shares));
  const length = shortestLength(field, t, seed, box);
  const reach = Math.max(...box.lower.map(Math.abs), ...box.upper.map(Math.abs));
  const epsilon = precisionOf(field);
  const scatter = [s, t].map((time) =>
    fieldNoise(field, time, drawField(field, time, key(seed), NOISE_ROWS)),
  );
  const plain = Math.max(16 + field.dim + (8 * reach) / length, ...scatter.map((noise) => noise / epsilon));
  const { coarse, fine, times } = converged(field, edges, [s, t], length, 2 * epsilon * plain);
  const rounding = ({ values, roundings }: Integrals): Float64Array =>
    values.map((value, i) => epsilon * (plain * Math.abs(value) + roundings[i]!));
  const error = (pick: (balance: Balance) => Integrals): Float64Array => {
    const own = rounding(pick(fine));
    return own.map((value, i) => value + Math.abs(pick(fine).values[i]! - pick(coarse).values[i]!));
  };
  const [before, after] = [error((b) => b.before), error((b) => b.after)];
  const through = fine.fluxes.map((_, axis) => error((b) => b.fluxes[axis]!));
  const values = fine.fluxes.map((flux) => flux.values);
  const leaves = outflow(edges, values);
  const crossed = outflow(edges, through, true);
  const cells = leaves.map((value, c) => fine.after.values[c]! - fine.before.values[c]! + value);
  const found = Array.from(
    cells,
    (value, c): Measurement => ({
      residual: Math.abs(value),
      bound: before[c]! + after[c]! + crossed[c]!,
      why: WHY,
      detail: `cell ${c} of ${cells.length}: mass ${fine.before.values[c]} becomes ${fine.after.values[c]}, ${leaves[c]} leaves through its faces`,
    }),
  );
  const [start, end] = [sum(fine.before.values), sum(fine.after.values)];
  const lost = outerFlow(edges, values);
  found.push({
    residual: Math.abs(end - start + lost),
    bound: sum(before) + sum(after) + outerFlow(edges, through, true),
    why: WHY,
    detail: `all cells: mass ${start} becomes ${end}, ${lost} leaves through the outer faces`,
  });
  for (const [time, mass, errors] of [
    [s, start, before],
    [t, end, after],
  ] as const) {
    found.push({
      residual: Math.abs(mass - 1),
      bound: sum(errors) + 2 * tails(field, edges, box, time),
      why: `${WHY}; and the tails outside of the grid`,
      detail: `total mass at t = ${time} is ${mass}; this law wants ln p with its constant`,
    });
  }
  if (found.some((measured) => !(ratioOf(measured) <= 1))) {
    refuseSteep(field, drawField(field, t, key(seed), STEEP_ROWS), [s, t], times);
  }
  return found;
}

const WHY = 'distance of two resolutions of the integrals over cells, faces and time, and their rounding';

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

function cutBox({ lower, upper }: Box, axis: number, shares: readonly number[]): Float64Array {
  const [a, b] = [lower[axis]!, upper[axis]!];
  return Float64Array.from([0, ...shares, 1], (share) => a + (b - a) * share);
}

/** The shortest scale of ln p at a few draws. */
function shortestLength(field: FieldSubject, t: number, seed: number, { lower, upper }: Box): number {
  const draws = drawField(field, t, key(seed), 4);
  const narrowest = Math.min(...upper.map((value, i) => value - lower[i]!));
  let shortest = narrowest;
  for (let r = 0; r < 4; r++) {
    const x = draws.slice(r * field.dim, (r + 1) * field.dim);
    shortest = Math.min(shortest, lengthScale(field, t, x, narrowest / 8));
  }
  return shortest;
}

/** The balance at two resolutions that differ by `enough`, the rounding, or are the finest that a case may take. */
function converged(
  field: FieldSubject,
  edges: Edges,
  interval: readonly [number, number],
  length: number,
  enough: number,
): { coarse: Balance; fine: Balance; times: number } {
  const most = MOST_PANELS[field.dim - 1]!;
  const panels = edges.map((axis) => {
    const widest = Math.max(...axis.subarray(1).map((edge, i) => edge - axis[i]!));
    return Math.max(1, Math.ceil(widest / (WIDTHS_PER_PANEL * length)));
  });
  if (panels.some((n) => n > most)) {
    throw new CannotJudge(
      `p is much narrower (${length}) than what it spreads over: a grid would need too many cells`,
    );
  }
  let times = FIRST_TIMES;
  let fine = balance(field, edges, interval, { panels, times });
  let coarse = fine;
  let distance = Infinity;
  let points = pointsOf(edges, { panels, times });
  for (let step = 1; step <= REFINEMENTS && distance > enough; step++) {
    panels.forEach((n, i) => {
      panels[i] = Math.min(most, Math.ceil(n * FINER));
    });
    const more = Math.ceil(times * FINER);
    points += pointsOf(edges, { panels, times: more });
    if (points > MOST_POINTS) break;
    times = more;
    coarse = fine;
    fine = balance(field, edges, interval, { panels, times });
    const before = distance;
    distance = apart(coarse, fine);
    if (step >= EARLIEST && distance > COARSE && distance > SLOWEST * before) break;
  }
  if (distance <= COARSE) return { coarse, fine, times };
  throw new CannotJudge(
    `two resolutions of the grid differ by ${distance}: p or u is not smooth, or moves too fast`,
  );
}

/** How many points a balance asks for. */
function pointsOf(edges: Edges, { panels, times }: Resolution): number {
  const nodes = edges.map((axis, i) => ORDER * panels[i]! * (axis.length - 1));
  const faces = edges.reduce((sum, axis, i) => sum + axis.length * (nodes[1 - i] ?? 1), 0);
  return 2 * nodes.reduce((a, b) => a * b) + times * faces;
}

function balance(
  field: FieldSubject,
  edges: Edges,
  interval: readonly [number, number],
  resolution: Resolution,
): Balance {
  return {
    before: masses(field, edges, resolution, interval[0]),
    after: masses(field, edges, resolution, interval[1]),
    fluxes: edges.map((_, axis) => crossings(field, edges, resolution, axis, interval)),
  };
}

function apart(a: Balance, b: Balance): number {
  const all = ({ before, after, fluxes }: Balance): readonly Integrals[] => [before, after, ...fluxes];
  let most = 0;
  all(a).forEach(({ values }, k) => {
    const other = all(b)[k]!.values;
    values.forEach((value, i) => {
      const distance = Math.abs(value - other[i]!);
      if (!(distance <= most)) most = distance;
    });
  });
  return most;
}

/** ∫ p/|∂ₙ ln p| over the outer faces, by the largest value on each times its size. */
function tails(field: FieldSubject, edges: Edges, { lower, upper }: Box, t: number): number {
  const points = 65;
  let total = 0;
  edges.forEach((_, axis) => {
    const other = 1 - axis;
    const size = edges.length === 1 ? 1 : upper[other]! - lower[other]!;
    const step = 1e-3 * (upper[axis]! - lower[axis]!);
    for (const [side, outward] of [
      [lower, -1],
      [upper, 1],
    ] as const) {
      let most = 0;
      const rows = edges.length === 1 ? 1 : points;
      const at = (shift: number): Float64Array => {
        const x = new Float64Array(rows * edges.length);
        for (let r = 0; r < rows; r++) {
          x[r * edges.length + axis] = side[axis]! + shift;
          if (edges.length === 2) x[r * 2 + other] = lower[other]! + (size * r) / (points - 1);
        }
        return logDensityAt(field, t, x);
      };
      const [here, beyond] = [at(0), at(outward * step)];
      for (let r = 0; r < rows; r++) {
        if (here[r] === -Infinity) continue;
        const slope = (here[r]! - beyond[r]!) / step;
        if (!(slope > 0)) throw new CannotJudge(`p does not fall off beyond the box at t = ${t}`);
        most = Math.max(most, exp(here[r]!) / slope);
      }
      total += most * size;
    }
  });
  return total;
}
