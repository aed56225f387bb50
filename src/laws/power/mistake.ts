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
   * The object with the mistake in size `size`, held against each law for its kind. 1: as written in `mistake`; 0: the right
   * object, on which every law must hold; between: right + size · (mistake − right).
   */
  trials(size: number): readonly Trial[];
}
