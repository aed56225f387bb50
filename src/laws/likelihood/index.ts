export { changeOfVariables, type TransportCase } from './change-of-variables.ts';
export { type DensitySubject, densityOfField, densityOfPath, densityOfTarget } from './density.ts';
export { hutchinson, linearTrace, type ProbeCase, type TraceSubject } from './hutchinson.ts';
export { likelihoodRoundTrip } from './likelihood-round-trip.ts';
export { type GridCase, normalization } from './normalization.ts';
export type { TransportSubject } from './transport.ts';
