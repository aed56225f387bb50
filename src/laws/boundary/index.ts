export { boundaryEnd } from './boundary-end.ts';
export { boundaryPath, type PathEnd } from './boundary-path.ts';
export { boundaryStart } from './boundary-start.ts';
export type { EndCase } from './end-comparison.ts';
