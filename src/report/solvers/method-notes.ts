/** What the figures mean, in words. */
import type { Row } from '../../benchmark/row.ts';
import { type Html, paragraphs } from '../page/html.ts';
import { reasonsOf } from './cells.ts';
import { familyOf, hasStrongError } from './families.ts';
import { missingMetrics } from './quantities.ts';

export function methodHtml(rows: readonly Row[]): Html {
  const adaptive = rows.some(({ tolerance }) => tolerance !== null);
  const float32 = rows.some(({ dtype }) => dtype !== 'float64');
  const strong = rows.some((row) => hasStrongError({ family: familyOf(row) }));
  const exact = rows.some(({ rmse }) => rmse === 0);
  return paragraphs([
    'Error: the root of the mean over all states of |x − truth|² at t = 1, in float64 whatever the arithmetic of the run; max is the largest difference of any coordinate. The truth is exact where the problem has a closed form, and a reference with an error of its own elsewhere; the section of a problem says which.',
    'NFE: evaluations of the field, counted and not computed, each on the whole batch.' +
      (adaptive
        ? ' Runs with tolerances choose their own steps; rejected steps count. They stand beside the runs of every grid.'
        : ''),
    'Slope: −Δlog error / Δlog N between a run and the one before it (NFE in place of N for tolerances). The order seen is the least-squares slope over the finest runs above the floor, as far back as their local slopes agree. A slope near the order of a method does not prove it; exact certificates do.',
    'Floor: the error below which rounding and the radius of the truth decide. More steps do not help there; numbers of which it makes up half of the mean square or more carry an asterisk.',
    ...(float32
      ? [
          'float32: every operation of the states rounds to 24 bits; compensated means that the rounding error of each step is carried along.',
        ]
      : []),
    ...(strong
      ? [
          'Stochastic solvers have no one end: their error is the strong one, against a finer path of the same Brownian motion. It stands in the charts but not among the winners; as samples, metrics compare them with all others.',
        ]
      : []),
    ...withoutError(rows),
    ...missingMetrics(rows).map((sentence) => `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`),
    ...(exact
      ? ['An error of exactly 0 has no place on a logarithmic axis: a triangle at its lower edge.']
      : []),
    'What diverged far above all other errors stands as a triangle at the upper edge. A run that failed, gave up or ran out of time is in the tables with its reason, and in no curve.',
  ]);
}

/** Of runs that arrived and have no error all the same: which solvers, and why. */
const withoutError = (rows: readonly Row[]): string[] =>
  reasonsOf(rows.filter(({ status }) => status === 'ok')).map(({ reason, rows: found }) => {
    return `${[...new Set(found.map(({ solver }) => solver))].join(', ')}: ${reason}.`;
  });
