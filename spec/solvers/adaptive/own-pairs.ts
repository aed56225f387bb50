/** Small pairs that a user could write. */
import type { Tableau } from '../../../src/solvers/index.ts';

export const heunPair: Tableau = {
  name: 'heun-euler',
  order: 2,
  c: ['0', '1'],
  a: [[], ['1']],
  b: ['1/2', '1/2'],
  embedded: [{ name: 'euler', order: 1, b: ['1', '0'] }],
};

/** Without a first-same-as-last stage. */
export const fehlberg: Tableau = {
  name: 'fehlberg2',
  order: 2,
  c: ['0', '1/2', '1'],
  a: [[], ['1/2'], ['1/256', '255/256']],
  b: ['1/512', '255/256', '1/512'],
  embedded: [{ name: 'first', order: 1, b: ['1/256', '255/256', '0'] }],
};

/** Does not look at the end of its step. */
export const midpoint: Tableau = {
  name: 'midpoint-euler',
  order: 2,
  c: ['0', '1/2'],
  a: [[], ['1/2']],
  b: ['0', '1'],
  embedded: [{ name: 'euler', order: 1, b: ['1', '0'] }],
};
