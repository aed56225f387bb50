/** The power table by mistake and by law: what terminal, Markdown, JSON and page show. */
import type { Mistake } from '../../laws/power/mistake.ts';
import { type MistakeTrial, SIZES } from '../../laws/power/power.ts';

/** One law on one mistake, over all objects that carry it. */
export interface PowerCell {
  readonly law: string;
  readonly kills: boolean;
  /** The smallest size that the law sees; null where it sees none. */
  readonly threshold: number | null;
}

export interface PowerRow {
  readonly id: string;
  readonly kind: string;
  /** The right line of mathematics, and what stands there instead. */
  readonly formula: string;
  readonly mistake: string;
  readonly cells: readonly PowerCell[];
}

/** A row for each mistake, a cell for each law that it was held against. */
export function powerRows(mistakes: readonly Mistake[], trials: readonly MistakeTrial[]): PowerRow[] {
  return mistakes.map(({ id, kind, formula, mistake }) => {
    const own = trials.filter((trial) => trial.mistake === id);
    const laws = [...new Set(own.map((trial) => trial.law))];
    return {
      id,
      kind,
      formula,
      mistake,
      cells: laws.map((law) =>
        cell(
          law,
          own.filter((trial) => trial.law === law),
        ),
      ),
    };
  });
}

function cell(law: string, trials: readonly MistakeTrial[]): PowerCell {
  const kills = trials.filter(({ status, control }) => status === 'violated' && control === 'holds');
  const sizes = kills.flatMap(({ threshold }) => (threshold === null ? [] : [threshold]));
  return { law, kills: kills.length > 0, threshold: sizes.length === 0 ? null : Math.min(...sizes) };
}

/** The law that sees the smallest size of a mistake; undefined for a survivor. */
export function keenest({ cells }: PowerRow): PowerCell | undefined {
  const killing = cells.filter(({ kills }) => kills);
  return killing.sort((a, b) => (a.threshold ?? 1) - (b.threshold ?? 1))[0];
}

/** 1, 0.3 or 3e-9: sizes as they are walked; at the end of the walk, the law may see smaller ones. */
export function sizeText(size: number | null): string {
  if (size === null) return '–';
  if (size <= SIZES.at(-1)!) return `≤ ${SIZES.at(-1)}`;
  return size >= 1e-3 ? String(size) : size.toExponential(0);
}
