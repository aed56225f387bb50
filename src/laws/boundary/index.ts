export { boundaryPath, type PathEnd } from './boundary-path.ts';
