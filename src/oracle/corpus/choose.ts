/** Which draws become the corpus: the cases of a check, more of the settings, and the edges. */
import type { Case, Operation } from '../contract.ts';
import { chooseCases } from '../judge/choose-cases.ts';
import { type CorpusDraw, corpusCase, corpusKey } from './draw.ts';
import { CORPUS, type CorpusTier } from './manifest.ts';

interface Extent {
  readonly candidates: number;
  readonly edge: number;
  readonly more: number;
}

/** Draws looked at, edges, and further settings by dtype: float64 is the smaller set. */
const extents: Readonly<Record<'float32' | 'float64', Extent>> = {
  float32: { candidates: 40, edge: 4, more: 4 },
  float64: { candidates: 10, edge: 1, more: 0 },
};

/** Index and tier from the id of a chosen case: operation/dtype/tier/number. */
function drawOf({ id, operation, dtype, settings }: Case, candidates: number): CorpusDraw {
  const [tier, number] = id.split('/').slice(-2) as [string, string];
  const edge = tier === 'edge';
  return {
    operation,
    dtype,
    tier: edge ? 'optional' : 'required',
    index: Number(number) + (edge ? candidates : 0),
    settings,
  };
}

/** Draws beyond the candidates, with the settings that the required cases show least. */
function furtherDraws(operation: Operation, dtype: 'float32' | 'float64', from: number, count: number) {
  const tier: CorpusTier = 'recommended';
  return Array.from({ length: operation.settings.length === 0 ? 0 : count }, (_, k): CorpusDraw => {
    const index = from + k;
    // Without settings given, the draw takes its own: no two settings in step.
    const { settings } = corpusCase(operation, CORPUS, {
      operation: operation.name,
      dtype,
      tier,
      index,
      settings: {},
    });
    return { operation: operation.name, dtype, tier, index, settings };
  });
}

/** The draws of one operation and dtype. */
export function chooseDraws(operation: Operation, dtype: 'float32' | 'float64'): readonly CorpusDraw[] {
  const { candidates, edge, more } = extents[dtype];
  const cases = chooseCases(operation, { key: corpusKey(operation.name, dtype), dtype, candidates, edge });
  return [
    ...cases.map((question) => drawOf(question, candidates)),
    ...furtherDraws(operation, dtype, candidates + edge, more),
  ];
}
