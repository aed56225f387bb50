/**
 * Probes ε with E[ε] = 0 and E[εεᵀ] = I for Hutchinson's estimate: signs ±1 (Rademacher, the least variance), or
 * standard normals. Element i depends on (key, i) alone.
 */
import { ArgumentError, show } from '../errors.ts';
import { type Key, normalInto, uniformInto } from '../random/index.ts';

export type ProbeKind = 'rademacher' | 'gaussian';

/** Writes probe elements first … first + out.length − 1. */
export function drawProbes(key: Key, kind: ProbeKind, first: number, out: Float32Array): void {
  if (kind === 'gaussian') {
    normalInto(key, first, out);
  } else if (kind === 'rademacher') {
    // In float64, where no draw rounds to ½: the signs are exactly balanced.
    const u = new Float64Array(out.length);
    uniformInto(key, first, u);
    for (let i = 0; i < out.length; i++) out[i] = u[i]! < 0.5 ? -1 : 1;
  } else {
    throw new ArgumentError({
      argument: 'kind',
      expected: "'rademacher' or 'gaussian'",
      received: show(kind),
    });
  }
}
