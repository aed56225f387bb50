/** Power: how small a share of each known mistake the judged cases would have refuted. */
import type { MistakePower } from '../../oracle/judge/operation-verdict.ts';
import type { OperationData } from '../../oracle/judge/report-data.ts';
import { POWER } from '../../oracle/judge/verdict.ts';
import { formatScientific } from '../format.ts';
import { type Cell, escapeHtml, type Html, htmlTable } from '../page/html.ts';

function cellOf(power: MistakePower | undefined): Cell {
  if (!power) return 'does not show';
  const { separation, deviation, seenFrom } = power;
  const text = seenFrom === 0 ? 'any' : formatScientific(seenFrom, 2);
  if (separation >= POWER) return text;
  const aside = deviation >= POWER ? 'only in the statistical bound' : 'no power';
  return {
    html: `<span class="${deviation >= POWER ? '' : 'bad'}">${escapeHtml(text)}<span class="aside">${aside}</span></span>`,
  };
}

/** The hardest mistake to see, in one line. */
function hardest(cells: readonly OperationData[], count: number): Html {
  const all = cells.flatMap(({ power, dtype }) => power.map((one) => ({ ...one, dtype })));
  const least = all.reduce((a, b) => (b.separation < a.separation ? b : a));
  const share = formatScientific(least.seenFrom, 2);
  return `Power: ${count} known ${count === 1 ? 'mistake' : 'mistakes'}; hardest to see is <code>${escapeHtml(least.mistake)}</code> in ${least.dtype}, from a share of ${share}`;
}

/** The table behind a line that names the hardest one; empty where no mistake of the operation is known. */
export function powerHtml(cells: readonly OperationData[]): Html {
  const judged = cells.filter(({ power }) => power.length > 0);
  if (judged.length === 0) return '';
  const least = new Map<string, number>();
  for (const { power } of judged)
    for (const { mistake, separation } of power)
      least.set(mistake, Math.min(separation, least.get(mistake) ?? Infinity));
  const mistakes = [...least].sort(([, a], [, b]) => a - b).map(([mistake]) => mistake);
  const table = htmlTable(
    [{ header: 'seen from a share of' }, ...judged.map(({ dtype }) => ({ header: dtype, numeric: true }))],
    mistakes.map((mistake) => [
      mistake,
      ...judged.map(({ power }) => cellOf(power.find((one) => one.mistake === mistake))),
    ]),
  );
  return `<details class="power"><summary>${hardest(judged, mistakes.length)}</summary>${table}</details>`;
}
