/**
 * Which kernels compute: the SIMD twins where they can, or the definitions everywhere. The bits are the same.
 *
 * The choice is that of a thread. Whoever has work done by other threads sends the own choice along with every message (parallel/), so
 * that threads follow which were started before it was made.
 */
import { ArgumentError, show } from '../errors.ts';
import { simdRefusal } from './simd-module.ts';

export const KERNELS = ['auto', 'scalar', 'simd'] as const;
export type KernelChoice = (typeof KERNELS)[number];

/** What computes in this thread, and why. */
export interface KernelReport {
  readonly choice: KernelChoice;
  readonly inUse: 'scalar' | 'simd';
  /** Whether the engine compiles the SIMD kernels. */
  readonly simd: boolean;
  readonly reason: string;
}

let chosen: KernelChoice = 'auto';

export function kernelChoice(): KernelChoice {
  return chosen;
}

/**
 * `'auto'`: SIMD where the engine has it. `'scalar'`: the definitions. `'simd'`: SIMD, and an error where it cannot be had. Holds for
 * this thread and for what it has pools do from now on; buffers laid out before keep what they are.
 *
 * @throws {ArgumentError} unless `choice` is one of {@link KERNELS}, and for `'simd'` in an engine that refuses the module.
 * @example
 * ```ts
 * import { chooseKernels, kernelReport } from 'flowproof';
 *
 * chooseKernels('scalar');
 * console.log(kernelReport().inUse); // scalar
 * chooseKernels('auto');
 * ```
 */
export function chooseKernels(choice: KernelChoice): void {
  if (!KERNELS.includes(choice)) {
    throw new ArgumentError({
      argument: 'kernels',
      expected: `one of ${KERNELS.join(', ')}`,
      received: show(choice),
    });
  }
  const refusal = choice === 'simd' ? simdRefusal() : null;
  if (refusal !== null) {
    throw new ArgumentError({
      argument: 'kernels',
      expected: 'an engine that compiles WebAssembly SIMD',
      received: refusal,
      wayOut: 'choose auto or scalar, which give the same bits',
    });
  }
  chosen = choice;
}

/** Compiles the SIMD kernels, if nothing did before, to learn whether the engine takes them. */
export function kernelReport(): KernelReport {
  const refusal = simdRefusal();
  const simd = refusal === null;
  if (chosen === 'scalar') return { choice: chosen, inUse: 'scalar', simd, reason: 'chosen' };
  if (!simd) return { choice: chosen, inUse: 'scalar', simd, reason: refusal };
  return { choice: chosen, inUse: 'simd', simd, reason: 'the engine compiles WebAssembly SIMD' };
}
