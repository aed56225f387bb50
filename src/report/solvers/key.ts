/** The key of all charts: each solver beside its line, by family; with the script, buttons that light a solver up everywhere. */
import { escapeHtml, type Html } from '../page/html.ts';
import { FAMILIES } from './families.ts';
import type { Looks } from './plots.ts';
import type { Group, Series } from './series.ts';

const HINT: Html =
  '<span class="hint" hidden>Point at a curve for its values, walk along it with the cursor keys; click a name to keep it lit.</span>';

export function solverKey(groups: readonly Group[], looks: Looks): Html {
  const unique = new Map<string, Series>();
  for (const series of groups.flatMap((group) => group.series)) {
    unique.set(`${series.family} ${series.solver}`, series);
  }
  const families = FAMILIES.flatMap(({ name }, family) => {
    const members = [...unique.values()].filter((series) => series.family === family);
    if (members.length === 0) return [];
    const buttons = members.map((series) => button(series, looks));
    return [`<span class="family"><span class="quiet">${escapeHtml(name)}</span>${buttons.join('')}</span>`];
  });
  return families.length > 0
    ? `<div class="key" role="group" aria-label="Solvers">${families.join('')}${HINT}</div>`
    : '';
}

function button(series: Series, looks: Looks): Html {
  const name = escapeHtml(looks(series).name);
  return `<button type="button" aria-pressed="false" data-s="${name}">${swatch(series, looks)}${name}</button>`;
}

/** A piece of the line. */
export function swatch(series: Series, looks: Looks): Html {
  const { colour, dash } = looks(series);
  const dashes = dash === '' ? '' : ` stroke-dasharray="${dash}"`;
  return `<svg class="swatch" width="22" height="8" aria-hidden="true"><path d="M0,4H22" stroke="${escapeHtml(colour)}" stroke-width="2.2"${dashes}/></svg>`;
}

/** A name beside its line, which lights up its curves. */
export function solverChip(series: Series, looks: Looks): Html {
  const name = escapeHtml(looks(series).name);
  return `<span class="chip" data-s="${name}">${swatch(series, looks)}${name}</span>`;
}
