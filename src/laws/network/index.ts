/** The laws of networks. */
export { backpropagationInputs } from './backpropagation-inputs.ts';
export { backpropagationParameters } from './backpropagation-parameters.ts';
export type { NetworkCase, NetworkRow } from './cases.ts';
export { cotangentLinearity } from './cotangent-linearity.ts';
export { hutchinson } from './hutchinson.ts';
export { jvpVjpAdjoint } from './jvp-vjp-adjoint.ts';
export { mlpNetwork } from './mlp-network.ts';
export { networkDivergence } from './network-divergence.ts';
export { rowIndependence } from './row-independence.ts';
export type {
  NetworkDirections,
  NetworkErrors,
  NetworkInput,
  NetworkSubject,
} from './subject.ts';
