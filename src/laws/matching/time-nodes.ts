/** A single time, or an interval by Gauss–Legendre nodes. */
import fc from 'fast-check';
import { gaussLegendre } from '../../math/gauss-legendre.ts';
import { times } from '../arbitraries/times.ts';

/** Time as plain data: t, or the mean over [from, to] by `nodes` Gauss–Legendre nodes. */
export type TimeCase = number | { readonly from: number; readonly to: number; readonly nodes: number };

export interface WeightedTime {
  readonly t: number;
  readonly weight: number;
}

export function timeNodes(time: TimeCase): WeightedTime[] {
  if (typeof time === 'number') return [{ t: time, weight: 1 }];
  const { from, to, nodes } = time;
  const rule = gaussLegendre(nodes);
  return Array.from(rule.nodes, (s, i) => ({ t: from + (to - from) * s, weight: rule.weights[i]! }));
}

export function timeWords(time: TimeCase): string {
  if (typeof time === 'number') return `t = ${time}`;
  return `t over [${time.from}, ${time.to}] by ${time.nodes} Gauss–Legendre nodes`;
}

/** Single times in [from, to], and, one in four where `nodes` > 1, the whole interval. */
export function timeCases([from, to]: readonly [number, number], nodes: number): fc.Arbitrary<TimeCase> {
  const inside = (t: number): boolean => t >= from && t <= to;
  const single = times({ margin: Math.min(from, 1 - to, 0.24) }).map((t) =>
    inside(t) ? t : from + (to - from) * t,
  );
  if (nodes < 2) return single;
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: single },
    { weight: 1, arbitrary: fc.constant<TimeCase>({ from, to, nodes }) },
  );
}
