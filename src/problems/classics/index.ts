/** All classic tests: four by their own names, and the 25 of DETEST. */
import type { Classic } from './classic.ts';
import { detestA } from './detest-a.ts';
import { detestB } from './detest-b.ts';
import { detestC } from './detest-c.ts';
import { detestD } from './detest-d.ts';
import { detestE } from './detest-e.ts';
import { orbitsAndCycles } from './orbits-and-cycles.ts';

const detest: readonly Classic[] = [detestA, detestB, detestC, detestD, detestE].flat();

/** By name: 'arenstorf', 'brusselator', 'van-der-pol', 'lotka-volterra', 'detest-a1' … 'detest-e5'. */
export const classics: ReadonlyMap<string, Classic> = new Map([
  ...orbitsAndCycles.map((classic) => [classic.name, classic] as const),
  ...detest.map((classic) => [`detest-${classic.name}`, classic] as const),
]);
