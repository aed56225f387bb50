/** A formula mistake as data: what is right, what is written instead, and an object that makes it. */
import type { SubjectKind } from '../core/law-info.ts';
import type { Trial } from '../core/trial.ts';

/** One mistake of the power table. */
export interface Mistake {
  /** 'path.noise-term-dropped': kind of object, then the mistake in kebab-case. */
  readonly id: string;
  readonly kind: SubjectKind;
  /** The right line of mathematics. */
  readonly formula: string;
  /** What stands there instead. */
  readonly mistake: string;
  /**
   * The object with the mistake in size `size`, held against every law of its kind that can judge it. 1: as written in `mistake`;
   * 0: the right object, on which every law must hold; between: right + size · (mistake − right).
   */
  trials(size: number): readonly Trial[];
}

/** What a mistake is called after its kind, the right line of mathematics, and what stands there instead. */
export type Text = readonly [id: string, formula: string, mistake: string];

export function mistakeOf(
  kind: SubjectKind,
  [id, formula, mistake]: Text,
  trials: (size: number) => readonly Trial[],
): Mistake {
  return { id: `${kind}.${id}`, kind, formula, mistake, trials };
}
