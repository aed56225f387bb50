/** The exports of the module, as simd-module.ts declares them. Everything works on addresses in the imported memory; the only data are constants, in its first bytes. */
export { activate } from './activations';
export { adamUpdate, addInto, averageInto, multiplyInto } from './elementwise';
export { addRows } from './linear';
export { mixtureFullMeans, mixtureFullSpreads } from './mixture-full-sums';
export { mixtureMeans } from './mixture-means';
export { mixtureNarrowMeans } from './mixture-narrow';
export { mixtureSpreads } from './mixture-spreads';
export { mixtureTotals } from './mixture-weights';
export { normalTails } from './normal-tails';
export { normalBlocks } from './normals';
export { samplePath } from './path-sampling';
export { product, productScratch } from './product';

/** The address behind the constants. */
export function constantsEnd(): usize {
  return __data_end;
}
