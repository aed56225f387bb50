/** Probes for the divergence: their moments, and the estimate. */
import { describe, expect, it } from 'vitest';
import { linearTrace, traceEstimate } from '../../src/laws/likelihood/index.ts';
import { type Key, uniformInto } from '../../src/random/index.ts';
import { broken } from './broken-members.ts';

describe('traceEstimate', () => {
  const signs = (key: Key, out: Float64Array): void => {
    uniformInto(key, 0, out);
    for (let i = 0; i < out.length; i++) out[i] = out[i]! < 0.5 ? -1 : 1;
  };

  it('is exact in one dimension with signs', () => {
    const { residual, bound } = traceEstimate({
      ...linearTrace([[0.3]], signs),
      // The moments of the probes are judged too; here they are made exact.
      probes: (_key, out) => out.set(out.map((_, i) => (i % 2 === 0 ? 1 : -1))),
    }).at({ x: [0], seed: 1 });
    expect(residual).toBeLessThanOrEqual(1e-16);
    expect(bound).toBeLessThan(1);
  });

  it('refuses, faults, and meets a biased probe again', () => {
    expect(traceEstimate({} as never).check().status).toBe('refused');
    expect(traceEstimate({ ...linearTrace([[1]], signs), dim: 65 }).check().status).toBe('refused');
    for (const [, member] of broken) {
      expect(traceEstimate({ ...linearTrace([[1]], signs), probes: member } as never).check().status).toBe(
        'faulty',
      );
      expect(traceEstimate({ ...linearTrace([[1]], signs), jvp: member } as never).check().status).toBe(
        'faulty',
      );
    }
    const nan = { ...linearTrace([[1]], signs), estimate: () => Number.NaN };
    expect(traceEstimate(nan).check().status).toBe('faulty');
    const held = traceEstimate(
      linearTrace(
        [
          [2, 1],
          [0, 1],
        ],
        biased,
      ),
    );
    const result = held.check();
    expect(result.status).toBe('violated');
    expect(result.counterexample!.words).toMatch(/^x = \[\S+ \S+\], probes of seed \d+$/);
    expect(held.check({ replay: result.replay! }).counterexample).toEqual(result.counterexample);
  });

  const biased = (key: Key, out: Float64Array): void => uniformInto(key, 0, out);
});
