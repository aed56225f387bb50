/**
 * Colours after Okabe and Ito, which people with any colour vision can tell apart. The page overrides the variables in
 * dark mode; the fallbacks serve light pages and SVG files by themselves.
 */
const SERIES = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9'] as const;

/** Colour of series `i`, cyclic. */
export function seriesColour(i: number): string {
  const k = i % SERIES.length;
  return `var(--series-${k}, ${SERIES[k]})`;
}

/** Data is always the first colour and samples the second. */
export const dataColour: string = seriesColour(0);
export const samplesColour: string = seriesColour(1);
/** Thin lines and text that should stay in the background. */
export const quietColour: string = 'var(--quiet, #6b6b6b)';
export const paperColour: string = 'var(--paper, #ffffff)';

const RAMP = [
  [0, 114, 178],
  [150, 95, 170],
  [204, 90, 110],
  [230, 159, 0],
] as const;

/** Colour of time: blue at 0 over purple and red to orange at 1, of middle lightness, for light and dark pages. */
export function timeColour(t: number): string {
  const position = Math.min(Math.max(t, 0), 1) * (RAMP.length - 1);
  const i = Math.min(Math.floor(position), RAMP.length - 2);
  const mix = position - i;
  const channels = RAMP[i]!.map((from, c) => Math.round(from + mix * (RAMP[i + 1]![c]! - from)));
  return `#${channels.map((c) => c.toString(16).padStart(2, '0')).join('')}`;
}
