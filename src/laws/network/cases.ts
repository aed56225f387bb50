/**
 * Cases of the laws of networks: a few rows (x, t, class), written out, and a seed for the parameters and directions.
 *
 * Main tier: two or three rows, x and t away from 0 and ½. Edge tier, by shrinking and by chance: one row, x = 0, t = ½. The
 * parameters are never those of a fresh network, whose zero biases hide mistakes.
 */
import fc from 'fast-check';
import { fold, type Key, key, normalInto, uniformInto, withStream } from '../../random/index.ts';
import { vectors } from '../arbitraries/points.ts';
import { times } from '../arbitraries/times.ts';
import { givenArray } from '../core/guard.ts';
import type { Picture } from '../core/law.ts';
import { CannotJudge } from '../core/measurement.ts';
import { type NetworkDirections, type NetworkInput, type NetworkSubject, outputsOf } from './subject.ts';

/** One row of a batch. */
export interface NetworkRow {
  readonly x: readonly number[];
  readonly t: number;
  /** Absent: no class. */
  readonly label?: number;
}

/** Rows, and the seed of parameters and directions. */
export interface NetworkCase {
  readonly seed: number;
  readonly rows: readonly NetworkRow[];
}

/** Everything drawn: where the network is evaluated, and in which directions differentiated. */
export interface NetworkPoint extends NetworkInput, NetworkDirections {
  /** For draws of a law's own. */
  readonly key: Key;
}

/** Batches of 1 to 3 rows, |x| ≤ 2. */
export function networkCases(network: NetworkSubject): fc.Arbitrary<NetworkCase> {
  const { classes = 0 } = network;
  const row = { x: vectors(network.inputs, 2), t: times() };
  const rows =
    classes > 0
      ? fc.record({ ...row, label: fc.integer({ min: 0, max: classes - 1 }) }, { requiredKeys: ['x', 't'] })
      : fc.record(row);
  return fc.record({
    seed: fc.integer({ min: 0, max: 9999 }),
    rows: fc.array(rows, { minLength: 1, maxLength: 3 }),
  });
}

export function networkWords({ seed, rows }: NetworkCase): string {
  const each = rows.map(
    ({ x, t, label }) => `x = (${x.join(', ')}), t = ${t}${label === undefined ? '' : `, class ${label}`}`,
  );
  return `parameters and directions of seed ${seed}; ${each.join('; ')}`;
}

/** Networks on the line can be drawn over (t, x), with the parameters of one seed. */
export function networkPicture(network: NetworkSubject): Picture<NetworkCase> | null {
  if (network.inputs !== 1) return null;
  return { t: [0.01, 0.99], x: [-2, 2], caseAt: (t, x) => ({ seed: 1, rows: [{ x: [x], t }] }) };
}

/** Thrown inside a measurement where the network is not smooth: another draw of the parameters is then tried. */
export class NotSmooth extends Error {}

const ATTEMPTS = 8;

/** `measure` at the first of a few draws of the parameters where the network is smooth. */
export function atSmooth<R>(
  network: NetworkSubject,
  at: NetworkCase,
  measure: (point: NetworkPoint) => R,
): R {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      return measure(pointOf(network, at, attempt));
    } catch (error) {
      if (!(error instanceof NotSmooth)) throw error;
    }
  }
  throw new CannotJudge(
    `the network is not smooth near these inputs, for ${ATTEMPTS} draws of its parameters`,
  );
}

/** Streams of the seed: parameters take the even ones, directions the odd ones. */
function pointOf(network: NetworkSubject, at: NetworkCase, attempt: number): NetworkPoint {
  const rows = at.rows.length;
  const k = key(at.seed, 2 * attempt);
  const odd = withStream(k, 2 * attempt + 1);
  const outputs = rows * outputsOf(network);
  const inputs = rows * network.inputs;
  const directions = steps(odd, outputs + inputs + rows);
  return {
    params: parametersOf(network, at.seed + 10_000 * attempt, k),
    rows,
    x: rounded(at.rows.flatMap(({ x }) => x)),
    t: rounded(at.rows.map(({ t }) => t)),
    labels: Int32Array.from(at.rows, ({ label }) => label ?? -1),
    cotangent: directions.slice(0, outputs),
    tangentX: directions.slice(outputs, outputs + inputs),
    tangentT: rounded(at.rows.map(({ t }, r) => directions[outputs + inputs + r]! * reach(t))),
    key: fold(odd, 0),
  };
}

/** Differences go ⅛ of a tangent far: that must not leave [0, 1]. */
const reach = (t: number): number => Math.min(1, 8 * t, 8 * (1 - t));

function parametersOf(network: NetworkSubject, seed: number, k: Key): Float64Array {
  const count = network.parameterCount;
  if (network.parameters) {
    return rounded(givenArray(`parameters(${seed})`, count, (out) => network.parameters!(seed, out)));
  }
  const out = new Float64Array(count);
  normalInto(k, 0, out);
  return rounded(out.map((z) => 0.5 * z));
}

const rounded = (values: ArrayLike<number>): Float64Array => Float64Array.from(values, Math.fround);

/** Multiples of 2⁻¹⁰ in (−1, 1), none 0: sums and doubles of them are float32 numbers without rounding. */
export function steps(k: Key, length: number): Float64Array {
  const out = new Float64Array(length);
  uniformInto(k, 0, out);
  return out.map((u) => {
    const step = Math.floor(2046 * u) - 1023;
    return (step >= 0 ? step + 1 : step) / 1024;
  });
}
