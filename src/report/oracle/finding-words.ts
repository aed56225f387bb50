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

/** The known mistake nearest to answers that have no name: a lead, no explanation; none where the truth is nearer. */
export function leadOf({
  mistakes,
  runnerUp,
}: FindingData): { readonly id: string; readonly words: string } | null {
  if (mistakes.length > 0 || !runnerUp || !(runnerUp.distance < 1)) return null;
  const { id, distance, away, agrees, refuted } = runnerUp;
  const cases = `${agrees === 0 ? 'none' : agrees} of ${refuted} refuted cases`;
  const words = `which does not fit: it leaves ${share(distance)}, is ${ratioText(away)} bounds away, and agrees with ${cases}`;
  return { id, words };
}
