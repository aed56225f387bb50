/** Which kernels compute in this thread: the SIMD twins where they can, or the definitions everywhere. The bits are the same. */
import { ArgumentError, show } from '../errors.ts';

export const KERNELS = ['auto', 'scalar', 'simd'] as const;
export type KernelChoice = (typeof KERNELS)[number];

let chosen: KernelChoice = 'auto';

export function kernelChoice(): KernelChoice {
  return chosen;
}

/** Throws an ArgumentError unless `choice` is one of {@link KERNELS}. Buffers laid out before keep what they are. */
export function chooseKernels(choice: KernelChoice): void {
  if (!KERNELS.includes(choice)) {
    throw new ArgumentError({
      argument: 'kernels',
      expected: `one of ${KERNELS.join(', ')}`,
      received: show(choice),
    });
  }
  chosen = choice;
}
