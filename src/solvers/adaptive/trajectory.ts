/** The accepted steps of one run kept for reading x(t) anywhere between its ends. */
import { allocate, dtypeOf, type FloatArray } from '../../array/float-array.ts';
import { type DenseStep, type Interpolant, interpolate } from './interpolant.ts';

interface Segment {
  readonly s0: number;
  readonly s1: number;
  readonly step: DenseStep;
}

export interface Trajectory {
  /** Keeps a copy of a step. */
  add(s0: number, s1: number, step: DenseStep): void;
  /** The elapsed time that the kept steps reach. */
  reached(): number;
  /** Writes the state at the elapsed time s, 0 ≤ s ≤ reached(). */
  read(s: number, out: FloatArray): void;
}

/** An empty trajectory that starts at x₀. */
export function trajectory(by: Interpolant, x0: FloatArray): Trajectory {
  const segments: Segment[] = [];
  const start = x0.slice();
  return {
    add(s0, s1, step) {
      const n = step.start.length;
      const k = allocate(dtypeOf(step.k), by.stages.length * n);
      for (const [j, stage] of by.stages.entries()) k.set(step.k.subarray(stage * n, (stage + 1) * n), j * n);
      segments.push({
        s0,
        s1,
        step: { h: step.h, start: step.start.slice(), end: step.end.slice(), k, packed: true },
      });
    },
    reached: () => segments.at(-1)?.s1 ?? 0,
    read(s, out) {
      if (segments.length === 0) {
        out.set(start);
        return;
      }
      let low = 0;
      let high = segments.length - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (segments[middle]!.s1 < s) low = middle + 1;
        else high = middle;
      }
      const { s0, s1, step } = segments[low]!;
      interpolate(by, step, (s - s0) / (s1 - s0), out);
    },
  };
}
