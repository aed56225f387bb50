import type { Tableau } from './tableau.ts';

/** A method for `solve`, told apart by its `kind`. */
export type Solver = Tableau;
