import type { Case } from '../../src/oracle/contract.ts';
import { drawCase } from '../../src/oracle/generate.ts';
import { pathSample } from '../../src/oracle/operations/paths/sample.ts';
import { key } from '../../src/random/index.ts';

const settings = { schedule: { kind: 'cond-ot' } };

/** A case that the negative controls fall over; `dim` chooses one of several. */
export const hardWith = (dim: number): Case =>
  drawCase(pathSample, key(1), { id: 'hard', settings, sizes: { rows: 3, dim } });

export const hard: Case = hardWith(2);

/** The case after it. */
export const easy: Case = drawCase(pathSample, key(2), { id: 'easy', settings, sizes: { rows: 4, dim: 2 } });

/** x = t x₁ + (1 − t) x₀ as the controls compute it. */
export function pathPoints({ inputs, sizes }: Case, change = (x: number): number => x): number[] {
  const [x0, x1, t] = ['x0', 'x1', 't'].map((name) => inputs[name]!.data);
  return Array.from(x0!, (noise, i) => {
    const time = t![Math.floor(i / sizes.dim!)]!;
    return Math.fround(change(time * x1![i]! + (1 - time) * noise));
  });
}
