/**
 * A progress bar on stderr with loss and time left. On anything but a terminal, and with --quiet, it is silent, so
 * that logs and pipes stay clean.
 */
import type { Context } from './context.ts';

export interface Progress {
  /** Steps done so far, and what is worth watching, already formatted: `{ loss: '1.234e+0' }`. */
  update(done: number, fields?: Readonly<Record<string, string>>): void;
  /** Takes the bar off the screen; to be called in a `finally`. Calling twice does no harm. */
  stop(): void;
}

const silent: Progress = { update: () => {}, stop: () => {} };

/** What a line with two losses and hours left needs beside label and counts: a line that wraps would scroll the screen. */
const FIELDS_WIDTH = 54;

function barSize(columns: number, label: string, total: number): number {
  const room = columns - FIELDS_WIDTH - label.length - 2 * String(total).length;
  return Math.max(4, Math.min(24, room));
}

/** A bar over `total` steps with a label such as `training`. Redraws at most ten times a second. */
export async function createProgress(
  context: Context,
  { label, total, quiet = false }: { label: string; total: number; quiet?: boolean },
): Promise<Progress> {
  if (quiet || !context.stderr.isTTY || total <= 0) return silent;
  const { default: progress } = await import('cli-progress');
  const bar = new progress.SingleBar({
    stream: context.stderr as NodeJS.WritableStream,
    format: `${label} [{bar}] {value}/{total}{fields} · {eta_formatted} left`,
    barCompleteChar: '━',
    barIncompleteChar: '─',
    barsize: barSize(context.stderr.columns ?? 80, label, total),
    fps: 10,
    etaBuffer: 50,
    hideCursor: true,
    clearOnComplete: true,
    // Ctrl-C belongs to main.ts, which stops the command cleanly.
    gracefulExit: false,
  });
  bar.start(total, 0, { fields: '' });
  return {
    update(done, fields = {}): void {
      const text = Object.entries(fields).map(([name, value]) => ` · ${name} ${value}`);
      bar.update(done, { fields: text.join('') });
    },
    stop: () => bar.stop(),
  };
}
