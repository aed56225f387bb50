export { categorical, categoricalInto } from './categorical.ts';
export { type IntegerOptions, integers, integersInto, permutation } from './integers.ts';
export { fold, type Key, key, split, withStream } from './key.ts';
export { normal, normalInto } from './normal.ts';
export { philox } from './philox.ts';
export type { Shape } from './shape.ts';
export { type DrawOptions, uniform, uniformInto } from './uniform.ts';
