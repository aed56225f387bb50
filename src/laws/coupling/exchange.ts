/** What the laws of optimal couplings share: the exchange graph of one answer, and what rounding may do to a cycle in it. */
import type { CouplingCase } from '../arbitraries/point-pairs.ts';
import type { Measurement } from '../core/measurement.ts';
import { EPSILON } from '../core/precision.ts';
import { type Costs, costsOf, decideExchange, type Exchange, exchangeWeights } from './exchange-graph.ts';
import { type CouplingRun, marginalErrorOf, requireCoupling } from './run-coupling.ts';
import type { CouplingSubject } from './subject.ts';

/** The exchange graph of an answer, decided. */
interface DecidedExchange {
  readonly known: Costs;
  /** What rounding may make a cycle save. */
  readonly bound: number;
  /** What it may make a single edge save: shortest paths are exact up to this. */
  readonly edge: number;
  readonly found: Exchange;
}

/** For `refuses` of the laws of optimal couplings. */
export function refusesUnlessOptimal(coupling: CouplingSubject): string | null {
  requireCoupling(coupling);
  return coupling.optimal ? null : 'it does not claim to be optimal';
}

/** The rounding of sums of costs over a cycle. */
export function cycleRounding(rows: number, dim: number, largest: number): number {
  return 2 * rows * (dim + 2 + 2 * rows) * EPSILON * largest;
}

/** An entry of a plan that is no larger than this, as a share of 1/rows, is rounding or the stated error. */
export function noMass(coupling: CouplingSubject, rows: number): number {
  return rows * EPSILON + marginalErrorOf(coupling);
}

/** Is there a cycle of rows that saves something by handing partners on? */
export function exchangeOf(
  coupling: CouplingSubject,
  run: CouplingRun,
  { x0, x1, dim }: CouplingCase,
): DecidedExchange {
  const known = costsOf(x0, x1, dim);
  const bound = cycleRounding(run.rows, dim, known.largest);
  const edge = bound / run.rows;
  const weights = exchangeWeights(run, known.costs, noMass(coupling, run.rows));
  return { known, bound, edge, found: decideExchange(weights, run.rows, edge) };
}

/** What such a cycle saves, against what rounding may make it save. */
export function cycleVerdict({ bound, found }: DecidedExchange): Measurement {
  const cycle = found.kind === 'cycle' ? found : null;
  return {
    residual: cycle?.gain ?? 0,
    bound,
    why: 'rounding of the costs along a cycle',
    detail: cycle
      ? `rows ${cycle.rows.join(' → ')} → ${cycle.rows[0]} of x₀ save ${cycle.gain} by taking over partners`
      : 'no cycle saves anything',
  };
}
