/** Tensors and judgements by hand, for the specs of the judge. */
import { machineOf } from '../../../src/oracle/arithmetic/machine.ts';
import type { Tracked } from '../../../src/oracle/arithmetic/tracked.ts';
import type { Case, Operation, Tensor } from '../../../src/oracle/contract.ts';
import type { Prepared, Variant } from '../../../src/oracle/judge/prepared.ts';
import type { Mistake } from '../../../src/oracle/mistakes/mistake.ts';

const arrays = { float32: Float32Array, float64: Float64Array, int32: Int32Array };

export const tensor = (
  values: readonly number[],
  shape: readonly number[] = [values.length],
  dtype: Tensor['dtype'] = 'float64',
): Tensor => ({ dtype, shape, data: arrays[dtype].from(values) });

export const tracked = (v: number, e: number, q = 0): Tracked => ({ v, e, q });

export const mistakeNamed = (id: string, operations: readonly string[] = ['made.up']): Mistake => ({
  id,
  title: `title of ${id}`,
  right: '',
  wrong: '',
  looksLike: '',
  operations,
  replace: [],
});

/** An operation with one output y of two elements, and the answers that it takes. */
export const madeUp = (more: Partial<Operation> = {}): Operation => ({
  name: 'made.up',
  revision: 1,
  summary: '',
  formula: '',
  conventions: [],
  source: '',
  sizes: {},
  settings: [],
  inputs: [],
  outputs: [{ name: 'y', type: 'float', shape: [2], meaning: '' }],
  trace: [],
  evaluate: () => ({ y: [tracked(1, 0), tracked(2, 0)] }),
  ...more,
});

export const question: Case = {
  id: 'made.up/1',
  operation: 'made.up',
  dtype: 'float64',
  sizes: {},
  settings: {},
  inputs: {},
};

export const variant = (mistake: Mistake, separation: number, deviation: number, y = [1, 2]): Variant => ({
  mistake,
  outputs: { y: tensor(y) },
  tracked: { y: y.map((v) => tracked(v, 0)) },
  separation,
  deviation,
});

/** A prepared case whose target is y = `elements`. */
export const preparedWith = (
  elements: readonly Tracked[],
  variants: readonly Variant[] = [],
  operation: Operation = madeUp(),
): Prepared => ({
  operation,
  question,
  machine: machineOf('float64'),
  target: { outputs: { y: elements }, probes: {} },
  variants,
});
