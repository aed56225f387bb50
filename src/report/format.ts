/**
 * Numbers as text, the same way in terminal, page and captions.
 *
 * Measured quantities carry four significant digits in scientific notation (2.551e-1), so that columns align and
 * magnitudes compare at a glance; counts carry thousands separators; durations pick their unit.
 */

/** Four significant digits, `2.551e-1`; zero as `0`, and words for what is no number. */
export function formatScientific(value: number | null, digits: number = 4): string {
  if (value === null || Number.isNaN(value)) return 'not a number';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  return value === 0 ? '0' : minus(value.toExponential(digits - 1));
}

/** A number for captions and axes: plain for moderate magnitudes (0.25, 12.3), scientific outside [1e-3, 1e5). */
export function formatNumber(value: number | null, digits: number = 4): string {
  if (value === null || !Number.isFinite(value)) return formatScientific(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return formatScientific(value, digits);
  return minus(String(Number(value.toPrecision(digits))));
}

/** A count with thousands separators: `16,384`. */
export function formatCount(value: number): string {
  return minus(String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ','));
}

/** A duration in seconds with its unit: `4.1 ms`, `12.3 s`, `3 min 05 s`, `2 h 07 min`. */
export function formatDuration(seconds: number): string {
  if (!(seconds >= 0 && Number.isFinite(seconds))) return 'unknown';
  if (seconds < 0.9995) return `${Number((seconds * 1000).toPrecision(3))} ms`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${twoDigits(whole % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
}

/** A number with few digits for SVG coordinates: two decimals, no trailing zeros, never `-0`. */
export function formatCoordinate(value: number): string {
  const rounded = Math.round(value * 100) / 100;
  return String(rounded === 0 ? 0 : rounded);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

function minus(text: string): string {
  return text.replace(/^-/, '−');
}
