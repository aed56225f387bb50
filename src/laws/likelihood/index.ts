export { type CarriedCase, changeOfVariables } from './change-of-variables.ts';
export { type DensitySubject, densityOfField, densityOfPath, densityOfTarget } from './density.ts';
export { likelihoodRoundTrip } from './likelihood-round-trip.ts';
export { type GridCase, normalization } from './normalization.ts';
export {
  linearTrace,
  type ProbeCase,
  type TraceSubject,
  traceEstimate,
} from './trace-estimate.ts';
export type { TransportSubject } from './transport.ts';
