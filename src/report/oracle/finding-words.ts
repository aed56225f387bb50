/** How findings are worded, alike on the terminal, on the page and in JUnit. */
import type { FindingData } from '../../oracle/judge/report-data.ts';
import { formatNumber } from '../format.ts';
import { ratioText } from './ratio-text.ts';

type RunnerUp = NonNullable<FindingData['runnerUp']>;

/** What an explanation leaves of the error; one that is as far off as the truth explains nothing. */
export function share(distance: number): string {
  if (!(distance < 1)) return 'all of the error';
  return distance === 0 ? 'nothing' : `${formatNumber(distance, 3)} of the error`;
}

/** Operation and element type where a finding is about one of its types alone. */
export function placeOf({ root, explains }: FindingData): string {
  const own = explains.filter((label) => label.startsWith(`${root} (`));
  return own.length === 1 ? own[0]! : root;
}

/** What is next to the explanation that is named: its distance, and whether it fits as well. */
export const runnerUpWords = ({ distance, fits }: RunnerUp): string =>
  `which leaves ${share(distance)}${fits ? ' and fits as well' : ''}`;

/** The known mistake that is nearest to answers that have no name: a lead, no explanation. */
export function nearestWords({ distance, away, agrees, refuted }: RunnerUp): string {
  const near = distance < 1 ? `leaves ${share(distance)}` : 'is no nearer to the answers than the truth is';
  const cases = agrees === 0 ? 'none' : String(agrees);
  return `which does not fit: it ${near}, is ${ratioText(away)} bounds away, and agrees with ${cases} of ${refuted} refuted cases`;
}
