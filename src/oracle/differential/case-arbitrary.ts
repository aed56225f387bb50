/** Cases for fast-check: drawn from the oracle's own generator, shrunk to fewer rows, simpler settings and rounder numbers. */
import fc from 'fast-check';
import { key } from '../../random/index.ts';
import type { Case, Operation } from '../contract.ts';
import { drawCase } from '../generate.ts';
import { smallerCases } from './smaller-case.ts';

export interface CaseArbitraryOptions {
  readonly dtype: 'float32' | 'float64';
  readonly settings?: Readonly<Record<string, unknown>>;
}

const MAX_SEED = 0x7fffffff;

class CaseArbitrary extends fc.Arbitrary<Case> {
  readonly operation: Operation;
  readonly options: CaseArbitraryOptions;

  constructor(operation: Operation, options: CaseArbitraryOptions) {
    super();
    this.operation = operation;
    this.options = options;
  }

  generate(random: fc.Random): fc.Value<Case> {
    const seed = random.nextInt(0, MAX_SEED);
    const tier = random.nextInt(0, 3) === 0 ? 'edge' : 'main';
    const id = `${this.operation.name}/${this.options.dtype}/${tier}/drawn-${seed}`;
    return new fc.Value(drawCase(this.operation, key(seed), { ...this.options, tier, id }), undefined);
  }

  /** Any case of the operation: failures found elsewhere can be shrunk as well. */
  canShrinkWithoutContext(value: unknown): value is Case {
    return (value as Case | null)?.operation === this.operation.name;
  }

  shrink(value: Case): fc.Stream<fc.Value<Case>> {
    const { operation } = this;
    const values = function* (): IterableIterator<fc.Value<Case>> {
      for (const smaller of smallerCases(operation, value)) {
        yield new fc.Value({ ...smaller, id: `${value.id.replace(/\/smaller$/, '')}/smaller` }, undefined);
      }
    };
    return fc.stream(values());
  }
}

/**
 * Cases of one operation.
 *
 * @example
 * ```ts
 * import fc from 'fast-check';
 * import { operations } from 'flowproof/oracle';
 * import { caseArbitrary } from 'flowproof/oracle/differential';
 *
 * const operation = operations.find(({ name }) => name === 'path.sample')!;
 * const [question] = fc.sample(caseArbitrary(operation, { dtype: 'float32' }), { numRuns: 1, seed: 7 });
 * console.log(question!.inputs.x0!.shape);
 * ```
 */
export function caseArbitrary(operation: Operation, options: CaseArbitraryOptions): fc.Arbitrary<Case> {
  return new CaseArbitrary(operation, options);
}
